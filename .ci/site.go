//go:build ignore

// Site writes the source of the site, and looks at what was built from it.
//
//	go run .ci/site.go source REPOSITORY FOLDER   writes FOLDER/docs, and FOLDER/zensical.toml with the menu
//	go run .ci/site.go check FOLDER               looks at FOLDER/site: links, anchors, the search, and text that was not understood
package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/polarspec/polarspec/internal/doctest"
)

const blob = "https://github.com/polarspec/polarspec/blob/main/"

func main() {
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 3 && args[0] == "source":
		err = source(args[1], args[2])
	case len(args) == 2 && args[0] == "check":
		err = check(filepath.Join(args[1], "docs"), filepath.Join(args[1], "site"))
	default:
		err = fmt.Errorf("usage: go run .ci/site.go source REPOSITORY FOLDER | check FOLDER")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func source(repository, folder string) error {
	site, err := doctest.Assemble(os.DirFS(repository), blob)
	if err != nil {
		return err
	}
	for name, text := range site.Pages {
		file := filepath.Join(folder, "docs", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	settings, err := os.ReadFile(filepath.Join(repository, "scripts/site/zensical.toml"))
	if err != nil {
		return err
	}
	const table = "[project]\n"
	if strings.Count(string(settings), table) != 1 {
		return fmt.Errorf("scripts/site/zensical.toml must have one table [project]")
	}
	nav := "nav = [\n  { \"Start\" = \"index.md\" },\n" + menu(site.Menu, "  ") + "]\n"
	text := strings.Replace(string(settings), table, table+nav, 1)
	return os.WriteFile(filepath.Join(folder, "zensical.toml"), []byte(text), 0o644)
}

func menu(sections []doctest.Section, indent string) string {
	var b strings.Builder
	for _, section := range sections {
		fmt.Fprintf(&b, "%s{ %q = [\n", indent, section.Title)
		for _, entry := range section.Entries {
			fmt.Fprintf(&b, "%s  { %q = %q },\n", indent, entry.Title, entry.Page)
		}
		b.WriteString(menu(section.Sections, indent+"  "))
		fmt.Fprintf(&b, "%s] },\n", indent)
	}
	return b.String()
}

var (
	link      = regexp.MustCompile(`<(?:a|link|img|script)\b[^>]*? (?:href|src)="?([^" >]+)`)
	anchor    = regexp.MustCompile(`<[a-z0-9]+\b[^>]*? (?:id|name)="?([^" >]+)`)
	paragraph = regexp.MustCompile(`(?s)<p>(.*?)</p>`)
	leftover  = regexp.MustCompile("(?m)```|^(?:[*-]|[0-9]+\\.) |^\\|.*\\|$")
	code      = regexp.MustCompile(`(?s)<(code|pre)\b.*?</(code|pre)>`)
)

// check fails with all that is wrong with the site.
func check(docs, site string) error {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	pages, anchors := map[string]string{}, map[string]map[string]bool{}
	root := os.DirFS(site)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		pages[name], anchors[name] = string(data), map[string]bool{}
		for _, found := range anchor.FindAllStringSubmatch(pages[name], -1) {
			anchors[name][html.UnescapeString(found[1])] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	links := 0
	for name, text := range pages {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			links++
			if name == "404.html" {
				continue // its links start at the address of the site
			}
			if err := follow(root, anchors, name, html.UnescapeString(found[1])); err != nil {
				problem("%s: %v", name, err)
			}
		}
		for _, found := range paragraph.FindAllStringSubmatch(text, -1) {
			if rest := code.ReplaceAllString(found[1], ""); leftover.MatchString(rest) {
				problem("%s: Markdown that was not understood: %q", name, leftover.FindString(rest))
			}
		}
	}
	sources, err := checkPages(os.DirFS(docs), pages)
	if err != nil {
		problem("%v", err)
	}
	if err := checkSearch(root, pages); err != nil {
		problem("%v", err)
	}
	fmt.Printf("%d pages, %d links\n", sources, links)
	if len(problems) > 0 {
		return fmt.Errorf("%s\n%d problems", strings.Join(problems, "\n"), len(problems))
	}
	return nil
}

// checkPages wants a page of the site for each page of the source.
func checkPages(docs fs.FS, pages map[string]string) (int, error) {
	sources := 0
	err := fs.WalkDir(docs, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		sources++
		built := strings.TrimSuffix(name, ".md") + "/index.html"
		if path.Base(name) == "index.md" {
			built = strings.TrimSuffix(name, ".md") + ".html"
		}
		if pages[built] == "" {
			return fmt.Errorf("the site has no page of %s", name)
		}
		return nil
	})
	return sources, err
}

// follow fails if a link of a page leads nowhere.
func follow(root fs.FS, anchors map[string]map[string]bool, name, target string) error {
	address, err := url.Parse(target)
	if err != nil || address.Scheme != "" || address.Host != "" {
		return err
	}
	file := name
	if address.Path != "" {
		file = path.Join(path.Dir(name), address.Path)
		if info, err := fs.Stat(root, file); err != nil {
			return fmt.Errorf("the link %q leads nowhere", target)
		} else if info.IsDir() {
			file = path.Join(file, "index.html")
		}
		if _, err := fs.Stat(root, file); err != nil {
			return fmt.Errorf("the link %q leads nowhere", target)
		}
	}
	if address.Fragment != "" && path.Ext(file) == ".html" && !anchors[file][address.Fragment] {
		return fmt.Errorf("the link %q leads to no place in %s", target, file)
	}
	return nil
}

// checkSearch looks up what a reader would: the name of a rule leads to its page, and a word of a page of docs to that page.
func checkSearch(root fs.FS, pages map[string]string) error {
	data, err := fs.ReadFile(root, "search.json")
	if err != nil {
		return fmt.Errorf("the site has no index for the search: %w", err)
	}
	var index struct {
		Items []struct{ Location, Title, Text string }
	}
	if err := json.Unmarshal(data, &index); err != nil {
		return fmt.Errorf("the index for the search: %w", err)
	}
	wanted := map[string]string{"input/lossy-type": "rules/input/lossy-type/", "refuses a bad commit": "tutorial/", "lateMessageRejectionPeriod": "rules/shape/invalid-period/"}
	for word, page := range wanted {
		found := false
		for _, item := range index.Items {
			location, _, _ := strings.Cut(item.Location, "#")
			found = found || location == page && strings.Contains(item.Title+" "+item.Text, word)
		}
		if !found {
			return fmt.Errorf("the search does not find %q on %s", word, page)
		}
	}
	for _, item := range index.Items {
		location, _, _ := strings.Cut(item.Location, "#")
		if pages[path.Join(location, "index.html")] == "" {
			return fmt.Errorf("the search leads to %q, which is not there", item.Location)
		}
	}
	return nil
}
