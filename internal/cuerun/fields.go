package cuerun

import (
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"

	"github.com/polarspec/polarspec/internal/document"
)

// Field is a field that a definition has, given a value or not.
type Field struct {
	Name string
	// Required says that whoever uses the definition must give it (name!).
	Required bool
	// Type is what its values may be; Item that of the items, if they may be lists.
	Type, Item Type
	// Wants is the constraint as it is written, on one line and shortened.
	Wants string
	// File is where the constraint is written, Position where in it.
	File     string
	Position document.Position
}

// Type is a set of the kinds of JSON values.
type Type struct{ kinds cue.Kind }

// Accepts reports whether values of a kind belong to the type.
func (t Type) Accepts(kind document.Kind) bool {
	switch kind {
	case document.Null:
		return t.kinds&cue.NullKind != 0
	case document.Bool:
		return t.kinds&cue.BoolKind != 0
	case document.Number:
		return t.kinds&cue.NumberKind != 0
	case document.String:
		return t.kinds&cue.StringKind != 0
	case document.Array:
		return t.kinds&cue.ListKind != 0
	case document.Object:
		return t.kinds&cue.StructKind != 0
	}
	return false
}

// Fields returns the fields of a struct in their order, also those that need not or must still be given.
func (v Value) Fields() []Field {
	if v.runner == nil {
		return nil
	}
	iterator, err := v.cue.Fields(cue.Optional(true))
	if err != nil {
		return nil
	}
	var list []Field
	for iterator.Next() {
		selector, value := iterator.Selector(), iterator.Value()
		field := Field{Name: selector.Unquoted(), Required: selector.ConstraintType() == cue.RequiredConstraint, Type: typeOf(value), Item: itemOf(value)}
		file, span := Value{v.runner, value, v.files}.Place()
		field.File = file
		for _, f := range v.files {
			if f.Name == file {
				field.Position = document.NewLines(f.Source).Position(span.Start)
				field.Wants = written(f.Source, value)
			}
		}
		list = append(list, field)
	}
	return list
}

// typeOf is the type of a value. What depends on other values has none yet, and may be anything.
func typeOf(v cue.Value) Type {
	if kind := v.IncompleteKind(); kind != cue.BottomKind {
		return Type{kind}
	}
	return Type{cue.TopKind}
}

// itemOf is the type of the items of a list, or of the lists among some alternatives. A list that is empty says nothing.
func itemOf(v cue.Value) Type {
	_, alternatives := v.Expr() // of one that is none among several it is the value
	for _, alternative := range alternatives {
		if item := alternative.LookupPath(cue.MakePath(cue.AnyIndex)); item.Exists() {
			return typeOf(item)
		}
	}
	return Type{cue.TopKind}
}

// written is the text of a value on one line.
func written(source []byte, v cue.Value) string {
	node := v.Source()
	if field, ok := node.(*ast.Field); ok {
		node = field.Value
	}
	if node == nil || !node.Pos().IsValid() {
		return ""
	}
	start, end := node.Pos().Offset(), node.End().Offset()
	if start >= end || end > len(source) {
		return ""
	}
	text := strings.Join(strings.Fields(string(source[start:end])), " ")
	if i := strings.Index(text, " | error("); i > 0 { // which says the same in other words
		text = text[:i]
	}
	return short(text)
}

// Open reports whether a struct takes fields of any name.
func (v Value) Open() bool {
	return v.runner != nil && v.cue.Allows(cue.AnyString)
}
