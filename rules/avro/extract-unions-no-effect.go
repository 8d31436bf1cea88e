package avro

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed extract-unions-no-effect.md
var extractUnionsNoEffectPage string

func extractUnionsNoEffect() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/extract-unions-no-effect", Severity: lint.Info, Page: extractUnionsNoEffectPage,
			Summary:  "extractUnionsByType without a path that goes into a union",
			Evidence: "Druid GenericAvroJsonProvider.java: unions are taken apart along JSON paths only",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for format := range p.Job().Formats() {
				setting := format.Get("extractUnionsByType")
				if on, _ := setting.Bool(); !on || !mayBeAvro(format) || mayHavePaths(format) {
					continue
				}
				p.Report(lint.Problem{
					At: setting, Span: setting.KeySpan(),
					Message: `"extractUnionsByType" has no effect: Druid looks at it along the paths of a "flattenSpec" only, and there are none, so input fields get the value of a union as it is. Remove it`,
					Fixes:   []lint.Fix{{Title: `remove "extractUnionsByType"`, Edits: document.RemoveMember(setting)}},
				})
			}
		},
	}
}

// mayBeAvro is true also for a format that is not known: no other has the setting.
func mayBeAvro(format polaris.Format) bool {
	return format.Name() == "avro_stream" || format.Name() == "avro_ocf" || !format.Known()
}

// mayHavePaths reports whether flattenSpec has a field other than those of the root. What cannot be read may be one.
func mayHavePaths(format polaris.Format) bool {
	flatten := format.Get("flattenSpec")
	if flatten.Kind() == document.Absent || flatten.Kind() == document.Null {
		return !lint.Whole(format.Node)
	}
	fields := flatten.Get("fields")
	if flatten.Kind() != document.Object || fields.Exists() && fields.Kind() != document.Array && fields.Kind() != document.Null || !lint.Whole(flatten) {
		return true
	}
	for item := range fields.Children() {
		if !isRoot(item) {
			return true
		}
	}
	return false
}
