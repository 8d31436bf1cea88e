package avro

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
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
			for s := range schemas(p) {
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
					at := s.Avro.FieldNode(f).Get("type")
					p.Report(lint.Problem{
						At: place(input), Message: base64Message(f, input, onlyText),
						Related: []lint.RelatedPlace{{Message: "the field in the schema", At: at, Span: shown(at)}},
					})
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

func base64Message(f *field.Field, input polaris.Input, onlyText bool) string {
	kind := "bytes"
	if f.Type.Kind == field.Fixed {
		kind = "a fixed"
	}
	switch f.Type.Logical {
	case field.Decimal, field.AvroDuration:
		return fmt.Sprintf("%q is %s and arrives as Base64 text. What is in it is no text, and SQL cannot decode it: let the producer write a number or a string", f.Name, kind)
	case field.UUID:
		return fmt.Sprintf("%q is %s and arrives as Base64 text, not in the notation of a UUID. Let the producer write a string if people are to read it", f.Name, kind)
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
	return fmt.Sprintf("%q is %s and arrives as Base64 text. %s", f.Name, kind, advice)
}

// decodedFields returns the names that expressions of the job decode.
func decodedFields(p *lint.Pass) map[string]bool {
	names := map[string]bool{}
	for m := range p.Job().Mappings() {
		addDecoded(names, m.Expression())
	}
	addDecoded(names, p.Root.Get("filterExpression"))
	return names
}

// addDecoded adds the names that stand inside a call of a decoding function.
func addDecoded(names map[string]bool, expression document.Node) {
	text := expression.Text()
	if !strings.Contains(strings.ToUpper(text), "DECODE_BASE64_") {
		return
	}
	depth, decoding := 0, 0 // decoding is the depth of the parentheses of the outermost such call
	called := false
	for text != "" {
		token := firstToken(text)
		text = text[len(token):]
		switch {
		case token == "(":
			if depth++; called && decoding == 0 {
				decoding = depth
			}
		case token == ")":
			if depth == decoding {
				decoding = 0
			}
			depth--
		case strings.TrimSpace(token) == "":
			continue // a space may stand before the parenthesis
		case decoding > 0 && token[0] == '"':
			names[strings.Trim(token, `"`)] = true
		case decoding > 0 && isWord(token[0]):
			names[token] = true
		}
		called = strings.EqualFold(token, "DECODE_BASE64_UTF8") || strings.EqualFold(token, "DECODE_BASE64_COMPLEX")
	}
}

// firstToken returns the word, the quoted text or identifier, or the character that a text starts with.
func firstToken(text string) string {
	end := 1
	switch c := text[0]; {
	case c == '"' || c == '\'':
		if i := strings.IndexByte(text[1:], c); i >= 0 {
			end = i + 2
		} else {
			end = len(text)
		}
	case isWord(c):
		for end < len(text) && isWord(text[end]) {
			end++
		}
	}
	return text[:end]
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
