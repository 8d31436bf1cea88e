package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/reference"
)

//go:generate go test -run ^TestReferencePagesAreFresh$|^TestComparison$ -update-reference .

var updateReference = flag.Bool("update-reference", false, "write docs/reference/functions.md and commands.md")

func TestReferencePagesAreFresh(t *testing.T) {
	for page, text := range map[string]string{
		"../../docs/reference/functions.md": functionsPage(),
		"../../docs/reference/commands.md":  commandsPage(t),
	} {
		if *updateReference {
			if err := reference.Renew(page, text); err != nil {
				t.Fatal(err)
			}
		}
		before, after, err := reference.Renewed(page, text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := diff.Diff(before, after); diff != "" {
			t.Errorf("go generate ./cmd/polarspec would change the page:\n%s", diff)
		}
	}
}

// functionsPage has the functions as "polarspec functions" knows them.
func functionsPage() string {
	list := listed()
	slices.SortStableFunc(list, func(a, b *druidsql.Function) int { return cmp.Compare(a.Category, b.Category) })
	var b strings.Builder
	for i, f := range list {
		if i == 0 || list[i-1].Category != f.Category {
			fmt.Fprintf(&b, "\n## %s\n\n| call | kind | operands | result | since | notes |\n| --- | --- | --- | --- | --- | --- |\n", f.Category)
		}
		facts := factsOf(f)
		var operands []string
		for _, operand := range facts.Operands {
			operands = append(operands, reference.Text(operand.words()))
		}
		fmt.Fprintf(&b, "| %s%s | %s | %s | %s | %s | %s |\n", anchor(f), reference.Code(facts.Usage), facts.Kind,
			strings.Join(operands, "<br>"), reference.Text(facts.Result), reference.Text(cmp.Or(facts.Since, "Polaris only")), strings.Join(notesOf(&facts), " "))
	}
	b.WriteString("\n## Not in Druid\n\nFunctions of other databases, and what there is instead. A call of one is `mapping/unknown-function`.\n\n| function | instead |\n| --- | --- |\n")
	for name, advice := range druidsql.Absent() {
		fmt.Fprintf(&b, "| %s | %s |\n", reference.Code(name), reference.Text(advice))
	}
	return b.String()
}

// anchor is what links to a function end in: its name in small letters. Operators have none.
func anchor(f *druidsql.Function) string {
	if strings.Trim(f.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" || f.Kind == druidsql.OperatorFunction {
		return ""
	}
	return `<a id="` + strings.ToLower(f.Name) + `"></a>`
}

func notesOf(facts *functionFacts) []string {
	var notes []string
	add := func(text string, is bool) {
		if is {
			notes = append(notes, reference.Text(strings.TrimSuffix(text, "."))+".")
		}
	}
	add("The same as "+facts.AliasOf, facts.AliasOf != "")
	add("DISTINCT is accepted", facts.Distinct)
	add("Stored by rollup: "+facts.Rollup, facts.Rollup != "")
	add("Extension "+facts.Extension, facts.Extension != "")
	add("Not documented by Druid", !facts.Documented && !facts.Polaris)
	add(facts.Notes, facts.Notes != "")
	return notes
}

// commandsPage has the help of every command, as it is printed.
func commandsPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	root := newRoot(&streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard})
	var walk func(command *cobra.Command, names []string)
	walk = func(command *cobra.Command, names []string) {
		if command.Hidden {
			return
		}
		args := append([]string{"help"}, names...)
		var out, errs bytes.Buffer
		if code := Main(args, strings.NewReader(""), &out, &errs); code != exitClean {
			t.Errorf("polarspec %s: %s", strings.Join(args, " "), errs.String())
		}
		fmt.Fprintf(&b, "\n## %s\n\n```console\n$ polarspec %s\n%s```\n", command.CommandPath(), strings.Join(args, " "), out.String())
		for _, sub := range command.Commands() {
			walk(sub, append(slices.Clone(names), sub.Name()))
		}
	}
	walk(root, nil)
	return b.String()
}
