package discover

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The walk finds what git would add, whatever level the patterns are at.
func TestWalkAgreesWithGit(t *testing.T) {
	dir := gitRepo(t, false)
	for path, text := range map[string]string{
		".gitignore":        "*.log.json\n/top.json\nbuild/\n!keep.log.json\nsub/skip.json\n**/deep/*.yml\n",
		"sub/.gitignore":    "!skip.json\n/only.json\r\nbuild\n!build/x.json\n*.yaml\n",
		"sub/in/.gitignore": "\xef\xbb\xbf!*.yaml\nonly.json\n",
		"build/.gitignore":  "!*\n",
		".git/info/exclude": "secret.json\n!top.json\n*.jsonc\n",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(path)), text)
	}
	for _, folder := range []string{"", "sub/", "sub/in/", "sub/deep/", "build/", "sub/build/", "other/deep/down/", ".github/"} {
		for _, name := range []string{"a.json", "x.log.json", "keep.log.json", "top.json", "skip.json", "only.json", "a.yaml", "a.yml", "secret.json", "a.jsonc", "x.json"} {
			writeFiles(t, dir, folder+name)
		}
	}
	listed := string(git(t, dir, nil, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.json", "*.jsonc", "*.yaml", "*.yml"))
	want := strings.Split(strings.TrimSuffix(listed, "\x00"), "\x00")
	slices.Sort(want)
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), want...)
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"**/*.{json,jsonc,yaml,yml}"}}), want...)

	// The patterns above the start of the walk count as well.
	for _, folder := range []string{"sub", "sub/in", "other/deep"} {
		var below []string
		for _, n := range want {
			if strings.HasPrefix(n, folder+"/") {
				below = append(below, n)
			}
		}
		expect(t, walk(t, Options{Dir: dir, Paths: []string{folder}}), below...)
	}
}

func TestNamedPathsAreNotIgnored(t *testing.T) {
	dir := gitRepo(t, false)
	writeFile(t, filepath.Join(dir, ignoreFile), "build/\nx.json\n")
	writeFiles(t, dir, "build/a.json", "build/b/c.json", "build/x.json", "x.json", "y.txt")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"build"}}), "build/a.json", "build/b/c.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"x.json", "build/x.json", "y.txt"}}), "x.json", "build/x.json", "y.txt")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}))
}

func TestOutsideOfGitNothingIsIgnored(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, ignoreFile), "*.json\n")
	writeFiles(t, dir, "a.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "a.json")
}

func TestIgnoreCase(t *testing.T) {
	dir := gitRepo(t, true)
	writeFile(t, filepath.Join(dir, ignoreFile), "BUILD/\n*.Gen.json\n")
	writeFiles(t, dir, "build/a.json", "b.gen.json", "c.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "c.json")
}

func TestIgnoresCaseReadsTheConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	for text, want := range map[string]bool{
		"": false, "[core]\n\tignorecase = true\n": true, "[Core]\r\n IgnoreCase=TRUE\r\n": true, "[core]\nignorecase\n": true, "[core]\nignorecase=\n": false,
		"[core]\nignorecase = true\nignorecase = false\n": false, "[other]\nignorecase = true\n": false, "[core]\nbare = true\n[x \"y\"]\nignorecase = 1\n": false,
	} {
		writeFile(t, path, text)
		if got := ignoresCase(path); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// A repository in a repository has its own rules, wherever the walk starts; worktrees share the exclude file of their repository.
func TestNestedRepositoriesAndWorktrees(t *testing.T) {
	dir := gitRepo(t, false)
	writeFile(t, filepath.Join(dir, ignoreFile), "*.tmp.json\n")
	writeFile(t, filepath.Join(dir, ".git", "info", "exclude"), "mine.json\n")
	writeFiles(t, dir, "a.tmp.json", "nested/a.tmp.json", "nested/b.json", "nested/mine.json")
	git(t, filepath.Join(dir, "nested"), nil, "init", "-q")
	writeFile(t, filepath.Join(dir, "nested", ignoreFile), "b.json\n")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"."}}), "nested/a.tmp.json", "nested/mine.json")
	expect(t, walk(t, Options{Dir: dir, Paths: []string{"nested"}}), "nested/a.tmp.json", "nested/mine.json")

	tree := filepath.Join(t.TempDir(), "tree")
	git(t, dir, nil, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "first")
	git(t, dir, nil, "worktree", "add", "-q", tree)
	writeFiles(t, tree, "mine.json", "yours.json")
	expect(t, walk(t, Options{Dir: tree, Paths: []string{"."}}), "yours.json")
}

func TestOversizedIgnoreFileIsAProblem(t *testing.T) {
	dir := gitRepo(t, false)
	writeFile(t, filepath.Join(dir, ignoreFile), strings.Repeat("a.json\n", maxIgnoreFile/7+1))
	writeFiles(t, dir, "a.json")
	r := walk(t, Options{Dir: dir, Paths: []string{"."}})
	expectProblem(t, r, ".gitignore: reading the ignore patterns", "larger than")
	if d := cmp.Diff([]string{"a.json"}, r.names()); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
}

func TestGitTop(t *testing.T) {
	dir := gitRepo(t, false)
	writeFiles(t, dir, "a/b/c.json", "tree/x.json", "odd/.gitignore")
	writeFile(t, filepath.Join(dir, "tree", ".git"), "gitdir: /elsewhere\n")
	for folder, want := range map[string]string{".": ".", "a": ".", "a/b": ".", "tree": "tree", "odd": ".", "a/none": "."} {
		if got := GitTop(filepath.Join(dir, folder)); got != filepath.Join(dir, want) {
			t.Errorf("top of %s is %s", folder, got)
		}
	}
	if got := GitTop(t.TempDir()); got != "" {
		t.Errorf("a folder outside of git has the top %s", got)
	}
}

// BenchmarkWalk reports the time per file and the most that the heap held during a walk.
func BenchmarkWalk(b *testing.B) {
	const files = 100_000
	for _, shape := range []struct {
		name    string
		folders int
	}{{"folders", 1000}, {"flat", 1}} {
		b.Run(shape.name, func(b *testing.B) {
			dir := b.TempDir()
			git(b, dir, nil, "init", "-q")
			writeFile(b, filepath.Join(dir, ignoreFile), "node_modules/\n*.log\n/dist\n.env*\n**/target/\n*.py[co]\nbuild/**/out\n")
			for i := range files {
				writeFiles(b, dir, fmt.Sprintf("%03d/%05d.json", i%shape.folders, i))
			}
			before, peak := heapBytes(), uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				err := Walk(context.Background(), Options{Dir: dir, Paths: []string{"."}, Extensions: extensions, Excluded: below(dir, "vendor")}, func(File) error {
					if n++; n%(files/4) == 0 {
						peak = max(peak, heapBytes())
					}
					return nil
				}, nil)
				if err != nil || n != files {
					b.Fatalf("%d files, %v", n, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/files, "ns/file")
			b.ReportMetric(float64(max(peak, before)-before)/1e6, "peak-MB")
		})
	}
}
