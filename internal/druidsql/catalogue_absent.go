package druidsql

import (
	"slices"
	"strconv"
	"strings"
)

// absentFunction is a function of other databases that Druid certainly lacks.
type absentFunction struct {
	Name string
	// Advice says in words what Druid has instead.
	Advice string
	Forms  []absentForm
}

// absentForm is how a call with a number of operands is written in Druid. In the template {1} is the first operand, and {1!} the
// operand in parentheses if it is more than a name, a literal or a call. A template without braces and parentheses is another name for
// the same operands.
type absentForm struct {
	operands int
	template string
	// safe is true if the old text can have meant nothing else.
	safe bool
}

// lookupAbsent finds a function that Druid certainly lacks, by its name in upper case.
func lookupAbsent(name string) (*absentFunction, bool) {
	i, ok := slices.BinarySearchFunc(absentFunctions, name, func(f absentFunction, name string) int {
		return strings.Compare(f.Name, name)
	})
	if !ok {
		return nil, false
	}
	return &absentFunctions[i], true
}

// longestReplaced is the length of the longest call in bytes that is written anew: nested calls repeat the text in each replacement.
const longestReplaced = 1000

// replace proposes Druid's way to write a call of an absent function.
func (c *checker) replace(p *Problem, e *Call, absent *absentFunction) {
	if e.Distinct || e.Star || e.Filter != nil || e.Over != nil || e.JSON != nil || len(e.OrderBy) > 0 || e.Form != PlainForm {
		return
	}
	for _, form := range absent.Forms {
		if form.operands != len(e.Args) || e.Span().End-e.Span().Start > longestReplaced {
			continue
		}
		if !strings.ContainsAny(form.template, "{(") && form.operands > 0 {
			p.Replacement, p.Fixable, p.Safe = form.template, true, form.safe
			return
		}
		text, ok := c.fill(form.template, e.Args)
		if !ok {
			return
		}
		p.At, p.Replacement, p.Fixable, p.Safe = e.Span(), text, true, form.safe
		return
	}
}

// replacementIsClean reports whether a call with its replacement has no problem.
func (c *checker) replacementIsClean(p Problem, e *Call) bool {
	text := c.text(Span{e.Span().Start, p.At.Start}) + p.Replacement + c.text(Span{p.At.End, e.Span().End})
	again, faults := Parse(text)
	if len(faults) > 0 {
		return false
	}
	scope := c.scope
	scope.Text = text
	return len(Check(again, scope).Problems) == 0
}

// fill puts operands into a template; ok is false if the text of one is not known.
func (c *checker) fill(template string, operands []Expr) (text string, ok bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		slot, after, _ := strings.Cut(rest, "}")
		slot, tight := strings.CutSuffix(slot, "!")
		i, err := strconv.Atoi(slot)
		if err != nil || i < 1 || i > len(operands) || operands[i-1] == nil {
			return "", false
		}
		operand := c.text(operands[i-1].Span())
		if operand == "" {
			return "", false
		}
		if tight && !single(operands[i-1]) {
			operand = "(" + operand + ")"
		}
		b.WriteString(operand)
		template = after
	}
}

// single reports whether an expression needs no parentheses anywhere.
func single(e Expr) bool {
	switch e.(type) {
	case *Literal, *Column, *Call, *Cast:
		return true
	}
	return false
}
