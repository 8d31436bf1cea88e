package compile

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/schemas/shape"
)

// fill adds the meaning of an expression to a type. Alternatives of different JSON kinds fill different parts of it.
func (c *compiler) fill(t *shape.Type, expr ast.Expr, attributes []attribute) error {
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return c.fill(t, expr.X, attributes)
	case *ast.Ident:
		return c.fillIdentifier(t, expr, attributes)
	case *ast.BasicLit:
		return fillLiteral(t, expr)
	case *ast.ListLit:
		return c.fillList(t, expr)
	case *ast.StructLit:
		return c.fillStruct(t, expr)
	case *ast.UnaryExpr:
		return fillPattern(t, expr)
	case *ast.CallExpr:
		return fillCall(t, expr)
	case *ast.BinaryExpr:
		return c.fillBinary(t, expr, attributes)
	}
	return unknown(expr, "%T is not understood", expr)
}

func (c *compiler) fillIdentifier(t *shape.Type, ident *ast.Ident, attributes []attribute) error {
	switch ident.Name {
	case "string":
		t.Kinds |= shape.Strings
	case "bool":
		t.Kinds |= shape.Bools
	case "int":
		t.Kinds |= shape.Numbers
		t.Whole = true
	case "number":
		t.Kinds |= shape.Numbers
	default:
		return c.fillReference(t, ident, attributes)
	}
	return nil
}

// fillReference copies a definition into the type, or makes a union of it when alternatives of a union are refused by attributes.
func (c *compiler) fillReference(t *shape.Type, ident *ast.Ident, attributes []attribute) error {
	if !strings.HasPrefix(ident.Name, "#") {
		return unknown(ident, "%s is not understood", ident.Name)
	}
	target, err := c.reference(ident.Name[1:], ident.Pos())
	if err != nil {
		return err
	}
	if _, union := find(attributes, "refuse"); union {
		if err := addVariant(t, target, ident); err != nil {
			return err
		}
		return c.refuse(t, attributes, ident)
	}
	kinds := t.Kinds
	if kinds&target.Kinds != 0 {
		return unknown(ident, "two alternatives of one JSON kind")
	}
	if !reflect.DeepEqual(*t, shape.Type{Name: t.Name, Doc: t.Doc, Kinds: kinds}) { // what they ask for would be lost
		return unknown(ident, "the alternatives before %s ask for more than a JSON kind: only one alternative can be a definition, and it comes first", ident.Name)
	}
	copied := *target
	if kinds != 0 { // a mixture such as string | #Object has no name of its own
		copied.Name, copied.Doc = "", ""
	}
	copied.Kinds |= kinds
	*t = copied
	return nil
}

func fillLiteral(t *shape.Type, lit *ast.BasicLit) error {
	switch lit.Kind {
	case token.STRING:
		text, err := literal.Unquote(lit.Value)
		if err != nil {
			return unknown(lit, "reading the string: %v", err)
		}
		t.Kinds |= shape.Strings
		t.Values = append(t.Values, text)
		return nil
	case token.INT:
		n, err := strconv.ParseInt(lit.Value, 10, 64)
		if err != nil {
			return unknown(lit, "reading the number: %v", err)
		}
		t.Kinds |= shape.Numbers
		t.Whole = true
		t.Numbers = append(t.Numbers, n)
		return nil
	}
	return unknown(lit, "the literal %s is not understood", lit.Value)
}

// fillList reads [...T] and [T, ...T]: any number of items, or at least one.
func (c *compiler) fillList(t *shape.Type, list *ast.ListLit) error {
	t.Kinds |= shape.Arrays
	if len(list.Elts) == 0 {
		return unknown(list, "a list needs [...T]")
	}
	ellipsis, ok := list.Elts[len(list.Elts)-1].(*ast.Ellipsis)
	if !ok || len(list.Elts) > 2 {
		return unknown(list, "a list must read [...T] or [T, ...T]")
	}
	t.MinItems = len(list.Elts) - 1
	item, err := c.inline(ellipsis.Type)
	t.Item = item
	return err
}

// inline compiles the type of an item or a field: a definition by reference, anything else in place. Nil means anything.
func (c *compiler) inline(expr ast.Expr) (*shape.Type, error) {
	if ident, ok := expr.(*ast.Ident); ok {
		if ident.Name == "_" {
			return nil, nil
		}
		if strings.HasPrefix(ident.Name, "#") {
			return c.reference(ident.Name[1:], ident.Pos())
		}
	}
	t := &shape.Type{}
	if err := c.fill(t, expr, nil); err != nil {
		return nil, err
	}
	return t, nil
}

// fillPattern reads =~"regular expression".
func fillPattern(t *shape.Type, unary *ast.UnaryExpr) error {
	lit, ok := unary.X.(*ast.BasicLit)
	if unary.Op != token.MAT || !ok || lit.Kind != token.STRING {
		return unknown(unary, "only =~\"pattern\" is understood")
	}
	pattern, err := literal.Unquote(lit.Value)
	if err != nil {
		return unknown(lit, "reading the pattern: %v", err)
	}
	if err := portable(pattern); err != nil {
		return unknown(lit, "pattern: %v", err)
	}
	t.Kinds |= shape.Strings
	t.Patterns = append(t.Patterns, pattern)
	return nil
}

// portable refuses what RE2 and ECMA-262 read differently. Backslashes are out: \d, \s and \b differ between the two.
func portable(pattern string) error {
	for _, odd := range []string{`\`, "(?", "[["} {
		if strings.Contains(pattern, odd) {
			return fmt.Errorf("%q is not read alike by RE2 and ECMA-262", odd)
		}
	}
	return nil
}

// fillCall reads strings.MinRunes(n).
func fillCall(t *shape.Type, call *ast.CallExpr) error {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if ok && len(call.Args) == 1 {
		name, _, _ := ast.LabelName(selector.Sel)
		lit, isLit := call.Args[0].(*ast.BasicLit)
		if name == "MinRunes" && isLit && lit.Kind == token.INT {
			n, err := strconv.Atoi(lit.Value)
			if err != nil {
				return unknown(lit, "reading the number: %v", err)
			}
			t.Kinds |= shape.Strings
			t.MinRunes = n
			return nil
		}
	}
	return unknown(call, "only strings.MinRunes(n) is understood")
}

// fillBinary reads alternatives (A | B) and joined patterns (=~"a" & =~"b").
func (c *compiler) fillBinary(t *shape.Type, binary *ast.BinaryExpr, attributes []attribute) error {
	switch binary.Op {
	case token.AND:
		for _, side := range []ast.Expr{binary.X, binary.Y} {
			if err := c.fill(t, side, nil); err != nil {
				return err
			}
		}
		if t.Kinds != shape.Strings {
			return unknown(binary, "& joins patterns of one string only")
		}
		return nil
	case token.OR:
		return c.fillUnion(t, alternatives(binary), attributes, binary)
	}
	return unknown(binary, "the operator %s is not understood", binary.Op)
}

func alternatives(expr ast.Expr) []ast.Expr {
	if paren, ok := expr.(*ast.ParenExpr); ok {
		return alternatives(paren.X)
	}
	if binary, ok := expr.(*ast.BinaryExpr); ok && binary.Op == token.OR {
		return append(alternatives(binary.X), alternatives(binary.Y)...)
	}
	return []ast.Expr{expr}
}
