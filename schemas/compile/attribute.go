package compile

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/polarspec/polarspec/schemas/shape"
)

// attribute is a parsed CUE attribute such as @fact(V, source="page").
type attribute struct {
	name string
	args []argument
}

type argument struct{ key, value string }

// known lists the attributes that have a meaning; any other is a mistake.
var known = []string{"fact", "rule", "refuse", "expect", "instead", "secret", "complete", "partial"}

func parseAttributes(list []*ast.Attribute) ([]attribute, error) {
	var out []attribute
	for _, a := range list {
		name, body := a.Split()
		if !contains(known, name) {
			return nil, unknown(a, "attribute @%s is not understood", name)
		}
		args, err := parseArguments(body)
		if err != nil {
			return nil, unknown(a, "attribute @%s: %v", name, err)
		}
		out = append(out, attribute{name, args})
	}
	return out, nil
}

// parseArguments splits `V, source="a, b"` at the commas outside quotes.
func parseArguments(body string) ([]argument, error) {
	var out []argument
	for body = strings.TrimSpace(body); body != ""; body = strings.TrimSpace(body) {
		var part strings.Builder
		quoted := false
		i := 0
		for ; i < len(body) && (quoted || body[i] != ','); i++ {
			if body[i] == '"' {
				quoted = !quoted
			}
			part.WriteByte(body[i])
		}
		if quoted {
			return nil, fmt.Errorf("a quote is not closed")
		}
		body = strings.TrimPrefix(body[i:], ",")
		key, value, named := strings.Cut(part.String(), "=")
		if !named {
			key, value = "", key
		}
		out = append(out, argument{strings.TrimSpace(key), strings.Trim(strings.TrimSpace(value), `"`)})
	}
	return out, nil
}

func find(attributes []attribute, name string) (attribute, bool) {
	for _, a := range attributes {
		if a.name == name {
			return a, true
		}
	}
	return attribute{}, false
}

// first returns the first argument without a name.
func (a attribute) first() string { return a.named("") }

func (a attribute) named(key string) string {
	for _, arg := range a.args {
		if arg.key == key {
			return arg.value
		}
	}
	return ""
}

// code reads a confidence code; fallback stands for an absent one.
func (a attribute) code(key string, fallback shape.Code) (shape.Code, error) {
	text := a.named(key)
	if text == "" {
		return fallback, nil
	}
	if len(text) != 1 || !contains(codes, text) {
		return 0, fmt.Errorf("%q is not a code: use V, E, P, I, D, C or U", text)
	}
	return shape.Code(text[0]), nil
}

// codes are the confidence codes of facts.
var codes = []string{"V", "E", "P", "I", "D", "C", "U"}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
