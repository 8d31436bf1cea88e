package project_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
)

// memory are files by their paths below /p.
type memory map[string]string

// Open opens a file.
func (m memory) Open(path string) (io.ReadCloser, error) {
	text, ok := m[strings.TrimPrefix(filepath.ToSlash(path), "/p/")]
	switch {
	case !ok:
		return nil, fs.ErrNotExist
	case text == "forbidden":
		return nil, fs.ErrPermission
	case text == "endless":
		return io.NopCloser(endless{}), nil
	}
	return io.NopCloser(bytes.NewReader([]byte(text))), nil
}

// Match finds files by the whole pattern or by its memory.
func (m memory) Match(below, pattern string) ([]string, error) {
	var found []string
	for name := range m {
		if ok, err := filepath.Match(pattern, name); ok && err == nil {
			found = append(found, filepath.Join(below, name))
		}
	}
	slices.Sort(found)
	return found, nil
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func load(t *testing.T, files memory, settings string, options project.Options) *project.Project {
	t.Helper()
	options.Files, options.Dir = files, "/p"
	if options.Name == nil {
		options.Name = func(path string) string { return strings.TrimPrefix(path, "/p/") }
	}
	read := &config.Settings{}
	if settings != "" {
		layer, problems := config.Parse("/p/.polarspec.yaml", []byte(settings))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		read.Layers = append(read.Layers, layer)
	}
	loaded, err := project.Load(context.Background(), read, options)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// describe says in a line what became of a file.
func describe(f *project.SchemaFile) string {
	text := f.Name
	if f.Reported {
		text += " reported"
	}
	if f.Sound() {
		text += " sound"
	}
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	if f.Damage != nil {
		text += ": " + f.Damage.Error()
	}
	if f.Fault != nil {
		text += ": " + string(f.Fault.Code)
	}
	for _, fault := range f.Faults {
		text += ": " + fault.Error()
	}
	if f.Avro != nil {
		for _, fault := range f.Avro.Faults {
			text += ": " + fault.Text()
		}
	}
	return text
}

func TestWhatBecomesOfFiles(t *testing.T) {
	const record = `{"type": "record", "name": "R", "fields": []}`
	files := memory{
		"good.avsc": record, "comment.avsc": "// a comment\n" + record, "comma.avsc": strings.Replace(record, "[]", "[],", 1),
		"forbidden.avsc": "forbidden", "endless.avsc": "endless", "endless.ocf": "endless", "endless.proto": "endless", "endless.desc": "endless",
		"large.proto": strings.Repeat(" ", 1<<20+1), "imports-large.proto": "syntax = \"proto3\";\nimport \"large.proto\";\n",
		"good.proto": "syntax = \"proto3\";\nmessage M {}\n", "empty.ocf": "", "empty.desc": "", "other.txt": "",
	}
	options := project.Options{}
	for name := range files {
		options.Named = append(options.Named, "/p/"+name)
	}
	var got []string
	for _, f := range load(t, files, "", options).Schemas {
		got = append(got, describe(f))
	}
	want := []string{
		"comma.avsc reported",
		"comment.avsc reported sound",
		"empty.desc reported: no-files",
		"empty.ocf reported: not an Avro object container file: it is empty (at byte 0)",
		"endless.avsc reported: is larger than 64 MiB, the most that is read",
		"endless.desc reported: is larger than 64 MiB, the most that is read",
		"endless.ocf reported: not an Avro object container file: it starts with \"    \" instead of \"Obj\" and the version 1 (at byte 0)",
		"endless.proto reported: is larger than 64 MiB, the most that is read",
		"forbidden.avsc reported: cannot be read: permission denied",
		"good.avsc reported sound",
		"good.proto reported sound",
		"imports-large.proto reported: large.proto:1:1: larger than 1048576 bytes",
		"large.proto reported: cannot be checked: larger than 1048576 bytes: :1:1: larger than 1048576 bytes",
		"other.txt reported: is no data schema by its name: those end in .avsc, .proto, .desc, .avro or .ocf",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Imports are looked for in the include folders first, then beside the file, then beside the settings.
func TestImports(t *testing.T) {
	const head = "syntax = \"proto3\";\n"
	files := memory{
		"protos/shop/event.proto": head + "import \"shop/place.proto\";\nimport \"near.proto\";\nimport \"protos/far.proto\";\nmessage Event { Place place = 1; Near near = 2; Far far = 3; }\n",
		"protos/shop/place.proto": head + "message Place {}\n", "shop/place.proto": "wrong", "protos/shop/near.proto": head + "message Near {}\n", "protos/far.proto": head + "message Far {}\n",
	}
	loaded := load(t, files, "version: 1\nprotobuf:\n  include: [protos]\n", project.Options{Named: []string{"/p/protos/shop/event.proto"}})
	f := loaded.File("/p/protos/shop/event.proto")
	if f == nil || !f.Sound() {
		t.Fatal(describe(loaded.Schemas[0]))
	}
	var names []string
	for _, file := range f.Set.Files() {
		names = append(names, file.Name)
	}
	paths := map[string]string{}
	for name, imported := range f.Imports {
		paths[name] = imported.Path
	}
	if diff := cmp.Diff([]string{"shop/place.proto", "near.proto", "protos/far.proto", "shop/event.proto"}, names); diff != "" {
		t.Errorf("the files of the set: want -, got +:\n%s", diff)
	}
	want := map[string]string{"shop/place.proto": "/p/protos/shop/place.proto", "near.proto": "/p/protos/shop/near.proto", "protos/far.proto": "/p/protos/far.proto"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("the imported files: want -, got +:\n%s", diff)
	}
	if len(loaded.ProtoMessage("Event")) != 1 || len(loaded.ProtoMessage("Place")) != 0 {
		t.Error("a message is that of the file that defines it, not of one that imports it")
	}
}

// A file is loaded once, whoever names it, and reported if anybody asks for that.
func TestFilesThatAreNamedTwice(t *testing.T) {
	const record = `{"type": "record", "name": "R", "fields": []}`
	files := memory{"a.avsc": record, "b.avsc": record, "b.ocf": "", "c.txt": ""}
	const settings = "version: 1\nschemas: [\"*.avsc\", \"a.avsc\", \"c.txt\", \"none.avsc\"]\nuploads:\n  b.ocf: b.ocf\n  gone.ocf: gone.ocf\n  rows.csv: rows.csv\n"
	loaded := load(t, files, settings, project.Options{
		Named: []string{"/p/a.avsc", "/p/a.avsc"}, Reported: func(path string) bool { return path == "/p/b.ocf" },
	})
	var got []string
	for _, f := range loaded.Schemas {
		got = append(got, describe(f))
	}
	for _, p := range loaded.Problems {
		got = append(got, p.Message)
	}
	want := []string{
		"a.avsc reported sound",
		"b.avsc sound",
		"b.ocf reported: not an Avro object container file: it is empty (at byte 0)",
		"c.txt is no data schema by its name: those end in .avsc, .proto, .desc, .avro or .ocf",
		`"none.avsc" matches no file of the project, so it has no effect`,
		"gone.ocf cannot be read, so that nothing is known of it: file does not exist",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if len(loaded.AvroRecord("R")) != 2 {
		t.Error("both files define the record")
	}
	if loaded.Upload("b.ocf") == nil || loaded.Upload("gone.ocf") != nil || loaded.Upload("rows.csv") != nil {
		t.Error("only containers that can be read are known")
	}
}

// An interrupted reading is no damage of the file.
func TestReadErrorOfAContainer(t *testing.T) {
	broken := brokenFiles{}
	loaded, err := project.Load(context.Background(), &config.Settings{}, project.Options{
		Files: broken, Named: []string{"/p/a.ocf"}, Name: func(path string) string { return path }, Dir: "/p",
	})
	if err != nil {
		t.Fatal(err)
	}
	f := loaded.Schemas[0]
	var damage *avro.DamageError
	if f.Err == nil || f.Damage != nil || !errors.As(f.Err, &damage) {
		t.Errorf("%v, %v", f.Err, f.Damage)
	}
}

// brokenFiles are files that cannot be read to their end.
type brokenFiles struct{ memory }

func (brokenFiles) Open(path string) (io.ReadCloser, error) {
	if filepath.Ext(path) != ".ocf" {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(io.MultiReader(strings.NewReader("Obj\x01"), failing{})), nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }
