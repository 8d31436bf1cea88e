package template

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
)

// Pattern is what files are called: a path in which {NAME} stands for a parameter.
type Pattern struct {
	text  string
	parts []part
}

// part is text, or the name of what stands in its place.
type part struct {
	text string
	name bool
}

// The names that a pattern may have beside those of parameters.
const (
	kindName = "spec.kind"
	specName = "spec.name"
)

// ParsePattern reads a pattern such as jobs/{table}.json. In {…} may stand the names of parameters, spec.kind and spec.name; {{ and }}
// are braces.
func ParsePattern(text string, params []string) (*Pattern, error) {
	p := &Pattern{text: text}
	known := append(slices.Clone(params), kindName, specName)
	plain := ""
	for rest := text; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			plain, rest = plain+rest[:1], rest[2:]
		case rest[0] == '}':
			return nil, fmt.Errorf("%q has a } without a {: write }} for the character", text)
		case rest[0] == '{':
			name, after, closed := strings.Cut(rest[1:], "}")
			switch {
			case !closed:
				return nil, fmt.Errorf("%q has a { without a }: write {{ for the character", text)
			case !slices.Contains(known, name):
				message := fmt.Sprintf("%q: there is no {%s}; there is {%s}", text, name, strings.Join(known, "}, {"))
				if near, ok := spelling.Near(name, slices.Values(known)); ok {
					message = fmt.Sprintf("%q: there is no {%s}. Did you mean {%s}?", text, name, near)
				}
				return nil, fmt.Errorf("%s", message)
			}
			p.parts = append(p.parts, part{plain, false}, part{name, true})
			plain, rest = "", after
		default:
			plain, rest = plain+rest[:1], rest[1:]
		}
	}
	p.parts = append(p.parts, part{plain, false})
	return p, nil
}

// maxName is the length, in bytes, of the longest name that file systems take.
const maxName = 255

// File returns the path for a spec of some parameters. A value must be a plain part of a name: it cannot lead to another folder.
func (p *Pattern) File(params document.Value, spec *Spec) (string, error) {
	var b strings.Builder
	for _, part := range p.parts {
		if !part.name {
			b.WriteString(part.text)
			continue
		}
		value, err := p.value(part.text, params, spec)
		if err != nil {
			return "", err
		}
		b.WriteString(value)
	}
	file := b.String()
	for name := range strings.FieldsFuncSeq(file, isSeparator) {
		if len(name) > maxName {
			return "", fmt.Errorf("the name of the file would have %d bytes, and file systems take %d", len(name), maxName)
		}
	}
	return file, nil
}

// value is the text for a name.
func (p *Pattern) value(name string, params document.Value, spec *Spec) (string, error) {
	var text string
	switch name {
	case kindName:
		return spec.Kind.String(), nil
	case specName:
		text = spec.Name
		if text == "" {
			return "", fmt.Errorf("the file cannot be called %s: the %s has no name", p.text, spec.Kind)
		}
	default:
		value, given := params.Get(name)
		switch {
		case !given:
			return "", fmt.Errorf("the file cannot be called %s: the parameter %q is not given", p.text, name)
		case value.Kind() == document.Array || value.Kind() == document.Object || value.Kind() == document.Null:
			return "", fmt.Errorf("the file cannot be called %s: the parameter %q is %s", p.text, name, value.Kind())
		}
		text = value.Text()
	}
	switch {
	case text == "":
		return "", fmt.Errorf("the file cannot be called %s: %q is empty", p.text, name)
	case text == "." || text == "..":
		return "", fmt.Errorf("the file cannot be called %s: %q is %q", p.text, name, text)
	case strings.ContainsFunc(text, isSeparator):
		return "", fmt.Errorf("the file cannot be called %s: %q is %q, which leads to another folder", p.text, name, text)
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", fmt.Errorf("the file cannot be called %s: %q is %q, which has a control character", p.text, name, text)
	}
	return text, nil
}

func isSeparator(r rune) bool { return r == '/' || r == '\\' }
