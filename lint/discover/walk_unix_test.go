//go:build unix

package discover

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// link makes a symbolic link below dir.
func link(t *testing.T, dir, target, name string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func TestLinks(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "real/a.json", "real/b.txt", "z.json")
	link(t, dir, "real", "dirlink")
	link(t, dir, "real", "dirlink.json")
	link(t, dir, "real/b.txt", "file.json")
	link(t, dir, "nothing", "gone.json")
	link(t, dir, "loop.json", "loop.json")
	link(t, dir, "..", "real/up")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "file.json", "real/a.json", "z.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"*.json"}}), "file.json", "z.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"dirlink", "file.json"}}), "dirlink/a.json", "file.json")
	expectProblem(t, walk(t, Options{Dir: dir, Paths: []string{"gone.json"}}), "gone.json: ", "points to nothing")
	expectProblem(t, walk(t, Options{Dir: dir, Paths: []string{"loop.json"}}), "loop.json: ", "make it point to a file")
}

// A pipe that nobody writes to blocks whoever opens it.
func TestSpecialFilesNeverBlock(t *testing.T) {
	dir := gitRepo(t, false)
	writeFiles(t, dir, "a.json", "sub/b.json")
	for _, name := range []string{"pipe.json", ignoreFile, "sub/.git"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link(t, dir, "pipe.json", "link.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "a.json", "sub/b.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"*.json"}}), "a.json")
	expectProblem(t, walk(t, Options{Dir: dir, Paths: []string{"pipe.json"}}), "pipe.json: ", "named pipe", "name - instead")
}

// Git does not follow a link in place of .gitignore.
func TestLinkedIgnoreFile(t *testing.T) {
	dir := gitRepo(t, false)
	writeFiles(t, dir, "a.json")
	writeFile(t, filepath.Join(dir, "patterns"), "*.json\n")
	link(t, dir, "patterns", ignoreFile)
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "a.json")
}

// Permissions do not stop root, for whom the folder is then like any other.
func TestUnreadableDirectory(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "closed/b.json", "z.json")
	closed := filepath.Join(dir, "closed")
	if err := os.Chmod(closed, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(closed, 0o755); err != nil {
			t.Error(err)
		}
	})
	for _, paths := range [][]string{{"."}, {"a.json", "closed", "z.json"}} {
		r := walk(t, Options{Dir: dir, Paths: paths})
		if os.Geteuid() == 0 {
			expect(t, r, "a.json", "closed/b.json", "z.json")
			continue
		}
		expectProblem(t, r, "closed: reading the directory", "permission denied")
		if d := cmp.Diff([]string{"a.json", "z.json"}, r.names()); d != "" {
			t.Errorf("files (-want +got):\n%s", d)
		}
	}
}

// A backslash is an ordinary character of a name here.
func TestBackslashInName(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, `a\b.json`)
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), `a\b.json`)
	expect(t, walk(t, Options{Dir: dir, Paths: []string{`a\b.json`}}), `a\b.json`)
}
