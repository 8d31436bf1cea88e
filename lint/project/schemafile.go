package project

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// Kind is what a data schema file is.
type Kind uint8

// The kinds of data schema files. Those from Avsc to Container are told by the extension of the name.
const (
	NoSchema Kind = iota
	// Avsc is an Avro schema as JSON.
	Avsc
	// Proto is a .proto file.
	Proto
	// DescriptorSet is a compiled descriptor set.
	DescriptorSet
	// Container is an Avro object container file, which has its writer's schema in its header.
	Container
	// Registered is a saved response of a schema registry.
	Registered
)

// extensions are the names that data schema files end in.
func extensionKind(extension string) Kind {
	switch extension {
	case ".avsc":
		return Avsc
	case ".proto":
		return Proto
	case ".desc", ".dsc", ".pb", ".binpb", ".protoset", ".fds":
		return DescriptorSet
	case ".avro", ".ocf":
		return Container
	}
	return NoSchema
}

// KindOf tells by its name what data schema a file holds; NoSchema for other files.
func KindOf(name string) Kind { return extensionKind(strings.ToLower(filepath.Ext(name))) }

// SchemaFile is a file with a data schema.
type SchemaFile struct {
	// Path is absolute, Name is what reports print.
	Path, Name string
	Kind       Kind
	// Reported says that the user asked for what is wrong with the file itself.
	Reported bool
	// Text is the text of an .avsc file, of a .proto file, of a registry response, and of the schema in the header of a container;
	// it has no tree for a .proto file. Nil for a descriptor set.
	Text *document.File
	// Avro is the Avro schema; nil if it could not be read or the file holds none.
	Avro *avro.Schema
	// Container is what the file says of itself, Damage why it cannot be read to its end.
	Container *avro.Container
	Damage    *avro.DamageError
	// Set is the descriptor set; nil if there is none. Fault tells why a compiled one cannot be read, Faults why a .proto file does
	// not compile: those that lie in this file, or in a file that it imports.
	Set    *protobuf.Set
	Fault  *protobuf.Fault
	Faults []protobuf.SourceFault
	// Imports are the files that a .proto file imports, directly or not, by the paths that the compiler knows them by; well-known
	// ones that the compiler has itself are left out. Such a file has a path, a name and a text, no more.
	Imports map[string]*SchemaFile
	// ID is the id of a registered schema, 0 if the response does not have it.
	ID int64
	// Err is why the file cannot be read at all.
	Err error

	inline  sync.Once
	inlined document.Value
	whole   bool
}

// Sound reports whether the file has a schema that can be read as it stands.
func (f *SchemaFile) Sound() bool {
	switch {
	case f == nil || f.Err != nil:
		return false
	case f.Avro != nil:
		return len(f.Avro.Faults) == 0 && (f.Text == nil || !f.Text.Broken())
	}
	return f.Set != nil && f.Fault == nil && len(f.Faults) == 0
}

// Inlined returns the Avro schema as one that stands alone; see [avro.Schema.Inline]. It is made once, since many jobs may be compared
// with one file.
func (f *SchemaFile) Inlined() (schema document.Value, ok bool) {
	f.inline.Do(func() { f.inlined, f.whole = f.Avro.Inline() })
	return f.inlined, f.whole
}

// readAvsc reads the text only: the schemas of all files are read together, since they may use each other's types.
func (f *SchemaFile) readAvsc(files Files) {
	source, err := read(files, f.Path)
	if err != nil {
		f.Err = err
		return
	}
	f.Text = document.Parse(source, document.JSON)
	// Avro's parser allows comments, but nothing else that is no JSON, such as a comma too many.
	f.Text.Faults = slices.DeleteFunc(f.Text.Faults, func(fault document.Fault) bool { return fault.Code == document.Comment })
}

func (f *SchemaFile) readDescriptorSet(files Files) {
	source, err := read(files, f.Path)
	if err != nil {
		f.Err = err
		return
	}
	f.Set, f.Fault = protobuf.DecodeBytes(source)
	if f.Fault != nil && f.Fault.Code == protobuf.TooLarge {
		f.Err = fmt.Errorf("is too large to be checked: %s", f.Fault.Detail)
	}
}

func (f *SchemaFile) readContainer(files Files) {
	file, err := files.Open(f.Path)
	if err != nil {
		f.Err = fmt.Errorf("cannot be read: %w", err)
		return
	}
	defer func() { _ = file.Close() }()
	container, err := avro.ReadContainer(file, maxFile)
	f.Container = container
	if container != nil {
		f.Text, f.Avro = container.SchemaFile, container.Schema
	}
	if err != nil {
		var damage *avro.DamageError
		if !errors.As(err, &damage) || damage.Unwrap() != nil {
			f.Err = fmt.Errorf("cannot be read: %w", err)
			return
		}
		f.Damage = damage
	}
}

// readRegistered reads a response of GET /schemas/ids/N: {"schema": "…", "schemaType": "AVRO"}, with "id" where it was saved
// with the version of a subject.
func (f *SchemaFile) readRegistered(files Files) {
	source, err := read(files, f.Path)
	if err != nil {
		f.Err = err
		return
	}
	f.Text = document.Parse(source, document.JSON)
	root := f.Text.Root()
	schema := root.Get("schema")
	if f.Text.Broken() || schema.Kind() != document.String {
		f.Err = errors.New(`is not a response of a schema registry: it has no text "schema"`)
		return
	}
	f.ID = registeredID(root, f.Path)
	switch kind := root.Get("schemaType").Text(); kind {
	case "", "AVRO":
		inner := document.Parse([]byte(schema.Text()), document.JSONC)
		f.Avro = avro.Read(inner.Root())
		if inner.Broken() || !inner.Root().Exists() || len(f.Avro.Faults) > 0 {
			f.Err = errors.New("has a schema that Avro refuses")
		}
	case "PROTOBUF":
		f.readRegisteredProto(schema.Text())
	default:
		f.Err = fmt.Errorf("has a schema of the type %q, which Polaris does not read", kind)
	}
}

// registeredID is the id that a response has, else the number at the end of the name that it was saved under.
func registeredID(root document.Node, path string) int64 {
	if id, err := strconv.ParseInt(root.Get("id").Text(), 10, 64); err == nil {
		return id
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	digits := name[len(strings.TrimRight(name, "0123456789")):]
	id, _ := strconv.ParseInt(digits, 10, 64)
	return id
}

// readRegisteredProto reads the text of a .proto file, or the Base64 FileDescriptorProto that ?format=serialized gives.
func (f *SchemaFile) readRegisteredProto(text string) {
	const name = "registered.proto"
	f.Set, f.Faults = protobuf.Compile(name, func(path string) ([]byte, error) {
		if path == name {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	if f.Set == nil {
		if data, err := base64.StdEncoding.DecodeString(text); err == nil {
			if set, fault := protobuf.Wrap(data); fault == nil {
				f.Set, f.Faults = set, nil
			}
		}
	}
	if f.Set == nil {
		f.Err = fmt.Errorf("has a Protobuf schema that does not compile: %w", f.Faults[0])
	}
}
