package doctest

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// Link is a link of a page.
type Link struct {
	// Line is counted from 1, Target what the page says.
	Line   int
	Target string
	// Start and End are the offsets of the target in the page.
	Start, End int
}

var (
	inlineLink    = regexp.MustCompile(`\]\(<?([^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)*)>?(?: +"[^"]*")?\)`)
	referenceLink = regexp.MustCompile(`^ {0,3}\[[^\]]+\]: +<?([^<>\s]+)>?`)
	htmlLink      = regexp.MustCompile(`<(?:a|img)[^>]* (?:href|src)="([^"]*)"`)
	autoLink      = regexp.MustCompile(`<(https?://[^>\s]*)>`)
	htmlAnchor    = regexp.MustCompile(`<[a-z0-9]+[^>]* (?:id|name)="([^"]+)"`)
	heading       = regexp.MustCompile(`^ {0,3}#{1,6} +(.*?)(?: +#+)? *$`)
	linkText      = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
)

// prose calls yield with each line that is not in a fenced block, with code spans blanked out if blank is set.
func prose(text string, blank bool, yield func(number, offset int, line string)) {
	closing, number, offset := "", 0, 0
	for whole := range strings.Lines(text) {
		number++
		line := strings.TrimRight(whole, "\r\n")
		found := fence.FindStringSubmatch(line)
		switch {
		case closing != "":
			if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, closing) && strings.Trim(trimmed, "`") == "" {
				closing = ""
			}
		case found != nil:
			closing = found[2]
		case blank:
			yield(number, offset, withoutCode(line))
		default:
			yield(number, offset, line)
		}
		offset += len(whole)
	}
}

// withoutCode replaces code spans by as many spaces.
func withoutCode(line string) string {
	out := []byte(line)
	for i := 0; i < len(line); {
		if line[i] != '`' {
			i++
			continue
		}
		ticks := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		rest := line[i+ticks:]
		end := strings.Index(rest, line[i:i+ticks])
		if end < 0 {
			i += ticks
			continue
		}
		for j := range end + 2*ticks {
			out[i+j] = ' '
		}
		i += end + 2*ticks
	}
	return string(out)
}

// Links are the links of a page that are not in code, in the order of the page by line.
func Links(text string) []Link {
	var links []Link
	prose(text, true, func(number, offset int, line string) {
		for _, pattern := range []*regexp.Regexp{inlineLink, referenceLink, htmlLink, autoLink} {
			for _, at := range pattern.FindAllStringSubmatchIndex(line, -1) {
				links = append(links, Link{Line: number, Target: line[at[2]:at[3]], Start: offset + at[2], End: offset + at[3]})
			}
		}
	})
	return links
}

// Anchors are what a link may name behind "#" in a page: its headings, as GitHub names them, and the ids of its HTML.
func Anchors(text string) map[string]bool {
	anchors := map[string]bool{}
	seen := map[string]int{}
	prose(text, false, func(_, _ int, line string) {
		for _, found := range htmlAnchor.FindAllStringSubmatch(withoutCode(line), -1) {
			anchors[found[1]] = true
		}
		found := heading.FindStringSubmatch(line)
		if found == nil {
			return
		}
		name := slug(found[1])
		if n := seen[name]; n > 0 {
			anchors[fmt.Sprintf("%s-%d", name, n)] = true
		} else {
			anchors[name] = true
		}
		seen[name]++
	})
	return anchors
}

// slug is the anchor of a heading: letters, digits, "-" and "_" in lower case, and a "-" for each space.
func slug(text string) string {
	text = linkText.ReplaceAllString(text, "$1")
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CheckLinks says which links of the page name lead nowhere. Files are looked up in root, whose paths are those of the repository; links
// to other hosts are only looked at, not followed.
func CheckLinks(root fs.FS, name, text string) []Problem {
	var problems []Problem
	for _, link := range Links(text) {
		if err := checkLink(root, name, text, link.Target); err != nil {
			problems = append(problems, Problem{Line: link.Line, Text: fmt.Sprintf("the link %q: %v", link.Target, err)})
		}
	}
	return problems
}

func checkLink(root fs.FS, name, text, target string) error {
	address, err := url.Parse(target)
	if err != nil {
		return err
	}
	switch {
	case address.Scheme == "mailto":
		return nil
	case address.Scheme != "":
		if address.Scheme != "https" && address.Scheme != "http" || !strings.Contains(address.Host, ".") {
			return fmt.Errorf("is no address of a page")
		}
		return nil
	case target == "":
		return fmt.Errorf("is empty")
	case strings.HasPrefix(target, "/"):
		return fmt.Errorf("must be relative to the page")
	}
	if address.Path != "" {
		name = path.Join(path.Dir(name), address.Path)
		if !fs.ValidPath(name) {
			return fmt.Errorf("leaves the repository")
		}
		// Stat would accept another case on some systems.
		if err := exactly(root, name); err != nil {
			return err
		}
	}
	if address.Fragment == "" {
		return nil
	}
	if path.Ext(name) != ".md" {
		return fmt.Errorf("only pages have anchors")
	}
	if address.Path != "" {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		text = string(data)
	}
	if !Anchors(text)[address.Fragment] {
		return fmt.Errorf("%s has no heading #%s", name, address.Fragment)
	}
	return nil
}

// exactly says whether a file or folder is there, by the letters of its name.
func exactly(root fs.FS, name string) error {
	if name == "." {
		return nil
	}
	entries, err := fs.ReadDir(root, path.Dir(name))
	if err != nil {
		return fmt.Errorf("there is no folder %s", path.Dir(name))
	}
	for _, entry := range entries {
		if entry.Name() == path.Base(name) {
			return nil
		}
	}
	return fmt.Errorf("there is no file %s", name)
}
