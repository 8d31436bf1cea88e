package main

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var codeSpan = regexp.MustCompile("`(polarspec [^`\n]*)`")

// TestDocsCommands looks at the commands that stand in sentences and are not run: the command and its flags must exist.
func TestDocsCommands(t *testing.T) {
	root := os.DirFS("../..")
	rules, err := fs.Glob(root, "rules/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range append(pages(t), rules...) {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range codeSpan.FindAllStringSubmatch(string(text), -1) {
			found++
			if err := mentioned(match[1]); err != nil {
				t.Errorf("%s: `%s`: %v", name, match[1], err)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d commands were found", found)
	}
}

// mentioned fails for a command line with a command or a flag that does not exist. Its arguments may be placeholders.
func mentioned(line string) error {
	words := strings.Fields(line)[1:]
	var positional []string
	for _, word := range words {
		if strings.HasPrefix(word, "-") {
			break
		}
		positional = append(positional, word)
	}
	root := newRoot(&streams{})
	root.InitDefaultHelpCmd()
	command, rest, err := root.Find(positional)
	if err != nil {
		return err
	}
	if command.HasSubCommands() && len(rest) > 0 && (command.Args == nil || command.ValidateArgs(rest) != nil) {
		return fmt.Errorf("there is no command %q", rest[0])
	}
	for _, word := range words {
		if err := knownFlag(command, strings.TrimRight(word, ".,;:]")); err != nil {
			return err
		}
	}
	return nil
}

func knownFlag(command *cobra.Command, word string) error {
	command.InitDefaultHelpFlag()
	name, _, _ := strings.Cut(word, "=")
	flags := command.Flags()
	switch long, isLong := strings.CutPrefix(name, "--"); {
	case isLong && flags.Lookup(long) == nil && command.InheritedFlags().Lookup(long) == nil:
		return fmt.Errorf("%s has no flag %s", command.CommandPath(), name)
	case !isLong && len(name) == 2 && name[0] == '-' && flags.ShorthandLookup(name[1:]) == nil:
		return fmt.Errorf("%s has no flag %s", command.CommandPath(), name)
	}
	return nil
}

func TestDocsCommandsNotices(t *testing.T) {
	for line, want := range map[string]string{
		"polarspec lint --fix PATH":            "",
		"polarspec gen job -o FILE":            "",
		"polarspec lint --fixx":                "polarspec lint has no flag --fixx",
		"polarspec gen jobs":                   `there is no command "jobs"`,
		"polarspec lint -z":                    "polarspec lint has no flag -z",
		"polarspec gen job --format=json":      "",
		"polarspec gen job --frmat=json":       "polarspec gen job has no flag --frmat",
		"polarspec baseline prune --reason no": "polarspec baseline prune has no flag --reason",
	} {
		got := ""
		if err := mentioned(line); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	if err := mentioned("polarspec lnt"); err == nil {
		t.Error("polarspec lnt is taken for a command")
	}
}
