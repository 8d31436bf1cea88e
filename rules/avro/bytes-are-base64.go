package avro

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed bytes-are-base64.md
var bytesAreBase64Page string

func bytesAreBase64() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/bytes-are-base64", Severity: lint.Info, Page: bytesAreBase64Page,
			Summary:  "a declared field of the type bytes or fixed, which arrives as Base64 text",
			Evidence: "Druid AvroFlattenerMaker.java, Rows.java: bytes read as text are Base64 unless binaryAsString is true",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			var decoded map[string]bool
			for _, s := range schemas(p) {
				if s.Reading.BinaryAsString {
					continue
				}
				onlyText := mayBeText(s.Record)
				for input, f := range declared(p, s, isBinary) {
					if decoded == nil {
						decoded = decodedFields(p)
					}
					if decoded[f.Name] {
						continue
					}
					problem := lint.Problem{At: place(input)}
					use, effect := readAsText(p, f.Name)
					if effect != "" {
						problem.Severity = lint.Warning
					}
					if p.Shown(problem.Severity) {
						at := s.Avro.FieldNode(f).Get("type")
						problem.Message = base64Message(f, input, onlyText, effect)
						problem.Related = []lint.RelatedPlace{{Message: "the field in the schema", At: at, Span: shown(at)}}
						if effect != "" {
							problem.Related = append(problem.Related, use)
						}
					}
					p.Report(problem)
				}
			}
		},
	}
}

func isBinary(t *field.Type) bool { return t.Kind == field.Bytes || t.Kind == field.Fixed }

// mayBeText reports whether all bytes of a record may hold text, so that reading them all as text is worth a thought.
func mayBeText(record *field.Type) bool {
	if record == nil {
		return false
	}
	for i := range record.Fields {
		if t := record.Fields[i].Type; isBinary(t) && t.Logical != field.NoLogical {
			return false
		}
	}
	return true
}

func base64Message(f *field.Field, input polaris.Input, onlyText bool, effect string) string {
	kind := "bytes"
	if f.Type.Kind == field.Fixed {
		kind = "a fixed"
	}
	switch f.Type.Logical {
	case field.Decimal, field.AvroDuration:
		return fmt.Sprintf("%q is %s and arrives as Base64 text%s. What is in it is no text, and SQL cannot decode it: let the producer write a number or a string", f.Name, kind, effect)
	case field.UUID:
		return fmt.Sprintf("%q is %s and arrives as Base64 text, not in the notation of a UUID%s. Let the producer write a string if people are to read it", f.Name, kind, effect)
	}
	name := identifier(f.Name)
	write := "Write"
	if !input.DataType().TextIs(field.AsString) {
		write = `Declare it as "string" and write`
	}
	advice := fmt.Sprintf("%s DECODE_BASE64_UTF8(%s) if it holds text, DECODE_BASE64_COMPLEX('TYPE', %s) if it holds a sketch", write, name, name)
	if onlyText {
		advice += `; if all bytes of the record are text, set "binaryAsString": true`
	}
	return fmt.Sprintf("%q is %s and arrives as Base64 text%s. %s", f.Name, kind, effect, advice)
}

// decodedFields returns the names that expressions of the job decode.
func decodedFields(p *lint.Pass) map[string]bool {
	names := map[string]bool{}
	for _, e := range p.Expressions() {
		for _, call := range e.Calls() {
			switch strings.ToUpper(call.Function.Text) {
			case "DECODE_BASE64_UTF8", "DECODE_BASE64_COMPLEX":
				for column := range druidsql.Columns(call) {
					names[column.Parts[0].Text] = true
				}
			}
		}
	}
	return names
}
