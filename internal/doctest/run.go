package doctest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Runner runs pages.
type Runner struct {
	// Shell runs the commands: bash, or a sh that is like it.
	Shell string
	// Prelude is shell text before each command, for functions.
	Prelude string
	// Env is the whole environment of the commands.
	Env []string
	// Source is the folder that the directive "files" copies from.
	Source string
	// Checks judge blocks by their language. A block of a language that is not here must be a file or be marked.
	Checks map[string]func(title, text string) error
}

// patience is how long one command may take. They take milliseconds; a slow machine under the race detector is what this is for.
const patience = 2 * time.Minute

// story is a page while it runs.
type story struct {
	*Runner
	base     string
	folders  int
	folder   string
	status   int
	problems []Problem
}

// Run runs a page in new folders below base. It returns the page with what was printed, and what is wrong with it.
func (r *Runner) Run(ctx context.Context, page Page, base string) (string, []Problem) {
	s := &story{Runner: r, base: base}
	if err := s.newFolder(); err != nil {
		return page.Text, []Problem{{Text: err.Error()}}
	}
	var out strings.Builder
	done := 0
	for i, step := range page.Steps {
		if step.Block == nil {
			s.follow(step)
			continue
		}
		block := step.Block
		text := s.block(ctx, step.Line, block)
		if block.Language == "console" && !block.Marked {
			s.mustShowStatus(page.Steps[i:])
		}
		out.WriteString(page.Text[done:block.start])
		out.WriteString(indented(text, block.indent))
		done = block.end
	}
	out.WriteString(page.Text[done:])
	return out.String(), s.problems
}

func indented(text, indent string) string {
	if indent == "" {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(indent)
		}
		b.WriteString(line)
	}
	return b.String()
}

func (s *story) problem(line int, format string, args ...any) {
	s.problems = append(s.problems, Problem{Line: line, Text: fmt.Sprintf(format, args...)})
}

func (s *story) newFolder() error {
	s.folders++
	s.folder, s.status = filepath.Join(s.base, fmt.Sprint(s.folders)), 0
	return os.MkdirAll(s.folder, 0o755)
}

func (s *story) follow(step Step) {
	if step.Directive == "new folder" {
		if err := s.newFolder(); err != nil {
			s.problem(step.Line, "%v", err)
		}
		return
	}
	for _, name := range strings.Fields(step.Argument) {
		source, target, moved := strings.Cut(name, "=")
		if !moved {
			target = source
		}
		if err := copyTo(filepath.Join(s.folder, target), filepath.Join(s.Source, source)); err != nil {
			s.problem(step.Line, "files: %v", err)
		}
	}
}

// copyTo copies a file, or a folder with all that is in it.
func copyTo(target, source string) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return os.CopyFS(target, os.DirFS(source))
	}
	data, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, data, info.Mode().Perm())
}

// block runs, checks or writes a block, and returns its text as it should be.
func (s *story) block(ctx context.Context, line int, block *Block) string {
	switch {
	case block.Language == "console" && !block.Marked:
		return s.console(ctx, line, block.Text)
	case block.Language == "diff" && block.Title != "" && !block.Marked:
		if err := edit(filepath.Join(s.folder, block.Title), block.Text); err != nil {
			s.problem(line, "%s: %v", block.Title, err)
		}
		return block.Text
	}
	if block.Title != "" {
		if err := s.write(block.Title, block.Text); err != nil {
			s.problem(line, "%v", err)
		}
	}
	if block.Marked {
		return block.Text
	}
	check, known := s.Checks[block.Language]
	isScript := block.Language == "sh" || block.Language == "bash"
	switch {
	case isScript && block.Title == "":
		if out, status := s.run(ctx, "set -e\n"+block.Text); status != 0 {
			s.problem(line, "the script ends with %d:\n%s", status, out)
		}
	case isScript:
		if out, err := exec.CommandContext(ctx, s.Shell, "-n", filepath.Join(s.folder, block.Title)).CombinedOutput(); err != nil {
			s.problem(line, "%v\n%s", err, out)
		}
	case known:
		if err := check(block.Title, block.Text); err != nil {
			s.problem(line, "%v", err)
		}
	case block.Title == "":
		s.problem(line, "nothing is done with this block of %q: give it a title=\"FILE\", or say why with <!-- not run: REASON --> before it", block.Language)
	}
	return block.Text
}

