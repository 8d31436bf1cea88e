package discover

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gitRepo makes an empty repository.
func gitRepo(tb testing.TB, foldCase bool) string {
	tb.Helper()
	dir := tb.TempDir()
	git(tb, dir, nil, "init", "-q")
	git(tb, dir, nil, "config", "core.ignorecase", fmt.Sprint(foldCase))
	return dir
}

// git runs git apart from the settings of the user and returns its output. Status 1 is how check-ignore says that nothing is ignored.
func git(tb testing.TB, dir string, stdin []byte, args ...string) []byte {
	tb.Helper()
	c := exec.Command("git", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "HOME="+dir, "XDG_CONFIG_HOME="+dir)
	c.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		tb.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// checkIgnore asks git which of the paths it ignores. A path that does not exist is a file to git.
func checkIgnore(tb testing.TB, dir string, paths []string) map[string]bool {
	tb.Helper()
	out := git(tb, dir, []byte(strings.Join(paths, "\x00")), "check-ignore", "--stdin", "-z", "--no-index")
	ignored := map[string]bool{}
	for p := range strings.SplitSeq(string(out), "\x00") {
		ignored[p] = p != ""
	}
	return ignored
}

// ignoredBy is what a walk makes of a path: nothing below an ignored folder is asked for.
func ignoredBy(m *Matcher, path string, dir bool) bool {
	for i, c := range path {
		if c == '/' && m.Match(path[:i], true) == Ignored {
			return true
		}
	}
	return m.Match(path, dir) == Ignored
}

// oracle asks git: about files in a repository where there are none, about directories in one where they exist.
type oracle struct {
	files, dirs string
	fold        bool
}

func newOracle(t *testing.T, fold bool) oracle {
	t.Helper()
	return oracle{files: gitRepo(t, fold), dirs: gitRepo(t, fold), fold: fold}
}

// compare reports every path that git and the matcher judge differently, and counts what is ignored. A final slash makes a path a directory.
func (o oracle) compare(t *testing.T, patterns string, paths []string) (ignored int) {
	t.Helper()
	var files, dirs []string
	for _, p := range paths {
		if d, ok := strings.CutSuffix(p, "/"); ok {
			dirs = append(dirs, d)
			if err := os.MkdirAll(filepath.Join(o.dirs, filepath.FromSlash(d)), 0o755); err != nil {
				t.Fatal(err)
			}
		} else {
			files = append(files, p)
		}
	}
	m := ParseIgnore([]byte(patterns), o.fold)
	judge := func(repo string, paths []string, dir bool) {
		writeFile(t, filepath.Join(repo, ignoreFile), patterns)
		want := checkIgnore(t, repo, paths)
		for _, p := range paths {
			if got := ignoredBy(m, p, dir); got != want[p] {
				t.Errorf("patterns %q, path %q (directory %t, fold %t): ignored is %t, git says %t", patterns, p, dir, o.fold, got, want[p])
			}
			if want[p] {
				ignored++
			}
		}
	}
	judge(o.files, files, false)
	judge(o.dirs, dirs, true)
	return ignored
}

// tablePatterns are ignore files, one for each thing that the format can say.
var tablePatterns = []string{
	"", "\n\n", "# a.json", `\#a.json`, "#", "!", "/", "//", "!/", "a.json", "/a.json", "a", "a/", "/a/", "a//", "b/a.json", "/b/a.json", "b/", "a/b", "a/b/",
	"*", "*.json", "/*.json", "*.json\n!a.json", "!a.json\n*.json", "*\n!*/\n!*.json", "a\n!a/b.json", "a/*\n!a/b.json", "/*\n!/a\n/a/*\n!/a/b.json",
	"**", "**/", "/**", "**/a.json", "**/a", "a/**", "a/**/", "a/**/b", "a/**/b.json", "**/b/**", "/**/a", "**/**/a.json", "a**", "a**/b", "/a**", "a/b**", "a/**b", "a/b**/c.json", "a***b", "a/***/b",
	"***", "***/b.json", `a/**\/b`, `**\/b.json`, `a\/b`, "a/*/b.json", "*/b.json", "a/*/", "*/*", "*/*/", "a/*b*", "?.json", "a?b", "a/?.json", "?", "??", "a?json", "???",
	"[a].json", "[ab].json", "[a-c].json", "[!a].json", "[^a].json", "[]a].json", "[!]a].json", "[a-].json", "[-a].json", "[a", "[", "a[", "[]", "[!]", "[a/b]", "a[/]b", "a[!x]b", `[\]a].json`, `[a\-c].json`, `[\a-\c].json`, `[a-\`, `[\`,
	"[[:alpha:]].json", "[[:alnum:]_]", "[[:digit:]]*", "[[:foo:]]", "[[:alpha:]", "[[:alpha", "[[:]]", "[[::]]", "[:a:]", "[[:space:]]", "[[:upper:]]", "[[:lower:]]", "[[:punct:]]", "[c-a].json", "[[:alpha:]-z]", "[a-[:digit:]]", "[a-c-e].json",
	`\a.json`, `\*`, `a\`, `a\\`, `\[a].json`, `\!a`, `!\!a`, "!!a", `\?`, "a.json ", "a.json  ", `a.json\ `, `a.json\  `, "a.json\t", " a.json", " ", `\ `, "x y", `x\ y`, "x y ",
	"a.json\r\nb/\r\n", "a.json\r", "\r\n", "a.json \r\n", "\xef\xbb\xbfa.json", "\xef\xbb\xbf# a\nb", "# x\n\xef\xbb\xbfa.json", "a.json\x00b\nb.json", "é", "?é", "[é]", "é*", "*.JSON", "A.json", "A*", "[A-C].json", `\A.json`, "[A].json", "/B/",
	".*", ".*\n!.github", ".git*", "*.", "*.*", "a.*", "*a*", "*a*b*", "a*n", "*n", "**n", "/b/**\n!/b/a/", "b/*\n!b/a", "a/b/c.json", "/a/b/c.json", "c.json/", "*.json/", "a b", "*b/*c*", "a*/**/c*", "**/a/**/c.json", "**/b/*", "*/**/c.json", "a/**/**/c.json",
}

// tablePaths are the paths that each of them is asked about.
var tablePaths = []string{
	"a", "a/", "a.json", "A.json", "a.json/", "b", "b/", "B/", "b.json", "c.json", "]", "].json", "-.json", "[a", "[a].json", "!a", "#a.json", "#", " a.json", "x y",
	"a/b", "a/b/", "a/a.json", "a/b.json", "a/c.json", "a/b/b.json", "a/b/c.json", "a/x/b.json", "a/x/y/b", "a/x/y/b/", "a/x/y/c.json", "b/a", "b/a/", "b/a.json", "b/a/c.json", "b/x/a.json", "ab", "axb", "ab/c.json", "a/bx/c.json", "a/bx/y/c.json", "a-b", "a[", "a[b", "axb/", "a/x/y/", "b/x/", "aa/", "aa/b/", "ab/c/", "c.json/",
	"é", "xé", "éa", ".github/", ".github/a.json", ".gitignore", ".x", "1", "1a", "_", "0.json", "d.json", "e.json", "x/a", "x/y/a.json", "a.jsonx", "aa/ba/c.json", "a/.json", "a1",
}

// unixPaths are names that Windows does not have.
var unixPaths = []string{"*", "?", `a\`, `\a`, `a\b`, "a.json ", "a.json  ", "a.json\t", "a.json\r", " ", "x y ", "x.", "foo:", "[:a:]", "a\xff", "\xc3", "a.json\t/", "a /", "a\nb"}

// The matcher judges as git does, with and without regard to case.
func TestMatcherAgreesWithGit(t *testing.T) {
	paths := tablePaths
	if filepath.Separator == '/' {
		paths = append(paths, unixPaths...)
	}
	for _, fold := range []bool{false, true} {
		o := newOracle(t, fold)
		ignored := 0
		for _, p := range tablePatterns {
			ignored += o.compare(t, p, paths)
		}
		if ignored < 1500 {
			t.Errorf("git ignores %d paths; the table does not test much", ignored)
		}
	}
}

// Patterns and paths made of few letters, so that they meet often.
func TestMatcherAgreesWithGitOnRandomPatterns(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 11))
	pick := func(list []string, most int) string {
		var s strings.Builder
		for range 1 + rnd.IntN(most) {
			s.WriteString(list[rnd.IntN(len(list))])
		}
		return s.String()
	}
	pieces := []string{"a", "a", "b", "b", "B", "-", "*", "*", "**", "**/", "/**/", "/", "/", "?", "[ab]", "[!a]", "[^-b]", "[a-b]", "[]", "]", "[", "[[:alpha:]", `\`, `\b`, "!", " ", "#", ".", "[/]", `\/`}
	names := []string{"a", "a", "b", "b", "B", "-", ".", "]"}
	oracles := map[bool]oracle{false: newOracle(t, false), true: newOracle(t, true)}
	for range 300 {
		var lines []string
		for range 1 + rnd.IntN(4) {
			lines = append(lines, pick(pieces, 7))
		}
		var paths []string
		for range 60 {
			elements := make([]string, 1+rnd.IntN(4))
			for i := range elements {
				// The final letter keeps clear of . and .. and of what Windows cannot name.
				elements[i] = pick(names, 3) + []string{"a", "b"}[rnd.IntN(2)]
				if rnd.IntN(2) == 0 {
					elements[i] = []string{"a", "b"}[rnd.IntN(2)]
				}
			}
			paths = append(paths, strings.Join(elements, "/")+[]string{"", "/"}[rnd.IntN(2)])
		}
		oracles[rnd.IntN(3) == 0].compare(t, strings.Join(lines, "\n"), paths)
	}
}

// No pattern takes long on any path: an exponential search would never end here.
func TestMatcherHostilePatterns(t *testing.T) {
	long := strings.Repeat("a", 4000)
	deep := strings.Repeat("a/", 1000) + "a"
	for _, p := range []string{
		strings.Repeat("*a", 200) + "*b", strings.Repeat("**/a/", 200) + "b", strings.Repeat("**/*a", 100) + "b", strings.Repeat("**/", 5000) + "b", strings.Repeat("*", 5000) + "b",
		strings.Repeat("*/", 500) + "b", strings.Repeat("[a-z]*", 200) + "1", strings.Repeat("?*", 200) + "b", "**/" + strings.Repeat("*a*", 100) + "/b", strings.Repeat("[", 5000), strings.Repeat("[[:", 5000),
	} {
		m := ParseIgnore([]byte(p), false)
		for _, path := range []string{long, deep} {
			if v := m.Match(path, false); v != Undecided {
				t.Errorf("pattern %.20q matches %.20q", p, path)
			}
		}
	}
}

// Any text compiles and matches without panic.
func FuzzMatcher(f *testing.F) {
	for i, p := range tablePatterns {
		f.Add(p, tablePaths[i%len(tablePaths)], i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, patterns, path string, fold bool) {
		m := ParseIgnore([]byte(patterns), fold)
		if first, again := m.Match(path, true), m.Match(path, true); first != again {
			t.Errorf("%v, then %v", first, again)
		}
	})
}

func BenchmarkMatcher(b *testing.B) {
	m := ParseIgnore([]byte("node_modules/\n*.log\n/dist\n.env*\n**/target/\n*.py[co]\n!keep.log\nbuild/**/out\n"), false)
	b.ReportAllocs()
	for b.Loop() {
		m.Match("teams/search/jobs/clickstream.json", false)
	}
}
