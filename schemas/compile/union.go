package compile

import (
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/polarspec/polarspec/schemas/shape"
)

// fillUnion adds alternatives to a type. Several objects become variants that a discriminator selects.
func (c *compiler) fillUnion(t *shape.Type, list []ast.Expr, attributes []attribute, at ast.Node) error {
	objects := 0
	for _, expr := range list {
		if c.isObject(expr) {
			objects++
		}
	}
	for _, expr := range list {
		if objects < 2 || !c.isObject(expr) {
			if err := c.fill(t, expr, nil); err != nil {
				return err
			}
			continue
		}
		ident, ok := expr.(*ast.Ident)
		if !ok {
			return unknown(expr, "%T is not understood here", expr)
		}
		target, err := c.reference(ident.Name[1:], ident.Pos())
		if err != nil {
			return err
		}
		if err := addVariant(t, target, ident); err != nil {
			return err
		}
	}
	return c.refuse(t, attributes, at)
}

func (c *compiler) isObject(expr ast.Expr) bool {
	ident, ok := expr.(*ast.Ident)
	if !ok || !strings.HasPrefix(ident.Name, "#") {
		return false
	}
	t, err := c.reference(ident.Name[1:], ident.Pos())
	return err == nil && t.Kinds == shape.Objects
}

// addVariant adds an object, or the variants of a union, to the variants of a type.
func addVariant(t, target *shape.Type, at ast.Node) error {
	t.Kinds |= shape.Objects
	if target.Variants != nil {
		if t.Discriminator != "" && t.Discriminator != target.Discriminator {
			return unknown(at, "the alternatives have different discriminators")
		}
		t.Discriminator = target.Discriminator
		t.Variants = append(t.Variants, target.Variants...)
		return nil
	}
	field, value := discriminator(target)
	if field == "" {
		return unknown(at, "#%s has no required field of one value to tell it from other alternatives", target.Name)
	}
	if t.Discriminator != "" && t.Discriminator != field {
		return unknown(at, "#%s is told apart by %q, the alternatives before it by %q", target.Name, field, t.Discriminator)
	}
	if t.Variant(value) != nil {
		return unknown(at, "two alternatives have %s %q", field, value)
	}
	t.Discriminator = field
	t.Variants = append(t.Variants, shape.Variant{Value: value, Type: target})
	return nil
}

// discriminator returns the field of an object that has exactly one value, "type" or "format".
func discriminator(t *shape.Type) (field, value string) {
	for _, name := range []string{"type", "format"} {
		if f := t.Field(name); f != nil && f.Required && f.Type != nil && len(f.Type.Values) == 1 {
			return name, f.Type.Values[0]
		}
	}
	return "", ""
}

// refuse adds the alternatives that @refuse names: known, and wrong in this place.
func (c *compiler) refuse(t *shape.Type, attributes []attribute, at ast.Node) error {
	for _, a := range attributes {
		if a.name != "refuse" {
			continue
		}
		as, rule := strings.TrimPrefix(a.named("as"), "#"), a.named("rule")
		if as == "" || rule == "" {
			return unknown(at, "@refuse needs rule= and as=")
		}
		target, err := c.reference(as, at.Pos())
		if err != nil {
			return err
		}
		code, err := a.code("code", shape.Documented)
		if err != nil {
			return unknown(at, "@refuse: %v", err)
		}
		if t.Variant(a.first()) != nil {
			return unknown(at, "@refuse(%s) names an alternative that is allowed", a.first())
		}
		t.Variants = append(t.Variants, shape.Variant{Value: a.first(), Type: target, Refused: rule, Code: code})
	}
	return nil
}
