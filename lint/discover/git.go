package discover

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	ignoreFile = ".gitignore"
	// maxIgnoreFile bounds how much of an ignore file is read; patterns take several times their text when compiled.
	maxIgnoreFile = 4 << 20
)

// scope is the ignore patterns that hold in a directory: its own and, through parent, those above. A nil scope is outside of git and ignores nothing.
type scope struct {
	parent *scope
	rules  *Matcher
	base   int  // length of the slash prefix of what is below the folder of the patterns
	fold   bool // the repository ignores case
}

// ignored tells whether git ignores a path, given that it ignores none of the folders above it. The innermost patterns that say something decide.
func (s *scope) ignored(slash string, dir bool) bool {
	for ; s != nil; s = s.parent {
		if v := s.rules.Match(slash[s.base:], dir); v != Undecided {
			return v == Ignored
		}
	}
	return false
}

// scopeAbove collects the patterns from the git top level down to the parent of a directory.
func (w *walker) scopeAbove(dir string) *scope {
	top := GitTop(dir)
	if top == "" || top == dir {
		return nil // a top level brings its own patterns when it is entered
	}
	var folders []string
	for d := filepath.Dir(dir); d != top; d = filepath.Dir(d) {
		folders = append(folders, d)
	}
	s := w.ignoreFile(top, w.repository(top))
	for i := len(folders) - 1; i >= 0; i-- {
		s = w.ignoreFile(folders[i], s)
	}
	return s
}

// enter adds what a directory itself says. A repository inside of another one starts afresh, so that a file counts or not wherever the walk began.
func (w *walker) enter(dir string, s *scope, list listing) *scope {
	if list.git && isTop(dir) {
		s = w.repository(dir)
	}
	if list.ignore {
		s = w.ignoreFile(dir, s)
	}
	return s
}

// repository makes the outermost scope of a git top level: its info/exclude.
func (w *walker) repository(top string) *scope {
	store := commonDir(top)
	s := &scope{base: len(slashPrefix(top)), fold: ignoresCase(filepath.Join(store, "config"))}
	s.rules = w.readRules(filepath.Join(store, "info", "exclude"), os.Stat, s.fold)
	return s
}

// ignoreFile adds the .gitignore of a folder, if there is one and the folder belongs to a repository.
func (w *walker) ignoreFile(dir string, s *scope) *scope {
	if s == nil {
		return nil
	}
	rules := w.readRules(filepath.Join(dir, ignoreFile), os.Lstat, s.fold)
	if rules == nil {
		return s
	}
	return &scope{parent: s, rules: rules, base: len(slashPrefix(dir)), fold: s.fold}
}

// readRules reads a file of patterns; nil if there is none. A file that cannot be read is a problem and has no patterns, as in git.
func (w *walker) readRules(path string, stat func(string) (fs.FileInfo, error), fold bool) *Matcher {
	if info, err := stat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	text, err := readUpTo(path, maxIgnoreFile)
	if err != nil {
		w.problem(w.name(path), fmt.Errorf("reading the ignore patterns: %w; what they ignore is checked", cause(err)))
		return nil
	}
	return ParseIgnore(text, fold)
}

// readUpTo reads a file that must not be larger than the limit.
func readUpTo(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("the file is larger than %d bytes", limit)
	}
	return text, err
}

// GitTop returns the nearest folder, from dir upwards, that has a .git directory or file (as worktrees and submodules do); "" if there is none.
func GitTop(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if isTop(dir) {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// isGitName tells whether a name is that of git's store, in any case: on many file systems .GIT is the same folder.
func isGitName(name string) bool {
	return strings.EqualFold(name, ".git")
}

// isTop tells whether a folder is the top of a git work tree.
func isTop(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, ".git"))
	return err == nil && (info.IsDir() || info.Mode().IsRegular())
}

// commonDir is where the configuration and info/exclude of a work tree are: .git, what a .git file points to, or what the worktree there shares.
func commonDir(top string) string {
	store := filepath.Join(top, ".git")
	if target, ok := strings.CutPrefix(firstLine(store), "gitdir:"); ok {
		store = absolute(top, strings.TrimSpace(target))
	}
	if shared := firstLine(filepath.Join(store, "commondir")); shared != "" {
		return absolute(store, shared)
	}
	return store
}

// firstLine is the first line of a small regular file, "" for everything else.
func firstLine(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	text, err := readUpTo(path, 64<<10)
	if err != nil {
		return ""
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return strings.TrimSpace(string(line))
}

// ignoresCase reads core.ignorecase, which git sets for a work tree on a file system without case.
// It reads the plain form that git writes; settings that are included from elsewhere do not count.
func ignoresCase(config string) bool {
	if info, err := os.Stat(config); err != nil || !info.Mode().IsRegular() {
		return false
	}
	text, err := readUpTo(config, maxIgnoreFile)
	if err != nil {
		return false
	}
	core, fold := false, false
	for line := range strings.Lines(string(text)) {
		line = strings.ToLower(strings.TrimSpace(line))
		if strings.HasPrefix(line, "[") {
			core = strings.HasPrefix(line, "[core]")
			continue
		}
		key, value, hasValue := strings.Cut(line, "=")
		if !core || strings.TrimSpace(key) != "ignorecase" {
			continue
		}
		switch strings.TrimSpace(value) {
		case "true", "yes", "on", "1":
			fold = true
		default:
			fold = !hasValue
		}
	}
	return fold
}
