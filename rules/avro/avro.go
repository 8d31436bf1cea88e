// Package avro holds the rules on Avro schemas.
package avro

import (
	"iter"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		invalid(), unresolvedName(), notARecord(), logicalTypeIgnored(), bytesAreBase64(), extractUnionsNoEffect(), emptyReaderSchema(),
		readerIncompatible(), damagedContainer(), drift(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// schemas returns the Avro schemas in the spec.
func schemas(p *lint.Pass) (list []*lint.DataSchema) {
	for _, s := range p.DataSchemas() {
		if s.Avro != nil {
			list = append(list, s)
		}
	}
	return list
}

// declared yields the input fields that are fields of the schema with a wanted type, each once. The fields of a key are no inputs:
// Druid hands a key over as a whole. Nor is a field an input if flattenSpec gives its name to something else.
func declared(p *lint.Pass, s *lint.DataSchema, wanted func(*field.Type) bool) iter.Seq2[polaris.Input, *field.Field] {
	return func(yield func(polaris.Input, *field.Field) bool) {
		if s.Record == nil || s.Format.KeyIs("keyFormat") {
			return
		}
		seen := flattened(s.Format)
		for input := range p.Job().Source().Inputs() {
			name := input.Name()
			if name.Kind() != document.String {
				continue
			}
			f := s.Field(name.Text())
			if f == nil || !wanted(f.Type) || seen[f.Name] {
				continue
			}
			seen[f.Name] = true
			if !yield(input, f) {
				return
			}
		}
	}
}

// flattened returns the names that flattenSpec gives to something else than the field of that name.
func flattened(format polaris.Format) map[string]bool {
	names := map[string]bool{}
	for item := range format.Get("flattenSpec").Get("fields").Children() {
		name, path := item.Get("name"), item.Get("expr")
		if name.Kind() == document.String && !(isRoot(item) && (!path.Exists() || path.TextIs(name.Text()))) {
			names[name.Text()] = true
		}
	}
	return names
}

// place returns where a finding about an input field stands: its data type, or its name if it has none.
func place(input polaris.Input) document.Node {
	if dataType := input.DataType(); dataType.Kind() == document.String {
		return dataType
	}
	return input.Name()
}

// isRoot reports whether an item of flattenSpec is a field of the root. A text stands for the one of that name.
func isRoot(item document.Node) bool {
	return item.Kind() == document.String || strings.EqualFold(item.Get("type").Text(), "root")
}
