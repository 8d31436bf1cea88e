// Package compile turns CUE definitions into the field table that specs are validated with, and into JSON Schemas for editors.
//
// It reads the syntax of the definitions, not their values, and knows a small part of CUE: named definitions of structs,
// enumerations, patterns, lists and unions of definitions. Anything else is an error, so that a construct with a meaning
// that the table cannot express never slips in. That both mean the same is tested against CUE's own evaluation.
//
// It runs at go generate only and is not linked into the command.
package compile

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/schemas/shape"
)

// Model is a compiled package of CUE definitions.
type Model struct {
	// Types are the definitions by their names without "#".
	Types map[string]*shape.Type
	// Order holds the names in the order of their first use, so that generated text is stable.
	Order []string
	// Known are names that editors offer, by definition: as keys of an object with free keys, as examples of a string.
	// They restrict nothing.
	Known map[string][]Known
}

// Known is a name that an editor offers, and what it says of it.
type Known struct{ Name, Doc string }

// definition is a CUE definition before it is compiled.
type definition struct {
	expr       ast.Expr
	doc        string
	attributes []attribute
	position   token.Pos
}

type compiler struct {
	definitions map[string]definition
	model       *Model
	open        []string // definitions being compiled, to refuse recursion
}

// Package compiles all .cue files of a folder. An error names the file and line of what it does not understand.
func Package(files fs.FS, folder string) (*Model, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.cue"))
	if err != nil {
		return nil, fmt.Errorf("listing CUE files of %s: %w", folder, err)
	}
	sort.Strings(names)
	c := &compiler{definitions: map[string]definition{}, model: &Model{Types: map[string]*shape.Type{}}}
	var order []string
	for _, name := range names {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		file, err := parser.ParseFile(name, source, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parsing CUE: %w", err)
		}
		defined, err := c.collect(file)
		if err != nil {
			return nil, err
		}
		order = append(order, defined...)
	}
	for _, name := range order {
		if _, err := c.reference(name, c.definitions[name].position); err != nil {
			return nil, err
		}
	}
	return c.model, nil
}

// collect files the definitions of one file and returns their names.
func (c *compiler) collect(file *ast.File) ([]string, error) {
	var order []string
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.Package, *ast.ImportDecl, *ast.CommentGroup:
		case *ast.Field:
			name, _, err := ast.LabelName(decl.Label)
			if err != nil || !strings.HasPrefix(name, "#") {
				return nil, unknown(decl, "only definitions (#Name) may stand at the top")
			}
			name = name[1:]
			if _, twice := c.definitions[name]; twice {
				return nil, unknown(decl, "#%s is defined twice", name)
			}
			attributes, err := parseAttributes(decl.Attrs)
			if err != nil {
				return nil, err
			}
			c.definitions[name] = definition{decl.Value, docOf(decl), attributes, decl.Pos()}
			order = append(order, name)
		default:
			return nil, unknown(decl, "%T is not understood", decl)
		}
	}
	return order, nil
}

// reference returns the compiled definition, compiling it at its first use.
func (c *compiler) reference(name string, at token.Pos) (*shape.Type, error) {
	if t, done := c.model.Types[name]; done {
		return t, nil
	}
	for _, open := range c.open {
		if open == name {
			return nil, fmt.Errorf("%s: #%s refers to itself, which the table cannot express", at, name)
		}
	}
	d, found := c.definitions[name]
	if !found {
		return nil, fmt.Errorf("%s: #%s is not defined", at, name)
	}
	c.open = append(c.open, name)
	defer func() { c.open = c.open[:len(c.open)-1] }()

	t := &shape.Type{}
	if err := c.fill(t, d.expr, d.attributes); err != nil {
		return nil, err
	}
	t.Name, t.Doc = name, d.doc
	if rule, ok := find(d.attributes, "rule"); ok {
		t.Rule = rule.first()
	}
	c.model.Types[name] = t
	c.model.Order = append(c.model.Order, name)
	return t, nil
}

func unknown(node ast.Node, format string, args ...any) error {
	return fmt.Errorf("%s: %s", node.Pos(), fmt.Sprintf(format, args...))
}

// docOf returns the comment before a field as one line.
func docOf(field *ast.Field) string {
	var parts []string
	for _, group := range ast.Comments(field) {
		if group.Doc {
			parts = append(parts, strings.TrimSpace(group.Text()))
		}
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
