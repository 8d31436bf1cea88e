package protobuf

// Code says what is wrong with a descriptor, a set, a .proto file or a record.
type Code string

// The codes of text that is no Base64. Java's decoder, java.util.Base64.getDecoder, is the measure: it accepts missing padding and
// bits left over in the last character, and refuses half a padding, white space and anything after the padding.
const (
	Empty            Code = "empty"             // no text at all
	IllegalCharacter Code = "illegal-character" // a character outside the Base64 alphabet
	URLSafe          Code = "url-safe"          // the alphabet with - and _
	DataURI          Code = "data-uri"          // data:…;base64,…
	WhiteSpace       Code = "white-space"       // spaces or line breaks
	BadPadding       Code = "bad-padding"       // = in the wrong place or number
	CutOff           Code = "cut-off"           // a single character left over at the end
	FileName         Code = "file-name"         // the name of a file instead of its content
)

// The codes of Base64 of something else than a descriptor set, and of the like as plain text.
const (
	SingleFile   Code = "single-file"   // one FileDescriptorProto
	ProtoSource  Code = "proto-source"  // the text of a .proto file
	Gzip         Code = "gzip"          // compressed data
	JSON         Code = "json"          // a JSON document
	Text         Code = "text"          // other text
	Hex          Code = "hex"           // hexadecimal digits
	DoubleBase64 Code = "double-base64" // Base64 of Base64
	Damaged      Code = "damaged"       // does not parse as a Protobuf message
	NoFiles      Code = "no-files"      // a set without files
	NoMessages   Code = "no-messages"   // a set without messages
	TooDeep      Code = "too-deep"      // nesting that Java refuses
	TooLarge     Code = "too-large"     // more than this package reads
)

// The codes of sets that do not link, after the checks of com.google.protobuf.Descriptors.
const (
	DuplicateFile   Code = "duplicate-file"    // two files of one name
	ImportCycle     Code = "import-cycle"      // files that import each other
	BadPublicImport Code = "bad-public-import" // public_dependency that names no import
	BadName         Code = "bad-name"          // not an identifier, or none
	DuplicateName   Code = "duplicate-name"    // two elements of one name
	UndefinedType   Code = "undefined-type"    // a type that is nowhere or not imported
	WrongType       Code = "wrong-type"        // a message where an enum should be and the like
	BadNumber       Code = "bad-number"        // a field number that is not positive
	DuplicateNumber Code = "duplicate-number"  // two fields of one number
	BadOneof        Code = "bad-oneof"         // oneof_index out of range
	BadExtension    Code = "bad-extension"     // an extension without extendee, a field with one
	BadDefault      Code = "bad-default"       // a default that does not fit the type
	BadPacked       Code = "bad-packed"        // packed on what cannot be
	EmptyEnum       Code = "empty-enum"        // an enum without values
)

// The codes of .proto files.
const (
	Syntax             Code = "syntax"              // does not parse
	Invalid            Code = "invalid"             // parses, but breaks a rule of the language
	ImportNotFound     Code = "import-not-found"    // an import that the opener does not have
	BadImportPath      Code = "bad-import-path"     // a path that protoc refuses: .., backslashes, absolute
	UnsupportedEdition Code = "unsupported-edition" // an edition after 2023
)

// The codes of records.
const (
	InvalidTag      Code = "invalid-tag"      // field number 0 or above the limit, or an illegal wire type
	Truncated       Code = "truncated"        // ends within a field
	UnbalancedGroup Code = "unbalanced-group" // the end of a group that did not begin, or of another
	BadUTF8         Code = "bad-utf8"         // a string that must be UTF-8 and is not
	MissingRequired Code = "missing-required" // a required field of proto2 is absent
)

// IsBase64Fault reports whether the code says that a text is not Base64; Druid then says "Descriptor string does not have valid
// Base64 encoding".
func (c Code) IsBase64Fault() bool {
	switch c {
	case Empty, IllegalCharacter, URLSafe, DataURI, WhiteSpace, BadPadding, CutOff, FileName:
		return true
	}
	return false
}
