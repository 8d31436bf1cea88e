package avro

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// defaultCheck is a default that is checked when all names are known.
type defaultCheck struct {
	field   *Field
	members members
}

// Limits on the checking of defaults: a hostile schema can make a small default try branches without end. What is beyond them is
// taken to be right.
const (
	stepsPerDefault = 10_000
	stepsInAll      = 2_000_000
	maxDefaultDepth = 2_000
)

// valueChecker checks one default as Java's Schema.isValidDefault does.
type valueChecker struct {
	owner       document.Node // the field that has the default; a record around it is not complete for Java, whatever the value
	steps       int
	laterBranch bool          // a union took the value by a branch other than the first
	gaveUp      bool          // Java throws at such a record instead of trying the next branch
	node        document.Node // the value that failed, the deepest of the last attempt
	why         string
}

func (r *reader) checkDefaults() {
	left := stepsInAll
	for _, check := range r.defaults {
		t, value := check.field.Type, check.members.def
		if value.Kind() == document.Broken || isFloatText(t, value) {
			continue
		}
		c := valueChecker{owner: check.field.Node, steps: min(stepsPerDefault+value.Span().Len(), left)}
		before := c.steps
		valid := c.check(t, value, 0)
		left -= before - c.steps
		switch {
		case !valid:
			r.report(BadDefault, c.node, "%s", c.why)
		case c.laterBranch:
			fault := r.report(LaterBranch, value, "the default is not of the first branch of the union, which Avro before 1.12 refuses: put the branch of the default first")
			fault.Versions = Before112
		}
	}
}

// isFloatText reports whether the default of a float or double is a number in quotes, which Java reads with Double.parseDouble.
// It is so only for a field that is itself float or double.
func isFloatText(t *Type, value document.Node) bool {
	return (t.Kind == field.Float || t.Kind == field.Double) && isText(value) && parsesAsDouble(value.Text())
}

// check reports whether the value is one of the type.
func (c *valueChecker) check(t *Type, value document.Node, depth int) bool {
	if c.steps--; c.steps <= 0 || depth > maxDefaultDepth {
		return true
	}
	switch t.Kind {
	case field.Unknown:
		return true
	case field.Array, field.Map:
		return c.checkContainer(t, value, depth)
	case field.Record:
		return c.checkRecord(t, value, depth)
	case field.Union:
		return c.checkUnion(t, value, depth)
	}
	want := wantedDefault(t.Kind, value)
	if want == "" || value.Kind() == document.Broken {
		return true
	}
	hint := ""
	if value.Kind() == document.Null && depth == 0 {
		hint = `; what may be null is a union, ["null", …]`
	}
	return c.fail(value, "the default of %s is %s, not %s%s", t, want, shown(value), hint)
}

// wantedDefault says what a default of a primitive, enum or fixed must be, "" if the value is that. Java looks neither at the
// symbols of an enum nor at the size of a fixed nor at the characters of bytes.
func wantedDefault(kind field.Kind, value document.Node) string {
	switch kind {
	case field.String, field.Bytes, field.Enum, field.Fixed:
		if !isText(value) {
			return "a text in quotes"
		}
	case field.Int, field.Long:
		limit := int64(math.MaxInt64)
		if kind == field.Int {
			limit = math.MaxInt32
		}
		if n, ok := value.Int(); !ok || n > limit || n < -limit-1 {
			return fmt.Sprintf("an integer from %d to %d without quotes, fraction or exponent", -limit-1, limit)
		}
	case field.Float, field.Double:
		if value.Kind() != document.Number {
			return "a number"
		}
	case field.Boolean:
		if value.Kind() != document.Bool {
			return "true or false without quotes"
		}
	case field.Null:
		if value.Kind() != document.Null {
			return "null without quotes"
		}
	}
	return ""
}

