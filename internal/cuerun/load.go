package cuerun

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// DefinitionsPath is what files import to use the definitions of specs.
const DefinitionsPath = "github.com/polarspec/polarspec/schemas/polaris"

// File is a CUE file.
type File struct {
	// Name is what faults say, and how the file is told from others.
	Name   string
	Source []byte
}

// Given is a field at the top of a package that the files may refer to without defining it.
type Given struct {
	Name string
	// Value is what it is; nil for a value that [Package.With] or [Package.Fill] gives later.
	Value *document.Value
	// Definition is one that the value later given belongs to, if the files have it; empty for any value.
	Definition string
}

// Options say what belongs to a package beside its files.
type Options struct {
	Given []Given
	// Without are names of fields at the top that are left out, so that they cost nothing.
	Without []string
}

// Package is a package of CUE, compiled and evaluated.
type Package struct {
	Value
	syntax []*ast.File
}

// Load compiles files as one package and evaluates it; a package clause is not needed. The error is [SourceErrors] if something is
// wrong with the files, a [LimitError] if the evaluation was ended.
func (r *Runner) Load(files []File, options Options) (*Package, error) {
	return run(r, func() (*Package, error) { return r.load(files, options) })
}

func (r *Runner) load(files []File, options Options) (*Package, error) {
	r.loading.Lock()
	defer r.loading.Unlock()
	inst := r.build.NewInstance("", nil)
	p := &Package{}
	given := withDefinitions(files, options.Given)
	for _, file := range files {
		syntax, err := parse(file, given)
		if err != nil {
			return nil, faults(files, err)
		}
		leaveOut(syntax, options.Without)
		p.syntax = append(p.syntax, syntax)
	}
	if err := onePackage(files, p.syntax); err != nil {
		return nil, err
	}
	for _, syntax := range p.syntax {
		if err := inst.AddSyntax(syntax); err != nil {
			return nil, faults(files, err)
		}
	}
	if err := inst.Complete(); err != nil {
		return nil, faults(files, err)
	}
	v := r.context.BuildInstance(inst)
	if err := v.Validate(); err != nil {
		return nil, faults(files, err)
	}
	p.Value = Value{runner: r, cue: v, files: files}
	return p, nil
}

// withDefinitions leaves out the definitions of given fields that no file has.
func withDefinitions(files []File, given []Given) []Given {
	list := slices.Clone(given)
	for i := range list {
		has := func(file File) bool {
			syntax, err := parser.ParseFile(file.Name, file.Source)
			return err == nil && slices.ContainsFunc(syntax.Decls, func(decl ast.Decl) bool { return nameOf(decl) == list[i].Definition })
		}
		if list[i].Definition != "" && !slices.ContainsFunc(files, has) {
			list[i].Definition = ""
		}
	}
	return list
}

// onePackage refuses files of several packages. Several files need a clause, for without one they do not see each other.
func onePackage(files []File, syntax []*ast.File) error {
	if len(files) < 2 {
		return nil
	}
	name := syntax[0].PackageName()
	for i, file := range syntax {
		if own := file.PackageName(); own != name || own == "" {
			fault := Fault{File: files[i].Name, Position: document.Position{Line: 1, Column: 1}}
			fault.Message = fmt.Sprintf("this file is of the package %q, and %s of %q: all files of a folder are one package", own, files[0].Name, name)
			if own == "" {
				fault.Message = "this file has no package clause, which the files of a folder with several need: write package and a name, the same in all of them"
			}
			return SourceErrors{fault}
		}
	}
	return nil
}

// leaveOut drops fields at the top of a file, and the imports that only they need.
func leaveOut(syntax *ast.File, names []string) {
	before := len(syntax.Decls)
	syntax.Decls = slices.DeleteFunc(syntax.Decls, func(decl ast.Decl) bool { return slices.Contains(names, nameOf(decl)) })
	if len(syntax.Decls) == before {
		return
	}
	used := map[string]bool{}
	for _, decl := range syntax.Decls {
		if _, ok := decl.(*ast.ImportDecl); !ok {
			ast.Walk(decl, func(n ast.Node) bool {
				if ident, ok := n.(*ast.Ident); ok {
					used[ident.Name] = true
				}
				return true
			}, nil)
		}
	}
	for _, decl := range syntax.Decls {
		if imports, ok := decl.(*ast.ImportDecl); ok {
			imports.Specs = slices.DeleteFunc(imports.Specs, func(spec *ast.ImportSpec) bool { return !used[importName(spec)] })
		}
	}
	syntax.Decls = slices.DeleteFunc(syntax.Decls, func(decl ast.Decl) bool {
		imports, ok := decl.(*ast.ImportDecl)
		return ok && len(imports.Specs) == 0
	})
}

