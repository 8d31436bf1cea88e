//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSpecialFiles walks over a pipe, which would block, links that lead nowhere, and links that lead in circles; then it names them.
func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a/clicks.json", connection)
	if err := os.Mkdir(filepath.Join(dir, "c"), 0o755); err != nil { // in one folder both would be connections of one name
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "a", "pipe.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"a/up": "..", "a/b.json": ".", "a/self.json": "self.json", "a/nowhere.json": "missing.json", "c/again.json": "../a/clicks.json",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if got := polarspec(t, dir, "", "lint", "."); got.code != exitClean || got.stderr != "" || got.stdout != "no problems in 2 specs (2 files)\n" {
		t.Errorf("exit code %d, %s%s", got.code, got.stdout, got.stderr)
	}
	for name, want := range map[string]string{
		"a/pipe.json":    "polarspec: a/pipe.json: this is a named pipe, not a regular file; ",
		"a/self.json":    "polarspec: a/self.json: following the link to self.json: ",
		"a/nowhere.json": "polarspec: a/nowhere.json: file does not exist: the link points to missing.json; ",
	} {
		got := polarspec(t, dir, "", "lint", name)
		if got.code != exitFailure || !strings.HasPrefix(got.stderr, want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: exit code %d, %s", name, got.code, got.stderr)
		}
	}
	if got := polarspec(t, dir, "", "lint", "a/up"); got.code != exitClean { // a named link to a folder is followed
		t.Errorf("exit code %d, %s%s", got.code, got.stdout, got.stderr)
	}
}

// TestReportKeepsModeAndLink writes a report over a file with a mode of its own, by a link to it.
func TestReportKeepsModeAndLink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "clicks.json", connection)
	file, link := write(t, dir, "reports/out.txt", "old"), filepath.Join(dir, "out.txt")
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("reports", "out.txt"), link); err != nil {
		t.Fatal(err)
	}
	if got := polarspec(t, dir, "", "lint", "clicks.json", "-f", "text=out.txt"); got.code != exitClean {
		t.Fatalf("exit code %d, %s", got.code, got.stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil || string(text) != "no problems in 1 spec (1 file)\n" {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode was changed: %v, %v", info, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
