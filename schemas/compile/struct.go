package compile

import (
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/schemas/shape"
)

// maxFields is how many fields the validator can keep track of in one object.
const maxFields = 64

// fillStruct reads an object with fields, or {[string]: T}.
func (c *compiler) fillStruct(t *shape.Type, lit *ast.StructLit) error {
	t.Kinds |= shape.Objects
	if member, ok := freeKeys(lit); ok {
		var err error
		t.Member, err = c.inline(member)
		t.Opaque = t.Member == nil
		return err
	}
	var open, complete, partial bool
	for _, decl := range lit.Elts {
		var err error
		switch decl := decl.(type) {
		case *ast.CommentGroup:
		case *ast.Ellipsis:
			open = true
		case *ast.Attribute:
			name, _ := decl.Split()
			complete, partial = complete || name == "complete", partial || name == "partial"
		case *ast.EmbedDecl:
			err = c.embed(t, decl)
		case *ast.Field:
			err = c.addField(t, decl)
		default:
			err = unknown(decl, "%T is not understood", decl)
		}
		if err != nil {
			return err
		}
	}
	if complete == partial || open == complete {
		return unknown(lit, "an object is either @complete() and without ..., or @partial() and with it")
	}
	if len(t.Fields) > maxFields {
		return unknown(lit, "%d fields are more than the %d that the validator keeps track of", len(t.Fields), maxFields)
	}
	t.Complete = complete
	return nil
}

func freeKeys(lit *ast.StructLit) (ast.Expr, bool) {
	if len(lit.Elts) != 1 {
		return nil, false
	}
	field, ok := lit.Elts[0].(*ast.Field)
	if !ok {
		return nil, false
	}
	label, ok := field.Label.(*ast.ListLit)
	if !ok || len(label.Elts) != 1 {
		return nil, false
	}
	ident, ok := label.Elts[0].(*ast.Ident)
	return field.Value, ok && ident.Name == "string"
}

// embed copies the fields of a definition that stands in a struct.
func (c *compiler) embed(t *shape.Type, decl *ast.EmbedDecl) error {
	ident, ok := decl.Expr.(*ast.Ident)
	if !ok {
		return unknown(decl, "only a definition can be embedded")
	}
	base, err := c.reference(ident.Name[1:], ident.Pos())
	if err != nil {
		return err
	}
	for _, field := range base.Fields {
		if t.Field(field.Name) != nil {
			return unknown(decl, "#%s brings the field %q a second time", base.Name, field.Name)
		}
		t.Fields = append(t.Fields, field)
	}
	return nil
}

func (c *compiler) addField(t *shape.Type, decl *ast.Field) error {
	name, _, err := ast.LabelName(decl.Label)
	if err != nil {
		return unknown(decl, "the label is not understood: %v", err)
	}
	if t.Field(name) != nil {
		return unknown(decl, "the field %q stands twice", name)
	}
	field := shape.Field{Name: name, Doc: docOf(decl)}
	switch decl.Constraint {
	case token.NOT:
		field.Required = true
	case token.OPTION:
	default:
		return unknown(decl, "the field %q must be required (!) or optional (?)", name)
	}
	if err := describe(&field, decl); err != nil {
		return err
	}
	if err := c.typeOf(&field, decl); err != nil {
		return err
	}
	t.Fields = append(t.Fields, field)
	return nil
}

// typeOf sets the type of a field. An optional one must accept null, and null alone means that it is forbidden.
func (c *compiler) typeOf(field *shape.Field, decl *ast.Field) error {
	rest, null := withoutNull(decl.Value)
	if null == field.Required {
		return unknown(decl, "the field %q: an optional field accepts null, a required one does not", field.Name)
	}
	if len(rest) == 0 {
		field.Forbidden = true
		return nil
	}
	var err error
	if len(rest) == 1 {
		field.Type, err = c.inline(rest[0])
		return err
	}
	field.Type = &shape.Type{}
	return c.fillUnion(field.Type, rest, nil, decl)
}

// withoutNull returns the alternatives of a field without null, and whether null was among them.
func withoutNull(expr ast.Expr) (rest []ast.Expr, null bool) {
	for _, alternative := range alternatives(expr) {
		if lit, ok := alternative.(*ast.BasicLit); ok && lit.Kind == token.NULL {
			null = true
			continue
		}
		rest = append(rest, alternative)
	}
	return rest, null
}

// describe reads the attributes of a field.
func describe(field *shape.Field, decl *ast.Field) error {
	attributes, err := parseAttributes(decl.Attrs)
	if err != nil {
		return err
	}
	for _, a := range attributes {
		switch a.name {
		case "fact":
			err = describeFact(field, a)
		case "rule":
			field.Rule = a.first()
		case "expect":
			field.Expected = a.first()
		case "instead":
			field.Instead = a.first()
		case "secret":
			field.Secret = true
		default:
			err = unknown(decl, "@%s has no meaning on a field", a.name)
		}
		if err != nil {
			return unknown(decl, "the field %q: %v", field.Name, err)
		}
	}
	return nil
}

func describeFact(field *shape.Field, a attribute) (err error) {
	if field.Code, err = a.code("", shape.Unverified); err != nil {
		return err
	}
	if field.RequiredCode, err = a.code("required", field.Code); err != nil {
		return err
	}
	field.ValuesCode, err = a.code("values", field.Code)
	field.Source = a.named("source")
	return err
}
