//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A link that leads nowhere is not replaced by a file.
func TestGenKeepsLinks(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Symlink("nowhere/b.json", "a.json"); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "t.cue", "#Params: {}\nconnection: {type: \"push_streaming\", name: \"a\"}\n")
	for _, args := range [][]string{{"gen", "connection", "push_streaming", "--name", "a"}, {"gen", "template", "t.cue"}} {
		var errs bytes.Buffer
		code := Main(append(args, "-o", "a.json", "--force"), strings.NewReader(""), io.Discard, &errs)
		if want := "polarspec: a.json is a link that leads nowhere, which would be lost: name another file\n"; code != exitUsage || errs.String() != want {
			t.Errorf("%v: exit code %d\n%s", args, code, errs.String())
		}
	}
	if target, err := os.Readlink("a.json"); err != nil || target != "nowhere/b.json" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
}

// A file that is written anew keeps its mode, and a link to it stays a link.
func TestManifestKeepsMode(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "a.json", "old")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.json")
	if err := os.Symlink("a.json", link); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	r := &manifestRun{streams: &streams{dir: dir, out: &out, err: &errs}, flags: manifestFlags{format: "text"}}
	r.outputs = []*genFile{{draft: draft{text: []byte("{}\n"), path: link}, file: "link.json", real: realPath(link), exists: true, before: []byte("old")}}
	if err := r.write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if target, err := os.Readlink(link); err != nil || target != "a.json" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if text, err := os.ReadFile(link); err != nil || string(text) != "{}\n" || out.String() != "wrote link.json\n" || errs.String() != "polarspec: 1 of 1 file written\n" {
		t.Errorf("%q, %v\n%s%s", text, err, out.String(), errs.String())
	}
}
