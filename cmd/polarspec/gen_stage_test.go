package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// tree are the files and folders below a folder, folders with a slash at the end.
func tree(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if name = filepath.ToSlash(name); entry.IsDir() {
			name += "/"
		}
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

const stagedTemplate = "#Params: {name!: =~\"^[a-z/]+$\"}\nconnection: {type: \"push_streaming\", name: params.name}\n"

// A run that fails late leaves neither files nor folders, and existing files as they are; one that does not leaves what it was asked for.
func TestTemplateLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, "t.cue", stagedTemplate)
	write(t, dir, "out/c.json", "old")
	const rows = "name\na\nb\nc\n"
	write(t, dir, "good.csv", rows)
	write(t, dir, "bad.csv", rows+"D\n")
	before := tree(t, dir)
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"--params", "bad.csv", "-o", "new/{name}/{name}.json"}, exitUsage},
		{[]string{"--params", "bad.csv", "-o", "out/{name}.json", "--force"}, exitUsage},
		{[]string{"--params", "good.csv", "-o", "out/{name}.json"}, exitUsage}, // c exists
		{[]string{"--params", "good.csv", "-o", "out/{name}.json/x.json"}, exitFailure},
	} {
		if code := Main(append([]string{"gen", "template", "t.cue"}, c.args...), strings.NewReader(""), io.Discard, io.Discard); code != c.code {
			t.Errorf("%v: exit code %d, want %d", c.args, code, c.code)
		}
		if d := cmp.Diff(before, tree(t, dir)); d != "" {
			t.Errorf("%v: %s", c.args, d)
		}
	}
	for _, pattern := range []string{"out/{name}.json", "new/{name}/{name}.py"} {
		if code := Main([]string{"gen", "template", "t.cue", "--params", "good.csv", "-o", pattern, "--force"}, strings.NewReader(""), io.Discard, io.Discard); code != exitClean {
			t.Errorf("%s: exit code %d", pattern, code)
		}
	}
	want := []string{"bad.csv", "good.csv", "new/", "new/a/", "new/a/a.py", "new/b/", "new/b/b.py", "new/c/", "new/c/c.py", "out/", "out/a.json", "out/b.json", "out/c.json", "t.cue"}
	if d := cmp.Diff(want, tree(t, dir)); d != "" {
		t.Error(d)
	}
	if text, err := os.ReadFile("out/c.json"); err != nil || string(text) != "{\n  \"type\": \"push_streaming\",\n  \"name\": \"c\"\n}\n" {
		t.Errorf("%s, %v", text, err)
	}
}

// What goes to a file is not kept in memory until all specs are made.
func TestTemplateKeepsNoTexts(t *testing.T) {
	dir := t.TempDir()
	for _, format := range []string{"json", "curl"} {
		run := &templating{streams: &streams{dir: dir}, flags: &genTemplateFlags{outputFlags: outputFlags{emit: format, format: "text"}}, names: map[string]string{}, staging: newStaging()}
		spec := document.ObjectOf(document.Member{Key: "name", Value: document.StringOf("a")})
		if err := run.add([]templateOutput{{file: "a." + format, kind: polaris.ConnectionKind, name: "a", value: spec}}); err != nil {
			t.Fatal(err)
		}
		d := run.drafts[0]
		if err := run.staging.wait(); err != nil || d.text != nil || d.result.Spec.Kind() != document.Null {
			t.Errorf("%s: %v, kept are %q and %v", format, err, d.text, d.result.Spec.Kind())
		}
		if text, err := os.ReadFile(d.stagedSpec); err != nil || string(text) != "{\n  \"name\": \"a\"\n}\n" {
			t.Errorf("%s: what is linted is %q, %v", format, text, err)
		}
		run.staging.discard()
	}
	if left := tree(t, dir); left != nil {
		t.Errorf("left are %v", left)
	}
}
