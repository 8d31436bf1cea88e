package protobuf

import (
	"iter"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// columns returns the schemas whose fields are input fields: not that of a key, of which only the value arrives.
func columns(p *lint.Pass) []*lint.DataSchema {
	return where(decided(p), func(s *lint.DataSchema) bool { return !s.Format.KeyIs("keyFormat") })
}

// declared is an input field and the field of a message that it means.
type declared struct {
	input polaris.Input
	field *protobuf.Field
	// byProto is true if the input has the name of the .proto file, and that is not the JSON name.
	byProto bool
}

func (d declared) name() document.Node { return d.input.Name() }

// matched returns the inputs that mean a field of the message, under its JSON name or else under its name in the .proto file.
// What flattenSpec or the metadata of a stream gives its name is no field.
func matched(p *lint.Pass, s *lint.DataSchema) []declared {
	byJSON, byProto := map[string]*protobuf.Field{}, map[string]*protobuf.Field{}
	for _, f := range s.Message.Fields {
		byJSON[f.JSONName], byProto[f.Name] = f, f
	}
	var list []declared
	for input := range p.Job().Source().Inputs() {
		name := input.Name()
		if name.Kind() != document.String || name.TextIs("__time") || madeElsewhere(s.Format, name.Text()) {
			continue
		}
		if f := byJSON[name.Text()]; f != nil {
			list = append(list, declared{input, f, false})
		} else if f := byProto[name.Text()]; f != nil {
			list = append(list, declared{input, f, true})
		}
	}
	return list
}

// madeElsewhere reports whether flattenSpec, or the format around that of the value, makes a field of the name.
func madeElsewhere(format polaris.Format, name string) bool {
	for f := range format.Get("flattenSpec").Get("fields").Children() {
		if f.Get("name").TextIs(name) {
			return true
		}
	}
	if !format.KeyIs("valueFormat") {
		return false
	}
	for member := range format.Parent().Children() {
		if strings.HasSuffix(member.Key(), "ColumnName") && member.TextIs(name) {
			return true
		}
	}
	return false
}

// expressions yields the texts in which inputs are used: of mappings and of the filter.
func expressions(p *lint.Pass) iter.Seq[document.Node] {
	return func(yield func(document.Node) bool) {
		for m := range p.Job().Mappings() {
			if e := m.Expression(); e.Kind() == document.String && !yield(e) {
				return
			}
		}
		if filter := p.Root.Get("filterExpression"); filter.Kind() == document.String {
			yield(filter)
		}
	}
}

func inWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// mentions reports whether a word stands anywhere in an expression, inside of texts too, such as a JSON path.
func mentions(expression, word string) bool {
	return slices.Contains(strings.FieldsFunc(expression, func(r rune) bool { return r < 0x80 && !inWord(byte(r)) }), word)
}