func (c *valueChecker) checkContainer(t *Type, value document.Node, depth int) bool {
	want := document.Array
	if t.Kind == field.Map {
		want = document.Object
	}
	if value.Kind() != want {
		return value.Kind() == document.Broken || c.fail(value, "the default of %s is %s, not %s", t, want, shown(value))
	}
	for child := range value.Children() {
		if !c.check(t.Item, child, depth+1) {
			return false
		}
	}
	return true
}

func (c *valueChecker) checkRecord(t *Type, value document.Node, depth int) bool {
	if value.Kind() != document.Object {
		return value.Kind() == document.Broken || c.fail(value, "the default of %s is an object, not %s", t, shown(value))
	}
	if t.Node.File() == c.owner.File() && t.Node.Span().Contains(c.owner.Span()) {
		c.gaveUp = true
		return c.fail(value, "the default is of %s, which has no default inside of itself: Avro has not read it to its end there", t)
	}
	given := make(map[string]document.Node, value.Len())
	for child := range value.Children() {
		given[child.Key()] = child
	}
	for i := range t.Fields {
		if !c.checkMember(t, &t.Fields[i], given[t.Fields[i].Name], value, depth) {
			return false
		}
	}
	return true
}

// checkMember checks the value that the default of a record has for one field, or the field's own default if it has none.
func (c *valueChecker) checkMember(t *Type, f *Field, given, value document.Node, depth int) bool {
	if given.Exists() {
		return c.check(f.Type, given, depth+1)
	}
	if !f.Default.Exists() {
		return f.Name == "" || c.fail(value, "the default of %s lacks the field %q, which has no default of its own", t, f.Name)
	}
	if isFloatText(f.Type, f.Default) {
		return true
	}
	// What is wrong or doubtful in there is reported at that field.
	before := c.laterBranch
	valid := c.check(f.Type, f.Default, depth+1)
	c.laterBranch = before
	return valid || !c.gaveUp
}

func (c *valueChecker) checkUnion(t *Type, value document.Node, depth int) bool {
	for i, branch := range t.Branches {
		before := c.laterBranch
		if c.check(branch, value, depth+1) {
			c.laterBranch = c.laterBranch || i > 0
			return true
		}
		c.laterBranch = before
		if c.gaveUp {
			return false
		}
	}
	if c.node.Exists() && c.node != value && len(t.Branches) <= 2 {
		return false // the reason inside of the value says more
	}
	hint := ""
	switch {
	case value.Kind() == document.Null:
		hint = `: add "null" to the union`
	case value.TextIs("null"):
		hint = ": write null without quotes"
	}
	return c.fail(value, "the default is of none of the branches of the %s%s", t, hint)
}

func (c *valueChecker) fail(value document.Node, format string, args ...any) bool {
	c.node, c.why = value, fmt.Sprintf(format, args...)
	return false
}

// shown returns a value in the words of a message.
func shown(n document.Node) string {
	const most = 40
	switch text := n.Text(); {
	case n.Kind() == document.String && len(text) <= most:
		return strconv.Quote(text)
	case (n.Kind() == document.Number || n.Kind() == document.Bool) && len(text) <= most:
		return text
	}
	return n.Kind().String()
}

// parsesAsDouble reports whether Java's Double.parseDouble reads the text.
func parsesAsDouble(text string) bool {
	text = strings.TrimFunc(text, func(c rune) bool { return c <= ' ' })
	unsigned := strings.TrimLeft(text, "+-")
	if len(text)-len(unsigned) > 1 {
		return false // two signs
	}
	if unsigned == "NaN" || unsigned == "Infinity" {
		return true
	}
	// Go and Java agree but for underscores, the names of the special values, and the suffix of the type.
	hexadecimal := strings.HasPrefix(unsigned, "0x") || strings.HasPrefix(unsigned, "0X")
	if !hexadecimal || strings.ContainsAny(unsigned, "pP") {
		if end := strings.TrimRight(unsigned, "fFdD"); len(unsigned)-len(end) == 1 {
			unsigned = end
		}
	}
	if strings.ContainsAny(unsigned, "_nNiI") {
		return false
	}
	_, err := strconv.ParseFloat(unsigned, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}
