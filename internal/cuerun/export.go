package cuerun

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/internal/document"
)

// Filled is a given field with its value.
type Filled struct {
	Name string
	Data Data
}

// Fill returns the package with given fields filled, evaluated again. What is wrong for the data shows in what is taken out of it.
func (p *Package) Fill(fields ...Filled) (*Package, error) {
	return run(p.runner, func() (*Package, error) {
		all := p.runner.context.BuildExpr(&ast.StructLit{})
		for _, f := range fields {
			all = all.FillPath(cue.MakePath(cue.Str(f.Name)), f.Data.cue)
		}
		filled := *p
		filled.cue = p.cue.Unify(all)
		return &filled, nil
	})
}

// Export returns a field at the top as a document. The error is [SourceErrors] if it lacks something or contradicts itself, with paths
// that begin with the field and places in the files; a [LimitError] if the evaluation was ended.
func (p *Package) Export(name string) (document.Value, error) {
	return run(p.runner, func() (document.Value, error) {
		v := p.cue.LookupPath(cue.MakePath(cue.Str(name)))
		err := v.Validate(cue.Concrete(true), cue.Final())
		if err == nil {
			return decode(v)
		}
		var list SourceErrors
		for _, g := range groupsWithin(err, 0) {
			g = g.narrowed()
			fault := Fault{Path: g.path, Message: strings.Join(g.path, ".") + ": " + g.message()}
			if !fault.placed(p.files, g) || isMissing(g.errors[0]) {
				p.locate(&fault)
			}
			if len(list) < maxFaults && !slices.ContainsFunc(list, func(other Fault) bool { return slices.Equal(other.Path, fault.Path) }) {
				list = append(list, fault)
			}
		}
		return document.Value{}, list
	})
}

// Where returns the place where a field at the top is written, as FILE:LINE:COLUMN; the start of the first file for one that is not.
func (p *Package) Where(name string) string {
	fault := Fault{Path: []string{name}}
	p.locate(&fault)
	return fmt.Sprintf("%s:%d:%d", fault.File, fault.Position.Line, fault.Position.Column)
}

// narrowed is an error about a value that is none of several without null, which the definitions allow in the place of every value that
// may be left out. If all that is left is about one place within the value, the error is about that place.
func (g group) narrowed() group {
	if !isDisjunction(g.errors[0]) {
		return g
	}
	left := slices.DeleteFunc(slices.Clone(g.errors[1:]), func(err errors.Error) bool {
		format, args := err.Msg()
		return (format == conflictFormat || format == mismatchFormat) && (fmt.Sprint(args[0]) == "null" || fmt.Sprint(args[1]) == "null") && slices.Equal(g.pathOf(err), g.path)
	})
	// A union of unions says so at each level.
	left = slices.DeleteFunc(left, isDisjunction)
	if len(left) == 0 {
		return g
	}
	path := g.pathOf(left[0])
	for _, err := range left {
		if !slices.Equal(g.pathOf(err), path) {
			return g
		}
	}
	return group{path, append([]errors.Error{g.errors[0]}, left...), g.depth}
}

// locate puts a fault where the deepest field on its path is written.
func (p *Package) locate(fault *Fault) {
	best, depth := token.NoPos, 0
	for _, file := range p.syntax {
		if pos, n := descend(file.Decls, fault.Path); n > depth {
			best, depth = pos, n
		}
	}
	for _, f := range p.files {
		if best.IsValid() && f.Name == best.Filename() && best.Offset() <= len(f.Source) {
			fault.File = f.Name
			fault.Span = document.Span{Start: best.Offset(), End: tokenEnd(f.Source, best.Offset())}
			fault.Position = document.NewLines(f.Source).Position(best.Offset())
			return
		}
	}
	if len(p.files) > 0 {
		fault.File, fault.Position = p.files[0].Name, document.Position{Line: 1, Column: 1}
	}
}

// descend finds the field that is deepest on a path, and how deep it is.
func descend(decls []ast.Decl, path []string) (best token.Pos, depth int) {
	if len(path) == 0 {
		return token.NoPos, 0
	}
	take := func(pos token.Pos, n int) {
		if n > depth {
			best, depth = pos, n
		}
	}
	for _, decl := range decls {
		switch d := decl.(type) {
		case *ast.Field:
			if nameOf(d) != path[0] {
				continue
			}
			take(d.Label.Pos(), 1)
			if pos, n := inExpression(d.Value, path[1:]); n > 0 {
				take(pos, n+1)
			}
		case *ast.EmbedDecl:
			take(inExpression(d.Expr, path))
		case *ast.Comprehension:
			take(inExpression(d.Value, path))
		}
	}
	return best, depth
}

// inExpression looks for a path in an expression.
func inExpression(expr ast.Expr, path []string) (token.Pos, int) {
	if len(path) == 0 {
		return token.NoPos, 0
	}
	switch e := expr.(type) {
	case *ast.StructLit:
		return descend(e.Elts, path)
	case *ast.BinaryExpr:
		left, n := inExpression(e.X, path)
		if right, m := inExpression(e.Y, path); m > n {
			return right, m
		}
		return left, n
	case *ast.ParenExpr:
		return inExpression(e.X, path)
	case *ast.UnaryExpr:
		return inExpression(e.X, path)
	case *ast.ListLit:
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(e.Elts) {
			if _, many := e.Elts[i].(*ast.Comprehension); many {
				return token.NoPos, 0
			}
			if pos, n := inExpression(e.Elts[i], path[1:]); n > 0 {
				return pos, n + 1
			}
			return e.Elts[i].Pos(), 1
		}
	}
	return token.NoPos, 0
}
