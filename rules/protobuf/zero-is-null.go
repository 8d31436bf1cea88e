package protobuf

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed zero-is-null.md
var zeroIsNullPage string

func zeroIsNull() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/zero-is-null", Severity: lint.Info, Page: zeroIsNullPage,
			Summary:  "an aggregate passes over the zeros of a field, which arrive as NULL",
			Evidence: "Druid's ProtobufConverter reads the fields that are set (druid-semantics section 2.2, apache/druid#18792)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if !p.Shown(lint.Off) {
				return
			}
			for _, s := range columns(p) {
				for _, d := range matched(p, s) {
					f := s.Field(d.field.JSONName)
					if f == nil || f.Presence != field.Implicit || misses(d, p.Settings.ProtobufNames()) {
						continue
					}
					zero := zeroOf(f.Type, d.input.DataType().Text())
					if zero == "" {
						continue
					}
					told := map[string]bool{}
					for _, use := range p.Uses().Of(d.name().Text()) {
						call := passesOver(use)
						if call == nil {
							continue
						}
						if problem := zeroProblem(use, call, s, f, zero); !told[problem.Subject+problem.Message] {
							told[problem.Subject+problem.Message] = true
							p.Report(problem)
						}
					}
				}
			}
		},
	}
}

// passesOver returns the aggregate that takes a column as it is and whose result is another one without its zeros; nil if there
// is none. MAX and SUM are the same, but for a MAX of negative numbers.
func passesOver(use lint.Use) *druidsql.Call {
	if !use.Expression.Sound() {
		return nil
	}
	for _, call := range use.Expression.Calls() {
		switch strings.ToUpper(call.Function.Text) {
		case "COUNT", "MIN", "AVG":
			if len(call.Args) == 1 && call.Args[0] == druidsql.Expr(use.Column) {
				return call
			}
		}
	}
	return nil
}

// zeroOf is the value that a field has where it is absent, as a column of the data type; "" where that is nothing to put in its place.
func zeroOf(t *field.Type, dataType string) string {
	switch t.Kind {
	case field.Int, field.Long, field.UInt32, field.Fixed32, field.UInt64, field.Fixed64, field.Float, field.Double:
		if dataType == field.AsString {
			return "'0'"
		}
		return "0"
	case field.Boolean:
		if dataType == field.AsString {
			return "'false'"
		}
	case field.String:
		return "''"
	case field.Enum:
		if len(t.Symbols) > 0 && dataType == field.AsString {
			return druidsql.QuoteString(t.Symbols[0])
		}
	}
	return ""
}

func zeroProblem(use lint.Use, call *druidsql.Call, s *lint.DataSchema, f *field.Field, zero string) lint.Problem {
	e, at := use.Expression, use.Column.Span()
	function := strings.ToUpper(call.Function.Text)
	effect := map[string]string{"COUNT": "COUNT does not count it", "MIN": "MIN passes over it", "AVG": "AVG leaves it out"}[function]
	column := e.Text(at)
	write := fmt.Sprintf("COALESCE(%s, %s)", column, zero)
	problem := lint.Problem{
		At: e.Node, Span: e.Place(at), Subject: e.Subject(at),
		Message: fmt.Sprintf("%s has no presence in %s: its default %s is not sent and arrives as NULL, so that %s. Write %s(%s), or declare the field as optional in the .proto file",
			column, s.Title(), zero, effect, function, write),
		Related: []lint.RelatedPlace{s.Place(f)},
	}
	if edits := e.Replace(at, write); edits != nil {
		problem.Fixes = []lint.Fix{{Title: "write " + write, Edits: edits}}
	}
	return problem
}
