package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/polarspec/polarspec/schemas/field"
)

// Unreadable is a field on which Druid's ProtobufConverter throws whenever it is set (druid-semantics 2.2, 2.3).
type Unreadable struct {
	// Path is the way to the field from the message, in JSON names with dots between.
	Path string
	// Field is the field, Why the kind that cannot be read: [field.Struct], [field.Any], or [field.Map] for a map whose keys are no strings.
	Field *Field
	Why   field.Kind
}

// maxUnreadable bounds what is reported of one message, maxPath how long a path gets before the walk goes no deeper.
const (
	maxUnreadable = 1000
	maxPath       = 16 << 10
)

// UnreadableFields returns the fields anywhere in the message on which Druid throws, those nearest to the top first. A message that
// is reached in several ways is looked at on the shortest.
func UnreadableFields(m *Message) []Unreadable {
	type visit struct {
		message *Message
		path    string
	}
	var out []Unreadable
	seen := map[*Message]bool{m: true}
	todo := []visit{{m, ""}}
	for len(todo) > 0 && len(out) < maxUnreadable {
		next := todo[0]
		todo = todo[1:]
		for _, f := range next.message.Fields {
			path := join(next.path, f.JSONName)
			if why, bad := unreadable(f); bad {
				out = append(out, Unreadable{path, f, why})
				continue
			}
			inner := within(f)
			if inner != nil && !seen[inner] && len(path) < maxPath {
				seen[inner] = true
				todo = append(todo, visit{inner, path})
			}
		}
	}
	return out
}

// unreadable reports whether Druid throws on the field itself.
func unreadable(f *Field) (why field.Kind, bad bool) {
	switch {
	case f.Map():
		for _, part := range f.Message.Fields {
			if part.Number == 1 && part.Kind != protoreflect.StringKind {
				return field.Map, true
			}
		}
	case !f.Repeated && f.Message != nil:
		switch f.Message.FullName {
		case "google.protobuf.Struct":
			return field.Struct, true
		case "google.protobuf.Any":
			return field.Any, true
		}
	}
	return 0, false
}

// within is the message whose fields Druid converts one by one for the field, nil if there is none.
func within(f *Field) *Message {
	switch {
	case f.Map():
		for _, part := range f.Message.Fields {
			if part.Number == 2 {
				return part.Message
			}
		}
		return nil
	case !f.Repeated && f.Message != nil && wellKnown(f.Message.FullName) != nil:
		return nil
	}
	return f.Message
}