// importName is what an imported package is called in its file.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return ast.ParseImportPath(strings.Trim(spec.Path.Value, `"`)).Qualifier
}

// nameOf returns the name of a field, "" for other declarations.
func nameOf(decl ast.Decl) string {
	field, ok := decl.(*ast.Field)
	if !ok {
		return ""
	}
	name, _, err := ast.LabelName(field.Label)
	if err != nil {
		return ""
	}
	return name
}

// parse reads a file, with the given fields at its end: names are looked for in their own file as long as there is no package clause.
func parse(file File, given []Given) (*ast.File, error) {
	text := slices.Clone(file.Source)
	for _, g := range given {
		value := []byte("_\n")
		if g.Definition != "" {
			value = []byte(g.Definition + "\n")
		}
		if g.Value != nil {
			value = document.Encode(*g.Value) // JSON is CUE
		}
		text = fmt.Appendf(text, "\n%s: %s", g.Name, value)
	}
	syntax, err := parser.ParseFile(file.Name, text, parser.ParseComments)
	if err == nil {
		return syntax, nil
	}
	if _, own := parser.ParseFile(file.Name, file.Source, parser.ParseComments); own != nil {
		return nil, own // without what follows its end
	}
	return nil, err
}

// Refers reports whether any field at the top, other than those named, refers to a given field.
func (p *Package) Refers(given string, except ...string) bool {
	for _, file := range p.syntax {
		for _, decl := range file.Decls {
			if !slices.Contains(except, nameOf(decl)) && refers(decl, given) {
				return true
			}
		}
	}
	return false
}

func refers(decl ast.Decl, name string) bool {
	found := false
	ast.Walk(decl, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		found = found || ok && ident.Name == name && ident.Node != nil // a label leads nowhere
		return !found
	}, nil)
	return found
}

// Expression returns the text of a field at the top as it is written, "" if there is none. A text in quotes comes without them.
func (p *Package) Expression(name string) string {
	field, file := p.field(name)
	if field == nil {
		return ""
	}
	start, end := field.Value.Pos().Offset(), field.Value.End().Offset()
	if field.Value.Pos().Filename() != file.Name || start >= end || end > len(file.Source) {
		return ""
	}
	expression := string(file.Source[start:end])
	if len(expression) > 1 && expression[0] == '"' && expression[len(expression)-1] == '"' && !strings.HasPrefix(expression, `"""`) {
		expression = expression[1 : len(expression)-1]
	}
	return expression
}

// Label returns where the name of a field at the top is written.
func (p *Package) Label(name string) document.Span {
	field, file := p.field(name)
	if field == nil {
		return document.Span{}
	}
	start := field.Label.Pos().Offset()
	return document.Span{Start: start, End: tokenEnd(file.Source, start)}
}

// field returns the first field of a name that is written in one of the files.
func (p *Package) field(name string) (*ast.Field, File) {
	for i, syntax := range p.syntax {
		for _, decl := range syntax.Decls {
			if field, ok := decl.(*ast.Field); ok && nameOf(decl) == name && field.Label.Pos().IsValid() {
				return field, p.files[i]
			}
		}
	}
	return nil, File{}
}

// With returns the package with a given field filled by data, evaluated again.
func (p *Package) With(given string, data Data) (*Package, error) {
	return run(p.runner, func() (*Package, error) {
		filled := *p
		filled.cue = p.cue.FillPath(cue.MakePath(cue.Str(given)), data.cue)
		_ = filled.cue.Validate() // evaluates it; what is wrong for this data shows where it is used
		return &filled, nil
	})
}

// definitions loads the packages that a file imports. CUE finds its own without being told.
func definitions(pos token.Pos, path string) *build.Instance {
	if isStandard(path) {
		return nil
	}
	inst := build.NewContext().NewInstance(path, nil)
	if path != DefinitionsPath {
		inst.Err = errors.Newf(pos, "the package %q cannot be imported: nothing is fetched, so that only packages of CUE itself (such as \"strings\") and %q are there", path, DefinitionsPath)
		return inst
	}
	names, err := fs.Glob(polaris.Definitions, "*.cue")
	for _, name := range names {
		if err != nil {
			break
		}
		err = addDefinitions(inst, name)
	}
	if err == nil {
		err = inst.Complete()
	}
	if err != nil {
		inst.Err = errors.Promote(fmt.Errorf("loading the definitions of specs: %w", err), "")
	}
	return inst
}

// isStandard reports whether a path is that of a package of CUE itself: the first part of all others has a full stop.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// addDefinitions adds one file of the definitions to their package.
func addDefinitions(inst *build.Instance, name string) error {
	source, err := polaris.Definitions.ReadFile(name)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(DefinitionsPath+"/"+name, source)
	if err != nil {
		return err
	}
	if err := inst.AddSyntax(syntax); err != nil {
		return err
	}
	return nil
}
