// Package project reads what lies beside the specs of a project and what rules compare them with: files with data schemas, local
// copies of uploads, and what is known of topics. The settings say where all that is; rules themselves read no files.
package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// Project is what lies beside the specs. It is not changed after [Load] and may be used from several goroutines. Of a nil project
// nothing is known.
type Project struct {
	// Schemas are the data schema files that the settings or the user name, sorted by path.
	Schemas []*SchemaFile
	// Topics are what is known of topics, in the order of the settings, then of the evidence files.
	Topics []*Topic
	// Problems are what is wrong with the settings and evidence files in the light of the files.
	Problems []config.Problem

	byPath  map[string]*SchemaFile
	uploads map[string]*SchemaFile
}

// Options say what to load.
type Options struct {
	// Files are where files are read from; nil for the disk.
	Files Files
	// Named are the absolute paths of data schema files that the user named.
	Named []string
	// Reported says of a configured file whether the user asked for what is wrong with it; nil for all.
	Reported func(path string) bool
	// Name is how reports print a path.
	Name func(path string) string
	// Dir is the working directory, where the evidence file is without settings.
	Dir string
}

// loader is the work of Load.
type loader struct {
	*Project
	Options
	settings *config.Settings
}

// Load reads the files that the settings and the user name.
func Load(ctx context.Context, settings *config.Settings, options Options) (*Project, error) {
	l := &loader{
		Project: &Project{byPath: map[string]*SchemaFile{}, uploads: map[string]*SchemaFile{}}, Options: options, settings: settings,
	}
	if l.Files == nil {
		l.Files = Disk{}
	}
	for _, path := range options.Named {
		l.schema(path, KindOf(path)).Reported = true
	}
	for _, layer := range settings.Layers {
		if err := l.layer(ctx, layer); err != nil {
			return nil, err
		}
	}

	if err := l.evidence(); err != nil {
		return nil, err
	}
	slices.SortFunc(l.Schemas, func(a, b *SchemaFile) int { return strings.Compare(a.Path, b.Path) })
	l.readAvscs()
	return l.Project, nil
}

// layer loads what one settings file names.
func (l *loader) layer(ctx context.Context, layer *config.Layer) error {
	for _, pattern := range layer.Schemas {
		found, err := l.match(layer, pattern)
		if err != nil {
			return err
		}
		for _, path := range found {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("reading data schemas: %w", err)
			}
			kind := KindOf(path)
			if kind == NoSchema {
				l.problem(layer, pattern, fmt.Sprintf("%s is no data schema by its name: those end in .avsc, .proto, .desc, .avro or .ocf", l.Name(path)))
				continue
			}
			l.configured(path, kind)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(layer.Uploads)) {
		if file := layer.Uploads[name]; KindOf(file) == Container { // of other formats the data have no schema
			l.uploads[name] = l.single(layer, file, Container)
		}
	}
	for _, topic := range layer.Topics {
		if err := l.topic(layer, topic); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) match(layer *config.Layer, pattern string) ([]string, error) {
	found, err := l.Files.Match(layer.Dir, pattern)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, l.settings.Excludes)
	if len(found) == 0 {
		l.problem(layer, pattern, fmt.Sprintf("%q matches no file of the project, so it has no effect", pattern))
	}
	return found, nil
}

// problem files a config/no-match at the place of a pattern in the settings.
func (l *loader) problem(layer *config.Layer, pattern, message string) {
	if p, ok := layer.PatternProblem(pattern, message); ok {
		l.Problems = append(l.Problems, p)
	}
}

// configured loads a file that the settings name.
func (l *loader) configured(path string, kind Kind) *SchemaFile {
	f := l.schema(path, kind)
	f.Reported = f.Reported || l.Reported == nil || l.Reported(path)
	return f
}

// single loads a file that the settings have the name of; nil if it cannot be read.
func (l *loader) single(layer *config.Layer, name string, kind Kind) *SchemaFile {
	path := filepath.Join(layer.Dir, filepath.FromSlash(name))
	file, err := l.Files.Open(path)
	if err != nil {
		l.problem(layer, name, fmt.Sprintf("%s cannot be read, so that nothing is known of it: %v", l.Name(path), err))
		return nil
	}
	_ = file.Close()
	return l.configured(path, kind)
}

