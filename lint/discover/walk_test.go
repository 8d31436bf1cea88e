package discover

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var extensions = []string{".json", ".jsonc", ".yaml", ".yml"}

// result is what one walk came to.
type result struct {
	files    []File
	problems []string // "path: error"
}

// names is the names in the order of the visits.
func (r result) names() []string {
	var names []string
	for _, f := range r.files {
		names = append(names, f.Name)
	}
	return names
}

// walk runs Walk with the usual extensions and checks what holds for every file.
func walk(t *testing.T, o Options) result {
	t.Helper()
	if o.Extensions == nil {
		o.Extensions = extensions
	}
	var r result
	err := Walk(context.Background(), o, func(f File) error {
		r.files = append(r.files, f)
		info, err := os.Stat(f.Path)
		if err != nil || info.Size() != f.Size || !filepath.IsAbs(f.Path) {
			t.Errorf("%+v does not describe its file (%v)", f, err)
		}
		return nil
	}, func(path string, err error) {
		r.problems = append(r.problems, path+": "+err.Error())
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// expect compares the names and asks for no problems.
func expect(t *testing.T, r result, names ...string) {
	t.Helper()
	if d := cmp.Diff(names, r.names()); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	if len(r.problems) > 0 {
		t.Errorf("problems: %q", r.problems)
	}
}

// expectProblem asks for one problem that says all of this.
func expectProblem(t *testing.T, r result, parts ...string) {
	t.Helper()
	if len(r.problems) != 1 {
		t.Fatalf("problems: %q, want one", r.problems)
	}
	for _, p := range parts {
		if !strings.Contains(r.problems[0], p) {
			t.Errorf("problem %q does not say %q", r.problems[0], p)
		}
	}
}

func TestWalkOrderAndExtensions(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "b.json", "a.YAML", "a/z.json", "a/b/c.jsonc", "a.json", "a-b/x.yml", "readme.md", "json", ".github/workflow.yml", ".json", "z/.hidden.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}),
		".github/workflow.yml", ".json", "a-b/x.yml", "a.YAML", "a.json", "a/b/c.jsonc", "a/z.json", "b.json", "z/.hidden.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"z", "a/b/../b/", "b.json", "a"}}),
		"z/.hidden.json", "a/b/c.jsonc", "b.json", "a/z.json")
	expect(t, walk(t, Options{Dir: dir}))
}

func TestNamesAreRelativeToDir(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "sub/b.json", "sub/deep/c.json", "sub2/d.json")
	sub := filepath.Join(dir, "sub")
	r := walk(t, Options{Dir: sub, Paths: []string{".."}})
	expect(t, r, "../a.json", "b.json", "deep/c.json", "../sub2/d.json")
	expect(t, walk(t, Options{Dir: sub, Paths: []string{filepath.Join(dir, "sub2"), filepath.Join(sub, "b.json")}}), "../sub2/d.json", "b.json")
	for _, f := range r.files {
		if rel, err := filepath.Rel(dir, f.Path); err != nil || strings.HasPrefix(rel, "..") {
			t.Errorf("path %s", f.Path)
		}
	}
}

func TestFileGivenTwiceIsVisitedOnce(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a/x.json", "a/y.json", "b.json")
	r := walk(t, Options{Dir: dir, Paths: []string{"a", "a/x.json", "./a//x.json", filepath.Join(dir, "b.json"), "*.json", "**/*.json"}})
	expect(t, r, "a/x.json", "a/y.json", "b.json")
	var explicit []bool
	for _, f := range r.files {
		explicit = append(explicit, f.Explicit)
	}
	if d := cmp.Diff([]bool{true, false, true}, explicit); d != "" {
		t.Errorf("explicit (-want +got):\n%s", d)
	}
}

// below returns a function that reports whether a path is one of the given ones, or lies below one.
func below(dir string, names ...string) func(string) bool {
	return func(path string) bool {
		for _, name := range names {
			full := filepath.Join(dir, name)
			if path == full || strings.HasPrefix(path, full+string(filepath.Separator)) {
				return true
			}
		}
		return false
	}
}

func TestExcludedIsSkipped(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "p/jobs/a.json", "p/jobs/old/b.json", "p/other/c.json", "p/vendor/d.json", "p/x/vendor/e.json", "p/.git-like/f.json", "out.json")
	o := Options{Dir: dir, Paths: []string{"."}, Excluded: below(dir, "p/vendor", "p/jobs/old")}
	expect(t, walk(t, o), "out.json", "p/.git-like/f.json", "p/jobs/a.json", "p/other/c.json", "p/x/vendor/e.json")
	o.Paths = []string{"p/vendor/d.json", "p/jobs/old/b.json"}
	expect(t, walk(t, o), "p/vendor/d.json", "p/jobs/old/b.json")
	for _, p := range []string{"p/vendor", "p/jobs/old"} {
		o.Paths = []string{p}
		expect(t, walk(t, o))
	}
	o.Paths = []string{"p/*/*.json"}
	expect(t, walk(t, o), "p/.git-like/f.json", "p/jobs/a.json", "p/other/c.json")
}

