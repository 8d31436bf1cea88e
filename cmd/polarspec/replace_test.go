package main

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// TestReplaceFile replaces what was read, and nothing else.
func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "a.json", "old")
	if err := replaceFile(path, []byte("read"), []byte("new")); !errors.Is(err, errChanged) {
		t.Errorf("a file that has changed: %v", err)
	}
	if err := replaceFile(dir+"/missing.json", nil, []byte("new")); err == nil || !strings.HasPrefix(err.Error(), "cannot be read: ") {
		t.Errorf("a file that is gone: %v", err)
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(path, []byte("old"), []byte("new")); err == nil || err.Error() != "cannot be written and is left as it is: the file is read-only" {
		t.Errorf("a read-only file: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("the file has %q, %v", text, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(path, []byte("old"), []byte("new")); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "new" {
		t.Errorf("the file has %q, %v", text, err)
	}
	// Somebody writes the file while the new text is written beside it.
	err := writeFileIf(path, strings.NewReader("newer"), func(path string) error {
		return firstError(os.WriteFile(path, []byte("theirs"), 0o600), errChanged)
	})
	if text, readError := os.ReadFile(path); !errors.Is(err, errChanged) || readError != nil || string(text) != "theirs" {
		t.Errorf("the file has %q, %v, %v", text, err, readError)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("something is left beside it: %v, %v", entries, err)
	}
}