// schema loads a file once.
func (l *loader) schema(path string, kind Kind) *SchemaFile {
	if f := l.byPath[path]; f != nil {
		return f
	}
	f := &SchemaFile{Path: path, Name: l.Name(path), Kind: kind}
	l.byPath[path] = f
	l.Schemas = append(l.Schemas, f)
	switch kind {
	case Avsc:
		f.readAvsc(l.Files)
	case Proto:
		l.readProto(f)
	case DescriptorSet:
		f.readDescriptorSet(l.Files)
	case Container:
		f.readContainer(l.Files)
	case Registered:
		f.readRegistered(l.Files)
	case NoSchema:
		f.Err = errors.New("is no data schema by its name: those end in .avsc, .proto, .desc, .avro or .ocf")
	}
	return f
}

// readAvscs reads the schemas of all .avsc files, which may use each other's types.
func (l *loader) readAvscs() {
	var files []*SchemaFile
	var roots []document.Node
	for _, f := range l.Schemas {
		if f.Kind == Avsc && f.Text != nil {
			files, roots = append(files, f), append(roots, f.Text.Root())
		}
	}
	for i, schema := range avro.ReadAll(roots) {
		files[i].Avro = schema
	}
}

// readProto compiles a .proto file. Imports are looked for in the include folders of the settings, in the folder of the file, and in
// the folders of the settings; the set knows the file by its path below the first of those that has it.
func (l *loader) readProto(f *SchemaFile) {
	var folders []string
	for _, layer := range l.settings.Layers {
		for _, include := range layer.Include {
			folders = append(folders, filepath.Join(layer.Dir, filepath.FromSlash(include)))
		}
	}
	name := filepath.Base(f.Path)
	for _, folder := range folders {
		if below, err := filepath.Rel(folder, f.Path); err == nil && filepath.IsLocal(below) {
			name = filepath.ToSlash(below)
			break
		}
	}
	folders = append(folders, filepath.Dir(f.Path))
	for _, layer := range l.settings.Layers {
		folders = append(folders, layer.Dir)
	}
	f.Set, f.Faults = protobuf.Compile(name, func(wanted string) ([]byte, error) {
		if wanted == name {
			source, err := read(l.Files, f.Path)
			if err != nil {
				f.Err = err
			} else {
				f.Text = document.Text(source)
			}
			return source, err
		}
		return l.imported(f, folders, wanted)
	})
	if f.Err != nil {
		f.Faults = nil
	}
	for i := range f.Faults {
		if f.Faults[i].File != name {
			continue
		}
		f.Faults[i].File = "" // its own
		if f.Faults[i].Code == protobuf.TooLarge {
			f.Err = fmt.Errorf("cannot be checked: %s", f.Faults[i].Message)
		}
	}
}

// imported reads a file that a .proto file imports and keeps its text, to which the places of faults in it belong.
func (l *loader) imported(f *SchemaFile, folders []string, name string) ([]byte, error) {
	for _, folder := range folders {
		file := filepath.Join(folder, filepath.FromSlash(path.Clean(name)))
		source, err := read(l.Files, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			if f.Imports == nil {
				f.Imports = map[string]*SchemaFile{}
			}
			f.Imports[name] = &SchemaFile{Path: file, Name: l.Name(file), Kind: Proto, Text: document.Text(source)}
		}
		return source, err
	}
	return nil, fs.ErrNotExist
}

// File returns the data schema file of a path that the settings or the user name, nil if they name no such file.
func (p *Project) File(path string) *SchemaFile {
	if p == nil {
		return nil
	}
	return p.byPath[path]
}

// Upload returns the local copy of an uploaded file, nil if there is none.
func (p *Project) Upload(name string) *SchemaFile {
	if p == nil {
		return nil
	}
	return p.uploads[name]
}

// AvroRecord returns the .avsc files that define a record as their root.
func (p *Project) AvroRecord(fullName string) []*SchemaFile {
	return p.schemas(func(f *SchemaFile) bool {
		return f.Kind == Avsc && f.Sound() && f.Avro.Root.Kind == field.Record && f.Avro.Root.Name == fullName
	})
}

// ProtoMessage returns the .proto files that define a message themselves.
func (p *Project) ProtoMessage(fullName string) []*SchemaFile {
	return p.schemas(func(f *SchemaFile) bool {
		if f.Kind != Proto || !f.Sound() {
			return false
		}
		message := f.Set.Message(fullName)
		files := f.Set.Files()
		return message != nil && message.File == files[len(files)-1] // imports come before their importers
	})
}

func (p *Project) schemas(fits func(*SchemaFile) bool) []*SchemaFile {
	if p == nil {
		return nil
	}
	var list []*SchemaFile
	for _, f := range p.Schemas {
		if fits(f) {
			list = append(list, f)
		}
	}
	return list
}
