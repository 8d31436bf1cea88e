package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
)

// Params are the parameters of one run.
type Params struct {
	// Value is an object: parameters by their names.
	Value document.Value
	// Place says where a parameter was given, for example "params.yaml:4:3" or "--param topic". The path is empty for all of them.
	Place func(path []string) string
}

// Names returns the names of the parameters that the template takes, in the order of #Params.
func (t *Template) Names() []string {
	names := make([]string, 0, len(t.params))
	for _, p := range t.params {
		names = append(names, p.Name)
	}
	return names
}

// Convert returns the value of a text for a parameter: text where #Params allows text; else a number, true or false, a list or an
// object if the text reads so. A list is JSON, or its items with commas between them. What cannot be converted stays a text, which #Params then refuses.
func (t *Template) Convert(name, text string) document.Value {
	for _, p := range t.params {
		if p.Name == name {
			return convert(text, p.Type, p.Item)
		}
	}
	return document.StringOf(text)
}

func convert(text string, to, item cuerun.Type) document.Value {
	if to.Accepts(document.String) {
		return document.StringOf(text)
	}
	trimmed := strings.TrimSpace(text)
	parsed := document.Parse([]byte(trimmed), document.JSON)
	whole := len(parsed.Faults) == 0 && parsed.Root().Exists()
	switch lower := strings.ToLower(trimmed); {
	case to.Accepts(document.Bool) && (lower == "true" || lower == "false"): // spreadsheets write TRUE
		return document.BoolOf(lower == "true")
	case to.Accepts(document.Number) && whole && parsed.Root().Kind() == document.Number:
		return parsed.Root().Value()
	case to.Accepts(document.Array) && strings.HasPrefix(trimmed, "["):
		if whole {
			return parsed.Root().Value()
		}
	case to.Accepts(document.Array):
		items := []document.Value{}
		for part := range strings.SplitSeq(trimmed, ",") {
			if trimmed != "" {
				items = append(items, convert(strings.TrimSpace(part), item, cuerun.Type{}))
			}
		}
		return document.ArrayOf(items...)
	case to.Accepts(document.Object) && whole && parsed.Root().Kind() == document.Object:
		return parsed.Root().Value()
	}
	return document.StringOf(text)
}

// Complete compares parameters with #Params and adds what that gives: defaults, and what is made of other parameters. The error is
// [FaultErrors], each at the place of its parameter, or a [cuerun.LimitError].
func (t *Template) Complete(params Params) (document.Value, error) {
	c := &checking{template: t, params: params}
	known, missed := c.names()
	data, err := t.runner.Open(known)
	if err != nil {
		return document.Value{}, FaultErrors{{params.Place(nil), err.Error()}}
	}
	value, violations, err := t.head.Get(definitionField).Complete(data)
	if err != nil {
		return document.Value{}, err
	}
	for _, v := range violations {
		c.violation(v, missed, len(violations))
	}
	if len(c.faults) > 0 {
		return document.Value{}, c.faults
	}
	return value, nil
}

// checking is the comparison of one set of parameters.
type checking struct {
	template *Template
	params   Params
	faults   FaultErrors
}

func (c *checking) fault(path []string, format string, args ...any) {
	c.faults = append(c.faults, Fault{c.params.Place(path), fmt.Sprintf(format, args...)})
}

