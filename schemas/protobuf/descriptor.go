package protobuf

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Fault says why a descriptor cannot be read.
type Fault struct {
	Code Code
	// Start and End are where, as byte offsets in what was read: the Base64 text for Decode, the bytes for DecodeBytes. End is exclusive.
	Start, End int
	// Detail says it in words, without a full stop.
	Detail string
	// Repair is the Base64 text that was meant, where what is wrong can be undone; it decodes without a fault.
	Repair string
}

// String returns the fault in words.
func (f *Fault) String() string { return f.Detail }

// Decode reads the Base64 text of a descriptor set, as Druid's InlineDescriptorProtobufBytesDecoder does. Of a set without
// files or messages both results are given; of every other fault only the fault.
func Decode(text string) (*Set, *Fault) {
	data, fault := decodeBase64(text)
	if fault != nil {
		if fault.Code != Empty {
			fault.Repair = repairBase64(text)
		}
		return nil, fault
	}
	set, fault := DecodeBytes(data)
	if fault == nil {
		return set, nil
	}
	switch fault.Code {
	case Damaged, Text: // both may be a text that is twice encoded, or was never Base64
		if set := plainAsBase64(text); set != nil {
			return nil, &Fault{Code: Hex, End: len(text), Detail: "hexadecimal digits of a descriptor set, not Base64", Repair: set.Encode()}
		}
		if looksLikeFileName(text) {
			return nil, &Fault{Code: FileName, End: len(text), Detail: "the name of a file, not its content"}
		}
	}
	start := min(textOffset(fault.Start), len(text))
	fault.Start, fault.End = start, max(start, min(textOffset(fault.End), len(text)))
	if fault.End == start && start < len(text) {
		fault.End++
	}
	if fault.End == textOffset(len(data)) { // to the end of the data is to the end of the text, padding included
		fault.End = len(text)
	}
	return set, fault
}

// DecodeBytes reads a descriptor set from its bytes, as protoc writes them into a file. It is otherwise like [Decode].
func DecodeBytes(data []byte) (*Set, *Fault) {
	set, fault := parseSet(data)
	if fault == nil && len(set.Messages()) > 0 {
		return set, nil
	}
	if other := identify(data); other != nil {
		return nil, other
	}
	if fault == nil {
		fault = set.emptiness(len(data))
	}
	return set, fault
}

// Encode returns the Base64 text of the set. Equal sets give equal text.
func (s *Set) Encode() string { return base64.StdEncoding.EncodeToString(s.Bytes()) }

// Bytes returns the set as protoc writes it into a file. Equal sets give equal bytes.
func (s *Set) Bytes() []byte {
	data, err := proto.MarshalOptions{Deterministic: true, AllowPartial: true}.Marshal(s.proto)
	if err != nil { // not reached: what was unmarshalled can be marshalled
		return nil
	}
	return data
}

// Wrap makes a set of a single serialized FileDescriptorProto, such as a schema registry gives.
func Wrap(file []byte) (*Set, *Fault) {
	return parseSet(wrapped(file))
}

// wrapped is the set that has the file as its only one: FileDescriptorSet.file is field 1.
func wrapped(file []byte) []byte {
	return append(appendTag(make([]byte, 0, len(file)+12), 1, len(file)), file...)
}

// parseSet reads a set within the limits of size and depth.
func parseSet(data []byte) (*Set, *Fault) {
	if fault := scanSet(data); fault != nil {
		return nil, fault
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := (proto.UnmarshalOptions{Resolver: new(protoregistry.Types)}).Unmarshal(data, set); err != nil {
		return nil, &Fault{Code: Damaged, End: len(data), Detail: fmt.Sprintf("not a descriptor set: %v", err)}
	}
	return newSet(set, len(data))
}

// emptiness is the fault of a set without files or messages; Druid refuses both.
func (s *Set) emptiness(size int) *Fault {
	switch {
	case len(s.proto.File) == 0:
		return &Fault{Code: NoFiles, End: size, Detail: "the descriptor set has no files"}
	case len(s.Messages()) == 0:
		return &Fault{Code: NoMessages, End: size, Detail: "no file of the descriptor set has a message"}
	}
	return nil
}

// identify says what data is that is no descriptor set with messages, nil if that cannot be told.
func identify(data []byte) *Fault {
	whole := func(code Code, detail string) *Fault { return &Fault{Code: code, End: len(data), Detail: detail} }
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		f := whole(Gzip, "gzip-compressed data")
		if plain := gunzip(data); plain != nil {
			f.Repair = repairBytes(plain)
		}
		return f
	}
	if set, fault := Wrap(data); fault == nil && len(set.Messages()) > 0 {
		f := whole(SingleFile, fmt.Sprintf("a single FileDescriptorProto (%s), not a set of files", set.Files()[0].Name))
		f.Repair = set.Encode()
		return f
	}
	if !isText(data) {
		return nil
	}
	head := string(data[:min(len(data), 4096)])
	switch {
	case looksLikeProto(head):
		return whole(ProtoSource, "Base64 of the text of a .proto file, not of a compiled descriptor")
	case looksLikeJSON(head):
		return whole(JSON, "Base64 of a JSON document, not of a compiled descriptor")
	}
	if text, ok := normalise(string(data)); ok {
		if inner, fault := decodeBase64(text); fault == nil {
			if set, fault := parseSet(inner); fault == nil && len(set.Messages()) > 0 {
				f := whole(DoubleBase64, "Base64 of Base64: the descriptor was encoded twice")
				f.Repair = set.Encode()
				return f
			}
		}
	}
	return whole(Text, fmt.Sprintf("Base64 of text (%.30q), not of a compiled descriptor", head))
}

// repairBase64 is the text that was meant by one that is not Base64, "" if that is no descriptor set.
func repairBase64(text string) string {
	text, ok := normalise(text)
	if !ok {
		return ""
	}
	data, fault := decodeBase64(text)
	if fault != nil {
		return ""
	}
	return repairBytes(data)
}

// repairBytes is the Base64 text of a set, or of a file that becomes one, "" for anything else and for a set that does not link: a
// wrong character may have been taken for another one.
func repairBytes(data []byte) string {
	set, fault := parseSet(data)
	if fault != nil || len(set.Messages()) == 0 {
		set, fault = Wrap(data)
	}
	if fault != nil || len(set.Messages()) == 0 || len(set.Problems()) > 0 {
		return ""
	}
	return set.Encode()
}

// plainAsBase64 is the set that a text of hexadecimal digits is, nil if it is none.
func plainAsBase64(text string) *Set {
	data, err := hex.DecodeString(text)
	if err != nil {
		return nil
	}
	set, fault := parseSet(data)
	if fault != nil || len(set.Messages()) == 0 {
		return nil
	}
	return set
}

// gunzip decompresses at most maxGunzip bytes, nil if there are more or the data is damaged.
func gunzip(data []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxGunzip+1))
	if err != nil || len(plain) > maxGunzip {
		return nil
	}
	return plain
}

const maxGunzip = 16 << 20

// isText reports whether data is UTF-8 without control characters other than white space.
func isText(data []byte) bool {
	if len(data) == 0 || !utf8.Valid(data) {
		return false
	}
	for _, c := range data {
		if c < ' ' && !isWhite(c) || c == 0x7f {
			return false
		}
	}
	return true
}
