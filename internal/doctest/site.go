package doctest

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Site is the source of the site: pages by their path in it, and what stands in its menu.
type Site struct {
	Pages map[string]string
	Menu  []Section
}

// Section is a part of the menu.
type Section struct {
	Title   string
	Entries []Entry
	// Sections are below the entries.
	Sections []Section
}

// Entry is a page in the menu.
type Entry struct{ Title, Page string }

// sitePath is where a page of the repository stands in the site, or "" if it is not part of it.
func sitePath(name string) string {
	switch {
	case path.Ext(name) != ".md":
		return ""
	case name == "CONTRIBUTING.md", name == "CHANGELOG.md":
		return strings.ToLower(name)
	case strings.HasPrefix(name, "docs/"):
		return strings.TrimPrefix(name, "docs/")
	}
	if isRule, _ := path.Match("rules/*/*.md", name); isRule {
		return name
	}
	return ""
}

// Assemble makes the source of the site from a repository: docs/ without that folder's name, the pages of the rules, CONTRIBUTING.md and
// CHANGELOG.md. Links to other files become links to blob, the address that shows a file of the repository.
//
// The menu is what docs/index.md has as a list below its headings, and then the rules.
func Assemble(root fs.FS, blob string) (Site, error) {
	site := Site{Pages: map[string]string{}}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != "." {
			return fs.SkipDir
		}
		if entry.IsDir() || sitePath(name) == "" {
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		site.Pages[sitePath(name)] = sitePage(name, string(data), blob)
		return nil
	})
	if err != nil {
		return Site{}, fmt.Errorf("assembling the site: %w", err)
	}
	index, ok := site.Pages["index.md"]
	if !ok {
		return Site{}, fmt.Errorf("assembling the site: docs/index.md is not there")
	}
	site.Menu = append(menu(index), rulesMenu(site.Pages))
	return site, nil
}

func sitePage(name, text, blob string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var out strings.Builder
	done := 0
	links := Links(text)
	slices.SortFunc(links, func(a, b Link) int { return a.Start - b.Start })
	for _, link := range links {
		out.WriteString(text[done:link.Start])
		out.WriteString(siteLink(name, link.Target, blob))
		done = link.End
	}
	out.WriteString(text[done:])
	return dialect(out.String())
}

// siteLink is a link of the page name as the site needs it.
func siteLink(name, target, blob string) string {
	file, anchor, _ := strings.Cut(target, "#")
	if file == "" || strings.Contains(target, ":") {
		return target
	}
	if anchor != "" {
		anchor = "#" + anchor
	}
	from, to := path.Dir(sitePath(name)), path.Join(path.Dir(name), file)
	if place := sitePath(to); place != "" {
		return relative(from, place) + anchor
	}
	return blob + to + anchor
}

// relative is the path of a page as seen from a folder, both in the site.
func relative(folder, page string) string {
	up := ""
	for folder != "." && !strings.HasPrefix(page, folder+"/") {
		folder = path.Dir(folder)
		up += "../"
	}
	if folder != "." {
		page = strings.TrimPrefix(page, folder+"/")
	}
	return up + page
}

var menuEntry = regexp.MustCompile(`^[*-] \[([^\]]+)\]\(([^)]+)\)`)

// menu reads the lists of links below the headings of the start page.
func menu(index string) []Section {
	var sections []Section
	prose(index, false, func(_, _ int, line string) {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			sections = append(sections, Section{Title: title})
		}
		found := menuEntry.FindStringSubmatch(line)
		if found == nil || len(sections) == 0 || strings.Contains(found[2], ":") {
			return
		}
		last := &sections[len(sections)-1]
		last.Entries = append(last.Entries, Entry{Title: strings.ReplaceAll(found[1], "`", ""), Page: found[2]})
	})
	return slices.DeleteFunc(sections, func(s Section) bool { return len(s.Entries) == 0 })
}

// rulesMenu has a section for each category.
func rulesMenu(pages map[string]string) Section {
	rules := Section{Title: "Rules"}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		parts := strings.Split(strings.TrimSuffix(name, ".md"), "/")
		if parts[0] != "rules" {
			continue
		}
		if n := len(rules.Sections); n == 0 || rules.Sections[n-1].Title != parts[1] {
			rules.Sections = append(rules.Sections, Section{Title: parts[1]})
		}
		last := &rules.Sections[len(rules.Sections)-1]
		last.Entries = append(last.Entries, Entry{Title: parts[1] + "/" + parts[2], Page: name})
	}
	return rules
}