func TestExcludedDirectoryIsNotEntered(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "vendor/b.json")
	var r result
	err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"."}, Extensions: extensions, Excluded: below(dir, "vendor")}, func(f File) error {
		r.files = append(r.files, f)
		return os.RemoveAll(filepath.Join(dir, "vendor"))
	}, func(path string, err error) { r.problems = append(r.problems, path+": "+err.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	expect(t, r, "a.json") // entering the folder that is gone would be a problem
}

func TestCheckGlob(t *testing.T) {
	for _, p := range []string{"[a", "{a,b", strings.Repeat("{a,b}", 20)} {
		if err := CheckGlob(p); err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

func TestGlobs(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q")
	writeFile(t, filepath.Join(dir, ignoreFile), "build/\n*.gen.json\n")
	writeFiles(t, dir, "a.json", "b.txt", "jobs/a.json", "jobs/a.gen.json", "jobs/b.spec", "jobs/prod/c.json", "jobs/prod/d.txt", "jobs/prod/x/e.yaml", "build/f.json", "[x].json", "x.json", "lit{eral/g.json")
	for _, c := range []struct {
		glob string
		want []string
	}{
		{"*.json", []string{"[x].json", "a.json", "x.json"}},
		{"**/*.json", []string{"[x].json", "a.json", "jobs/a.json", "jobs/prod/c.json", "lit{eral/g.json", "x.json"}},
		{"jobs/*", []string{"jobs/a.json", "jobs/prod/c.json", "jobs/prod/x/e.yaml"}},
		{"jobs/*.spec", []string{"jobs/b.spec"}},
		{"./jobs/**/*.{json,txt}", []string{"jobs/a.json", "jobs/prod/c.json", "jobs/prod/d.txt"}},
		{"jobs/**", []string{"jobs/a.json", "jobs/prod/c.json", "jobs/prod/x/e.yaml"}},
		{"*/prod/?.json", []string{"jobs/prod/c.json"}},
		{"jo*/p*d/x/*", []string{"jobs/prod/x/e.yaml"}},
		{"{jobs/prod,a.json}", []string{"a.json", "jobs/prod/c.json", "jobs/prod/x/e.yaml"}},
		{"{jobs/prod,build}/*.json", []string{"jobs/prod/c.json"}},
		{"build/*.json", []string{"build/f.json"}}, // the folder is named
		{"[x].json", []string{"[x].json"}},         // it exists
		{"[xy].json", []string{"x.json"}},
		{"lit{eral", []string{"lit{eral/g.json"}},
		{"jobs/../*.txt", []string{"b.txt"}},
		{filepath.Join(dir, "jobs", "*.json"), []string{"jobs/a.json"}},
	} {
		t.Run(c.glob, func(t *testing.T) {
			r := walk(t, Options{Dir: dir, Paths: []string{c.glob}})
			expect(t, r, c.want...)
			for _, f := range r.files {
				if f.Explicit != (f.Name == c.glob) {
					t.Errorf("%s: explicit is %t", f.Name, f.Explicit)
				}
			}
		})
	}
	for _, g := range []string{"*.xml", "none/*.json", "buil?/*.json", "jobs/*.gen.json", "a.json/*"} {
		r := walk(t, Options{Dir: dir, Paths: []string{g}})
		expectProblem(t, r, "no file matches "+g)
	}
	expectProblem(t, walk(t, Options{Dir: dir, Paths: []string{"jobs/[a"}}), "jobs/[a", "close every [")
	expectProblem(t, walk(t, Options{Dir: dir, Paths: []string{strings.Repeat("{a,b}", 20)}}), "alternatives")
}

// Steps through a glob's folders enter no other ones.
func TestGlobEnters(t *testing.T) {
	for _, c := range []struct {
		glob string
		yes  []string
		no   []string
	}{
		{"*.json", nil, []string{"a", "a/b"}},
		{"a*/*.json", []string{"a", "ab"}, []string{"b", "a/b"}},
		{"*/b/*", []string{"a", "c", "c/b"}, []string{"a/c", "a/b/c"}},
		{"x*/**/y.json", []string{"x", "xy", "x/b", "x/b/c"}, []string{"a"}},
		{"**", []string{"a", "a/b"}, nil},
		{"{a/b,c}/*.json", []string{"a", "a/b", "c"}, nil},
	} {
		g, err := newGlob(t.TempDir(), c.glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range append(slices.Clone(c.yes), c.no...) {
			if got, want := g.enters(g.prefix+p), slices.Contains(c.yes, p); got != want {
				t.Errorf("%s enters %s: %t", c.glob, p, got)
			}
		}
	}
}

func TestProblemsOfNamedPaths(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "b.json")
	git(t, dir, nil, "init", "-q")
	for _, c := range []struct{ path, name, says string }{
		{"", "", "the path is empty"},
		{"nope.json", "nope.json", "check the spelling"},
		{"no/such/dir", "no/such/dir", "check the spelling"},
		{"../gone-for-good.json", "../gone-for-good.json", "check the spelling"},
		{".git", ".git", "store of git"},
	} {
		r := walk(t, Options{Dir: dir, Paths: []string{"b.json", c.path, "a.json"}})
		expectProblem(t, r, c.name+": ", c.says)
		if d := cmp.Diff([]string{"b.json", "a.json"}, r.names()); d != "" {
			t.Errorf("the others (-want +got):\n%s", d)
		}
	}
	err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"nope"}}, nil, func(_ string, err error) {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v is not fs.ErrNotExist", err)
		}
	})
	if err != nil {
		t.Error(err)
	}
}

