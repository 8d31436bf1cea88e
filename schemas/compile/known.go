package compile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// OfferRules makes editors offer the names of rules and their categories wherever the definitions stand: as keys of an object, as
// values of a string. pages is the folder with a page CATEGORY/NAME.md for each rule, whose first sentence describes it.
func (m *Model) OfferRules(pages fs.FS, definitions ...string) error {
	if len(definitions) == 0 {
		return nil
	}
	names, err := fs.Glob(pages, "*/*.md")
	if err != nil {
		return fmt.Errorf("listing the pages of the rules: %w", err)
	}
	if len(names) == 0 {
		return errors.New("listing the pages of the rules: there are none")
	}
	var known []Known
	for _, name := range slices.Sorted(slices.Values(names)) {
		page, err := fs.ReadFile(pages, name)
		if err != nil {
			return fmt.Errorf("reading the page of a rule: %w", err)
		}
		doc, err := firstSentence(string(page))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if all := path.Dir(name) + "/*"; !slices.ContainsFunc(known, func(k Known) bool { return k.Name == all }) {
			known = append(known, Known{all, "All rules of the category " + path.Dir(name) + "."})
		}
		known = append(known, Known{strings.TrimSuffix(name, ".md"), doc})
	}
	if m.Known == nil {
		m.Known = map[string][]Known{}
	}
	for _, d := range definitions {
		if m.Types[d] == nil {
			return fmt.Errorf("there is no definition #%s to offer the names of rules for", d)
		}
		m.Known[d] = known
	}
	return nil
}

const whatItCatches = "## What it catches\n\n"

// sentence ends at a full stop, or at a colon before a list or table. Signs between backquotes end nothing.
var sentence = regexp.MustCompile("^(?:`[^`]*`|[^`])*?[.:](?:$|\\s)")

// firstSentence returns the first sentence of a rule's page as one line.
func firstSentence(page string) (string, error) {
	_, rest, found := strings.Cut(strings.ReplaceAll(page, "\r\n", "\n"), whatItCatches)
	paragraph, _, _ := strings.Cut(rest, "\n\n")
	first := sentence.FindString(strings.Join(strings.Fields(paragraph), " "))
	if !found || first == "" {
		return "", fmt.Errorf("there is no sentence below %q", strings.TrimSpace(whatItCatches))
	}
	return strings.TrimRight(first, ".: ") + ".", nil
}