func (s *story) write(name, text string) error {
	if !filepath.IsLocal(name) {
		return fmt.Errorf("the file %q is outside of the folder of the page", name)
	}
	name = filepath.Join(s.folder, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	// As an editor saves it: a script is made executable by a command that the page shows.
	return os.WriteFile(name, []byte(text), 0o644)
}

// edit makes the change of a block of the language diff: lines with "-" go, lines with "+" come, the others stand around them. What is
// before the change must be in the file exactly once.
func edit(name, change string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var before, after strings.Builder
	for line := range strings.Lines(change) {
		switch line[0] {
		case ' ':
			before.WriteString(line[1:])
			after.WriteString(line[1:])
		case '-':
			before.WriteString(line[1:])
		case '+':
			after.WriteString(line[1:])
		default:
			return fmt.Errorf("the line %q of a change begins with a space, - or +", strings.TrimSpace(line))
		}
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	at, found, start := 0, 0, 0
	for line := range strings.Lines(text) {
		if before.Len() > 0 && strings.HasPrefix(text[start:], before.String()) {
			at = start
			found++
		}
		start += len(line)
	}
	if found != 1 {
		return fmt.Errorf("what the change replaces must be there once, and is there %d times", found)
	}
	return os.WriteFile(name, []byte(text[:at]+after.String()+text[at+before.Len():]), 0o644)
}

// console runs the commands of a block and returns it with what they print.
func (s *story) console(ctx context.Context, line int, text string) string {
	var got strings.Builder
	commands := strings.Split("\n"+text, "\n$ ")
	if commands[0] != "" {
		s.problem(line+1, "a console block begins with a command behind \"$ \"")
	}
	at := line + 1 + strings.Count(commands[0], "\n")
	for i, part := range commands[1:] {
		if i > 0 && strings.TrimSpace(command(part)) != "echo $?" {
			s.mustKnowStatus(at)
		}
		shell := command(part)
		shown := strings.TrimPrefix(strings.TrimPrefix(part, shell), "\n")
		if shown != "" && !strings.HasSuffix(shown, "\n") {
			shown += "\n"
		}
		out, status := s.run(ctx, shell)
		if out != shown {
			s.problems = append(s.problems, Problem{Line: at, Text: "$ " + shell + "\n" + firstDifference(out, shown), Output: true})
		}
		s.status = status
		got.WriteString("$ " + shell + "\n" + out)
		at += 1 + strings.Count(part, "\n")
	}
	return got.String()
}

// firstDifference shows the first line in which what was printed differs from what the page shows.
func firstDifference(printed, shown string) string {
	got, want := strings.Split(printed, "\n"), strings.Split(shown, "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return fmt.Sprintf("line %d of the output\n  printed: %s\n  shown:   %s", i+1, lineAt(got, i), lineAt(want, i))
		}
	}
	return ""
}

func lineAt(lines []string, i int) string {
	// The piece behind the last line feed is no line.
	if i >= len(lines)-1 {
		return "(nothing)"
	}
	return lines[i]
}

// command is the first line of a part of a console block, and those that a backslash at the end joins to it.
func command(part string) string {
	end := 0
	for {
		next := strings.IndexByte(part[end:], '\n')
		if next < 0 {
			return part
		}
		end += next
		if end == 0 || part[end-1] != '\\' {
			return part[:end]
		}
		end++
	}
}

// mustKnowStatus complains of a command that failed otherwise than by findings when the page says nothing about it.
func (s *story) mustKnowStatus(line int) {
	if s.status > 1 {
		s.problem(line, "the command before ends with %d: show that with $ echo $?", s.status)
	}
}

// mustShowStatus is mustKnowStatus for the last command of a block: the page may ask for the status in the next one.
func (s *story) mustShowStatus(steps []Step) {
	for _, next := range steps[1:] {
		if next.Block != nil && next.Block.Language == "console" && !next.Block.Marked {
			if command(strings.TrimPrefix(next.Block.Text, "$ ")) == "echo $?" {
				return
			}
			break
		}
	}
	s.mustKnowStatus(steps[0].Line)
	s.status = min(s.status, 1)
}

// run runs shell text and returns what it prints, on both streams, and its exit code. $? and the folder are those of the command before.
func (s *story) run(ctx context.Context, text string) (string, int) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	place := filepath.Join(s.base, "folder")
	// Git for Windows says /c/… without -W.
	script := fmt.Sprintf("trap '(pwd -W || pwd) >\"$DOCTEST_PLACE\" 2>/dev/null' EXIT\n%s\n(exit %d)\n%s\n", s.Prelude, s.status, strings.TrimSuffix(text, "\n"))
	cmd := exec.CommandContext(ctx, s.Shell, "-c", script)
	cmd.Dir = s.folder
	cmd.Env = append(append([]string{}, s.Env...), "DOCTEST_PLACE="+place)
	out, err := cmd.CombinedOutput()
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		return err.Error() + "\n", -1
	}
	if folder, err := os.ReadFile(place); err == nil && len(folder) > 0 {
		s.folder = filepath.FromSlash(strings.TrimSpace(string(folder)))
	}
	printed := strings.ReplaceAll(string(out), "\r\n", "\n")
	if printed != "" && !strings.HasSuffix(printed, "\n") {
		printed += "\n"
	}
	return printed, status
}