// What vanishes during the walk is a problem, and the walk goes on.
func TestVanishedEntries(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "b.json", "c/d.json", "e.json")
	var r result
	err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"."}, Extensions: extensions}, func(f File) error {
		r.files = append(r.files, f)
		return errors.Join(os.RemoveAll(filepath.Join(dir, "b.json")), os.RemoveAll(filepath.Join(dir, "c")))
	}, func(path string, err error) { r.problems = append(r.problems, path+": "+err.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"a.json", "e.json"}, r.names()); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	if len(r.problems) != 2 || !strings.HasPrefix(r.problems[0], "b.json: looking at the file") || !strings.HasPrefix(r.problems[1], "c: reading the directory") {
		t.Errorf("problems: %q", r.problems)
	}
}

func TestWalkStops(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "a.json", "b.json", "c.json")
	stop := errors.New("enough")
	n := 0
	err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"."}, Extensions: extensions}, func(File) error { n++; return stop }, nil)
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%v after %d files", err, n)
	}
	for _, paths := range [][]string{{"."}, {"a.json", "b.json"}, {"*.json"}} {
		ctx, cancel := context.WithCancel(context.Background())
		n = 0
		err = Walk(ctx, Options{Dir: dir, Paths: paths, Extensions: extensions}, func(File) error { n++; cancel(); return nil }, nil)
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%v after %d files of %v", err, n, paths)
		}
		cancel()
	}
}

// A walk of many files keeps nothing of those it has visited.
func TestWalkKeepsNothing(t *testing.T) {
	dir := t.TempDir()
	for i := range 4000 {
		writeFiles(t, dir, fmt.Sprintf("%02d/%d.json", i%40, i))
	}
	n, early, late := 0, uint64(0), uint64(0)
	err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"."}, Extensions: extensions}, func(File) error {
		switch n++; n {
		case 100:
			early = heapBytes()
		case 4000:
			late = heapBytes()
		}
		return nil
	}, nil)
	if err != nil || n != 4000 {
		t.Fatalf("%d files, %v", n, err)
	}
	if late > early+200_000 {
		t.Errorf("the heap grows from %d to %d bytes", early, late)
	}
}