// names complains of parameters that there are none of and of those that are missing. It returns the parameters that there are, and
// the names of those that were complained of.
func (c *checking) names() (known document.Value, missed []string) {
	var members []document.Member
	for _, m := range c.params.Value.Members() {
		if c.template.param(m.Key) != nil || c.template.open() {
			members = append(members, m)
			continue
		}
		names := slices.Values(c.template.Names())
		if near, ok := spelling.Near(m.Key, names); ok {
			c.fault([]string{m.Key}, "the template has no parameter %q. Did you mean %q? (%s)", m.Key, near, c.template.param(near).place())
			missed = append(missed, near)
		} else if len(c.template.params) == 0 {
			c.fault([]string{m.Key}, "the template has no parameter %q; it has none", m.Key)
		} else {
			c.fault([]string{m.Key}, "the template has no parameter %q; it has %s", m.Key, strings.Join(c.template.Names(), ", "))
		}
	}
	for i := range c.template.params {
		p := (*parameter)(&c.template.params[i])
		if _, given := c.params.Value.Get(p.Name); !given && p.Required && !slices.Contains(missed, p.Name) {
			c.fault(nil, "the parameter %q is missing; %s", p.Name, p.wants())
			missed = append(missed, p.Name)
		}
	}
	return document.ObjectOf(members...), missed
}

// open reports whether #Params takes parameters of any name.
func (t *Template) open() bool { return t.head.Get(definitionField).Open() }

// violation says what CUE found wrong. What is made of other parameters is wrong because these are.
func (c *checking) violation(v cuerun.Violation, missed []string, all int) {
	if len(v.Path) == 0 {
		c.fault(nil, "%s", v.Message)
		return
	}
	name := v.Path[0]
	if slices.Contains(missed, name) {
		return
	}
	p := c.template.param(name)
	value, given := at(c.params.Value, v.Path)
	_, whole := c.params.Value.Get(name)
	path := strings.Join(v.Path, ".")
	switch {
	case p == nil:
		c.fault(v.Path, "%s: %s", path, v.Message)
	case v.Own != "" && whole:
		c.fault(v.Path, "the parameter %q: %s (%s)", path, v.Own, p.place())
	case v.Missing && len(v.Path) == 1 && !whole:
		c.fault(nil, "the parameter %q is missing; %s", name, p.wants())
	case !whole && (len(missed) > 0 || all > 1):
	case !whole:
		c.fault(nil, "the parameter %q cannot be made of the others: %s (%s)", name, v.Message, p.place())
	case v.NotAllowed, v.Missing, !given:
		c.fault(v.Path, "the parameter %q: %s; %s", name, v.Message, p.wants())
	case secretName.MatchString(path):
		c.fault(v.Path, "the parameter %q is not what it can be; %s", path, p.wants())
	default:
		c.fault(v.Path, "the parameter %q cannot be %s; %s", path, shown(value), p.wants())
	}
}

// secretName matches names of parameters whose values are not shown.
var secretName = regexp.MustCompile(`(?i)secret|passw|token|credential|apikey|api_key`)

// parameter is one that a template takes.
type parameter cuerun.Field

func (t *Template) param(name string) *parameter {
	for i := range t.params {
		if t.params[i].Name == name {
			return (*parameter)(&t.params[i])
		}
	}
	return nil
}

func (p *parameter) place() string {
	return fmt.Sprintf("%s:%d:%d", p.File, p.Position.Line, p.Position.Column)
}

// wants says what the template wants of the parameter.
func (p *parameter) wants() string {
	if p.Wants == "" {
		return "see " + p.place()
	}
	return fmt.Sprintf("the template wants %s (%s)", p.Wants, p.place())
}

// at is the value at a path.
func at(v document.Value, path []string) (document.Value, bool) {
	for _, name := range path {
		if v.Kind() == document.Array {
			i := -1
			if _, err := fmt.Sscan(name, &i); err != nil || i < 0 || i >= len(v.Items()) {
				return document.Value{}, false
			}
			v = v.Items()[i]
			continue
		}
		next, ok := v.Get(name)
		if !ok {
			return document.Value{}, false
		}
		v = next
	}
	return v, true
}

// maxShown is the length, in characters, of a value in a message.
const maxShown = 60

func shown(v document.Value) string {
	text := []rune(string(document.EncodeCompact(v)))
	if len(text) > maxShown {
		return string(text[:maxShown-1]) + "…"
	}
	return string(text)
}
