package mapping

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

// maxReports bounds what one rule says of one expression: the place of each takes as long to find as the expression is.
const maxReports = 100

// problems yields what is wrong with the meaning of the expressions whose grammar is right, of the kinds that one rule is about.
func problems(p *lint.Pass, codes ...druidsql.Code) iter.Seq2[*lint.Expression, *druidsql.Problem] {
	type finding struct {
		e       *lint.Expression
		problem *druidsql.Problem
	}
	var found []finding
	for _, e := range p.Expressions() {
		if !e.Sound() {
			continue
		}
		list, left := e.Checked().Problems, maxReports
		for i := range list {
			if left > 0 && slices.Contains(codes, list[i].Code) {
				left--
				found = append(found, finding{e, &list[i]})
			}
		}
	}
	if found == nil {
		return func(func(*lint.Expression, *druidsql.Problem) bool) {} // as for most jobs, which are right
	}
	return func(yield func(*lint.Expression, *druidsql.Problem) bool) {
		for _, f := range found {
			if !yield(f.e, f.problem) {
				return
			}
		}
	}
}

// reported is a problem of the checker as a finding, with the fix that it proposes.
func reported(e *lint.Expression, found *druidsql.Problem) lint.Problem {
	problem := about(e, found.At, found.Message)
	if found.Fixable {
		problem.Fixes = replacement(e, found.At, found.Replacement, found.Safe)
	}
	return problem
}

// about is a problem with a part of an expression.
func about(e *lint.Expression, at druidsql.Span, message string) lint.Problem {
	return lint.Problem{At: e.Node, Span: e.Place(at), Subject: e.Subject(at), Message: message}
}

// replacement is the fix that writes another text in the place of a part. It is not safe if something else is wrong then.
func replacement(e *lint.Expression, at druidsql.Span, text string, safe bool) []lint.Fix {
	edits := rewrite(e, at, text)
	if edits == nil {
		return nil
	}
	if safe {
		after := e.With(lint.Change{At: at, Text: text})
		safe = after != nil && len(after.Problems) < len(e.Checked().Problems)
	}
	title := "leave it out"
	if text != "" {
		title = "write " + shortened(text)
	}
	return []lint.Fix{{Title: title, Safe: safe, Edits: edits}}
}

// maxRewritten is the length of an expression beyond which it is not rewritten: very many things may be wrong with it.
const maxRewritten = 10_000

// rewrite returns the edits that put another text in the place of a part; nil if there is no safe way.
func rewrite(e *lint.Expression, at druidsql.Span, text string) []document.Edit {
	if e.Node.Span().Len() > maxRewritten {
		return nil
	}
	return e.Replace(at, text)
}

// maxTitle bounds how many characters of a replacement are shown.
const maxTitle = 80

func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= maxTitle {
		return text
	}
	return string(runes[:maxTitle]) + "…"
}

// mistyped reports whether the declared type of a column is at fault, so that a rule on inputs speaks: one of the rules named.
func mistyped(p *lint.Pass, name string, rules ...string) bool {
	input, declared := p.Columns().Input(name)
	if !declared {
		return false
	}
	schema, f := p.InputField(name)
	return f != nil && slices.Contains(rules, field.Judge(f.Type, input.DataType().Text(), schema.Reading).Rule)
}

// operand returns an operand of a call by its position; nil if there is none.
func operand(call *druidsql.Call, i int) druidsql.Expr {
	if i < len(call.Args) {
		return call.Args[i]
	}
	return nil
}

// columnName returns the name of a column without a table in front.
func columnName(e druidsql.Expr) (string, bool) {
	column, ok := e.(*druidsql.Column)
	if !ok || len(column.Parts) != 1 {
		return "", false
	}
	return column.Parts[0].Text, true
}

// maxNames bounds how many names a message lists.
const maxNames = 8

// quotedNames joins names in quotes, and says how many more there are.
func quotedNames(names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i == maxNames {
			fmt.Fprintf(&b, " and %d more", len(names)-maxNames)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", name)
	}
	return b.String()
}
