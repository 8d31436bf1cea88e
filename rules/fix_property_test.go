package rules_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// TestFixLaws holds what --fix promises on all bad fixtures, with safe fixes only and with all of them.
func TestFixLaws(t *testing.T) {
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil || len(fixtures) < 900 {
		t.Fatal(len(fixtures), err)
	}
	made, whole := 0, 0
	for _, fixture := range fixtures {
		t.Run(fixture, func(t *testing.T) {
			m, w := fixLaws(t, fixtureWorkspace(t, fixture))
			made, whole = made+m, whole+w
		})
	}
	if made < 500 || whole < 300 {
		t.Errorf("only %d fixes were made, and %d files compared byte by byte", made, whole)
	}
}

// TestFixLawsOfPairs does the same on random pairs of faults in one spec.
func TestFixLawsOfPairs(t *testing.T) {
	byBase := map[string][]*single{}
	list := singles(t, rules.All())
	for _, s := range list {
		byBase[s.base] = append(byBase[s.base], s)
	}
	random := rand.New(rand.NewPCG(2024, 11))
	made := 0
	for range 400 {
		a := list[random.IntN(len(list))]
		others := byBase[a.base]
		b := others[random.IntN(len(others))]
		text, err := apply(baseText(t, a.base), a, b)
		if a == b || err != nil {
			continue // the one fault has taken away what the other is in
		}
		t.Run(fmt.Sprintf("%s+%s", a.name, b.name), func(t *testing.T) {
			m, _ := fixLaws(t, &ruletest.Workspace{Files: []ruletest.File{{Name: "spec.json", Text: text}}})
			made += m
		})
	}
	if made < 300 {
		t.Errorf("only %d fixes were made", made)
	}
}

// fixLaws fixes a workspace and checks that nothing got worse, that once is enough, and that all other bytes are the same. It returns
// how many fixes were made, and how many files were compared byte by byte.
func fixLaws(t *testing.T, workspace *ruletest.Workspace) (made, whole int) {
	t.Helper()
	for _, unsafe := range []bool{false, true} {
		fixed, before, m, err := workspace.Fix(rules.All(), unsafe)
		if err != nil {
			t.Fatal(err)
		}
		again, after, _, err := fixed.Fix(rules.All(), unsafe)
		if err != nil {
			t.Fatal(err)
		}
		for _, least := range []lint.Severity{lint.Warning, lint.Error} {
			if was, is := howMany(before, least), howMany(after, least); is > was {
				t.Errorf("unsafe=%v: %d findings at %s and above became %d:\n%s\n%s", unsafe, was, least, is, ruletest.Format(before), ruletest.Format(after))
			}
		}
		for i, file := range fixed.Files {
			if !bytes.Equal(file.Text, again.Files[i].Text) {
				t.Errorf("unsafe=%v: the fixed %s is fixed again: %s\n%s", unsafe, file.Name, cmp.Diff(string(file.Text), string(again.Files[i].Text)), ruletest.Format(after))
			}
			if allMade(file.Name, before, after, unsafe) && untouched(t, workspace.Files[i], file.Text, before, unsafe, m) {
				whole++
			}
		}
		made += m
	}
	return made, whole
}

func howMany(result lint.Result, least lint.Severity) (n int) {
	for _, f := range result.Findings {
		if f.Severity >= least {
			n++
		}
	}
	return n
}

// allMade reports whether nothing is left of the findings of a file that had fixes: a fix that would bring up something new is not made.
func allMade(file string, before, after lint.Result, unsafe bool) bool {
	type subject struct{ rule, pointer string }
	left := map[subject]bool{}
	for i := range after.Findings {
		if f := &after.Findings[i]; f.File == file {
			left[subject{f.Rule, f.Pointer}] = true
		}
	}
	for i := range before.Findings {
		if f := &before.Findings[i]; f.File == file && f.Preferred(unsafe) >= 0 && left[subject{f.Rule, f.Pointer}] {
			return false
		}
	}
	return true
}

// untouched checks that the edits of the fixes of a file are all that was changed in it. It can be told, and true is returned, for a file
// without fixes, and for one whose fixes are as many as were made, so that no other ones were made in their place.
func untouched(t *testing.T, file ruletest.File, text []byte, before lint.Result, unsafe bool, made int) bool {
	t.Helper()
	var edits []document.Edit
	fixes := 0
	for i := range before.Findings {
		if f := &before.Findings[i]; f.File == file.Name && f.Preferred(unsafe) >= 0 {
			edits = append(edits, f.Fixes[f.Preferred(unsafe)].Edits...)
			fixes++
		}
	}
	if fixes > 0 && fixes != made {
		return false
	}
	want, err := document.Apply(file.Text, edits)
	if err != nil {
		return false // they overlap, so that they were made one after the other
	}
	if !bytes.Equal(want, text) {
		t.Errorf("unsafe=%v: %s was changed beside its fixes: %s", unsafe, file.Name, cmp.Diff(string(want), string(text)))
	}
	return true
}
