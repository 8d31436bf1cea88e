package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed json-of-string.md
var jsonOfStringPage string

func jsonOfString() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/json-of-string", Severity: lint.Warning, Page: jsonOfStringPage,
			Summary:  "a JSON path into a text, which JSON functions do not look into",
			Evidence: "Druid NestedDataExpressions.java: a path is followed in objects and lists only (D)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				left := maxReports
				for _, call := range e.Calls() {
					if left == 0 {
						break
					}
					if path, ok := pathOf(call); ok && len(path.steps) > 0 && isText(p, e, call.Args[0]) {
						p.Report(pathIntoText(e, call))
						left--
					}
				}
			}
		},
	}
}

// isText reports whether an operand is text, and not because of a wrong declaration or in the place of a column.
func isText(p *lint.Pass, e *lint.Expression, operand druidsql.Expr) bool {
	if e.Checked().Type(operand).Kind != druidsql.VarcharType {
		return false
	}
	if literal, ok := operand.(*druidsql.Literal); ok {
		return !p.Columns().Declares(literal.Text)
	}
	name, ok := columnName(operand)
	return !ok || !mistyped(p, name, "input/nested-as-string")
}

func pathIntoText(e *lint.Expression, call *druidsql.Call) lint.Problem {
	at, function := call.Args[0].Span(), strings.ToUpper(call.Function.Text)
	parsed := "TRY_PARSE_JSON(" + e.Text(at) + ")"
	problem := about(e, at, fmt.Sprintf("%s does not look into text, and %s is text, so it gives NULL in every row. Write %s", function, shortened(e.Text(at)), shortened(parsed)))
	problem.Fixes = replacement(e, at, parsed, false)
	return problem
}

// jsonPath is the path that a call follows.
type jsonPath struct {
	literal *druidsql.Literal
	steps   []druidsql.PathStep
}

// pathOf returns the path that a call of a JSON function follows in its first operand; ok is false for other calls, and for a path
// that is no literal or cannot be read.
func pathOf(call *druidsql.Call) (path jsonPath, ok bool) {
	name := strings.ToUpper(call.Function.Text)
	if len(call.Args) != 2 || !strings.HasPrefix(name, "JSON_VALUE") && !strings.HasPrefix(name, "JSON_QUERY") && name != "JSON_KEYS" {
		return jsonPath{}, false
	}
	literal, ok := call.Args[1].(*druidsql.Literal)
	if !ok || literal.Kind != druidsql.StringLiteral {
		return jsonPath{}, false
	}
	steps, err := druidsql.ParseJSONPath(literal.Text)
	return jsonPath{literal, steps}, err == nil
}
