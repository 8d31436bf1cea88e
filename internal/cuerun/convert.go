package cuerun

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/internal/document"
)

// dataName is the definition that data are built as: a definition is closed at every depth.
const dataName = "#data"

// closed is a struct whose only field is the definition of a value.
func closed(value document.Value) ast.Expr {
	return &ast.StructLit{Elts: []ast.Decl{&ast.Field{Label: ast.NewIdent(dataName), Value: encode(value)}}}
}

// encode returns the literal of a document. The tree of a document is bounded in depth, so the recursion is.
func encode(value document.Value) ast.Expr {
	switch value.Kind() {
	case document.Bool:
		return ast.NewBool(value.Text() == "true")
	case document.Number:
		return number(value.Text())
	case document.String:
		return text(value.Text())
	case document.Array:
		list := &ast.ListLit{Elts: make([]ast.Expr, 0, len(value.Items()))}
		for _, item := range value.Items() {
			list.Elts = append(list.Elts, encode(item))
		}
		return list
	case document.Object:
		object := &ast.StructLit{Elts: make([]ast.Decl, 0, len(value.Members()))}
		known := make(map[string]bool, len(value.Members()))
		for _, member := range value.Members() {
			if !known[member.Key] {
				known[member.Key] = true
				object.Elts = append(object.Elts, &ast.Field{Label: text(member.Key), Value: encode(member.Value)})
			}
		}
		return object
	}
	return ast.NewNull()
}

func text(s string) *ast.BasicLit {
	return &ast.BasicLit{Kind: token.STRING, Value: literal.String.Quote(s)}
}

// number returns the literal of a JSON number, with its text: CUE calculates with arbitrary precision.
func number(s string) ast.Expr {
	digits, negative := strings.CutPrefix(s, "-")
	kind := token.INT
	if strings.ContainsAny(digits, ".eE") {
		kind = token.FLOAT
	}
	lit := &ast.BasicLit{Kind: kind, Value: digits}
	if negative {
		return &ast.UnaryExpr{Op: token.SUB, X: lit}
	}
	return lit
}

// decode returns a concrete value as a document, with the fields in CUE's order.
func decode(v cue.Value) (document.Value, error) {
	v, _ = v.Default()
	switch v.Kind() {
	case cue.NullKind:
		return document.NullValue(), nil
	case cue.BoolKind:
		b, err := v.Bool()
		return document.BoolOf(b), err
	case cue.IntKind, cue.FloatKind, cue.NumberKind:
		digits, err := v.MarshalJSON()
		return document.NumberOf(string(digits)), err
	case cue.StringKind:
		s, err := v.String()
		return document.StringOf(s), err
	case cue.ListKind:
		return decodeList(v)
	case cue.StructKind:
		return decodeStruct(v)
	}
	return document.Value{}, fmt.Errorf("%s cannot be written as JSON", v.Kind())
}

func decodeList(v cue.Value) (document.Value, error) {
	list, err := v.List()
	if err != nil {
		return document.Value{}, err
	}
	items := []document.Value{}
	for list.Next() {
		item, err := decode(list.Value())
		if err != nil {
			return document.Value{}, err
		}
		items = append(items, item)
	}
	return document.ArrayOf(items...), nil
}

func decodeStruct(v cue.Value) (document.Value, error) {
	fields, err := v.Fields()
	if err != nil {
		return document.Value{}, err
	}
	var members []document.Member
	for fields.Next() {
		value, err := decode(fields.Value())
		if err != nil {
			return document.Value{}, err
		}
		members = append(members, document.Member{Key: fields.Selector().Unquoted(), Value: value})
	}
	return document.ObjectOf(members...), nil
}
