package druidsql

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/spelling"
)

// column finds the type of a column, or what its name was probably meant to be.
func (c *checker) column(e *Column) Type {
	if c.scope.Column == nil || len(e.Parts) == 0 {
		return Type{}
	}
	if len(e.Parts) > 1 && c.scope.Tables {
		t, _ := c.scope.Column(e.Parts[len(e.Parts)-1].Text)
		return t
	}
	if len(e.Parts) > 1 {
		c.dotted(e)
		return Type{}
	}
	name := e.Parts[0]
	if t, ok := c.scope.Column(name.Text); ok {
		return t
	}
	p := Problem{Code: UnknownColumn, At: e.Span(), Name: name.Text, Expr: e}
	if near, ok := spelling.Near(name.Text, c.names()); ok {
		p.Message = fmt.Sprintf("%q is not an input column, so Druid refuses it. Did you mean %q?", name.Text, near)
		if !name.Quoted && strings.EqualFold(near, name.Text) {
			p.Message = fmt.Sprintf("%q is not an input column, so Druid refuses it: names of columns are case-sensitive. Did you mean %q?", name.Text, near)
		}
		p.Replacement, p.Fixable = QuoteIdentifier(near), true
		p.Safe = c.onlySlip(name.Text, near)
	} else if f, ok := Lookup(name.Text); ok && !name.Quoted && f.Kind != OperatorFunction {
		p.Message = fmt.Sprintf("%s is a function, but without parentheses it is a column that does not exist. Write %s", f.Name, f.Usage())
	} else {
		p.Message = fmt.Sprintf("%q is not an input column, so Druid refuses it", name.Text)
		if name.Quoted && (c.asText == e || !plainName(name.Text)) {
			p.Message += fmt.Sprintf(". If it is meant as text, write %s: double quotes are for columns", QuoteString(name.Text))
		}
	}
	c.report(p)
	return Type{}
}

// onlySlip reports whether near is the only column that differs from name in case and separators alone.
func (c *checker) onlySlip(name, near string) bool {
	if !spelling.SameButStyle(name, near) {
		return false
	}
	seen := false // names may be withheld where there are too many to compare
	for other := range c.names() {
		if other == near {
			seen = true
		} else if spelling.SameButStyle(name, other) {
			return false
		}
	}
	return seen
}

// dotted reports a reference such as "a"."b", which Druid reads as column b of table a.
func (c *checker) dotted(e *Column) {
	texts := make([]string, len(e.Parts))
	for i, part := range e.Parts {
		texts[i] = part.Text
	}
	p := Problem{Code: UnknownColumn, At: e.Span(), Name: strings.Join(texts, "."), Expr: e}
	if _, ok := c.scope.Column(p.Name); ok {
		p.Replacement, p.Fixable = QuoteIdentifier(p.Name), true
		p.Message = fmt.Sprintf("A dot between names means a table and its column, and there is no table %q. Write %s for the column", texts[0], p.Replacement)
		_, both := c.scope.Column(texts[0])
		p.Safe = !both
	} else if t, ok := c.scope.Column(texts[0]); ok {
		path := jsonPath(texts[1:])
		p.Replacement = fmt.Sprintf("JSON_VALUE(%s, %s)", QuoteIdentifier(texts[0]), QuoteString(path))
		p.Fixable = t.Kind == JSONType || t.Kind == UnknownType
		p.Message = fmt.Sprintf("There is no addressing of members by dots: %q would be a table. Declare the input as json and write %s", texts[0], p.Replacement)
		if t.Kind == JSONType {
			p.Message = fmt.Sprintf("There is no addressing of members by dots: %q would be a table. Write %s", texts[0], p.Replacement)
		}
		if !p.Fixable {
			p.Replacement = ""
		}
	} else {
		p.Message = fmt.Sprintf("%q is not an input column, and a dot between names means a table and its column. Nested fields are read by JSON_VALUE(\"column\", '$.member')", texts[0])
	}
	c.report(p)
}

// names yields the names of the columns.
func (c *checker) names() iter.Seq[string] {
	if c.scope.Names == nil {
		return slices.Values([]string(nil))
	}
	return c.scope.Names()
}

// jsonPath writes a path to a member of a member.
func jsonPath(members []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, member := range members {
		if plainName(member) {
			b.WriteString("." + member)
		} else {
			b.WriteString("['" + member + "']")
		}
	}
	return b.String()
}

// plainName reports whether a name is made of ASCII letters, digits and underscores.
func plainName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
}
