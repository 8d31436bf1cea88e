package ruletest

import (
	"bufio"
	"fmt"
	"strings"
)

// Headings are those of a rule's page, in their order.
var Headings = []string{"What it catches", "Why", "Bad", "Good", "Fix", "Evidence"}

// Example is one example of a page: files, and for a bad one what is said of them.
type Example struct {
	// Heading is "Bad" or "Good", Line where the example starts in the page.
	Heading string
	Line    int
	// Blocks are the fenced blocks with what stands behind the language.
	Blocks []Block
	// Want is the text block that follows: what the rule says.
	Want string
}

// Block is a fenced block of a page.
type Block struct{ Header, Text string }

// Page is a parsed rule page.
type Page struct {
	Title    string
	Headings []string
	Examples []Example
}

// ParsePage reads a page. Under Bad and Good, a fenced block of json, yaml, proto or hex with a header such as
//
//	```json base=inline-avro at=/source/type
//
// is a file (named job.json unless the header starts with a name); a block of text that follows is what the rule says of it
// and ends the example. Under Good each block is an example, unless the next header names another file.
func ParsePage(page string) (Page, error) {
	var p Page
	scanner := bufio.NewScanner(strings.NewReader(page))
	heading, line := "", 0
	var open *Block
	var language string
	for scanner.Scan() {
		line++
		text := scanner.Text()
		switch {
		case open != nil && strings.HasPrefix(text, "```"):
			if err := p.add(heading, language, *open, line); err != nil {
				return p, err
			}
			open = nil
		case open != nil:
			open.Text += text + "\n"
		case strings.HasPrefix(text, "```"):
			language, _, _ = strings.Cut(strings.TrimPrefix(text, "```"), " ")
			open = &Block{Header: strings.TrimSpace(strings.TrimPrefix(text, "```"+language))}
		case strings.HasPrefix(text, "## "):
			heading = strings.TrimPrefix(text, "## ")
			p.Headings = append(p.Headings, heading)
		case strings.HasPrefix(text, "# "):
			p.Title = strings.TrimPrefix(text, "# ")
		}
	}
	if open != nil {
		return p, fmt.Errorf("line %d: a block is not closed", line)
	}
	return p, scanner.Err()
}

func (p *Page) add(heading, language string, block Block, line int) error {
	if heading != "Bad" && heading != "Good" {
		return nil
	}
	var last *Example
	if len(p.Examples) > 0 {
		last = &p.Examples[len(p.Examples)-1]
	}
	switch language {
	case "json", "yaml", "jsonc", "proto", "hex":
		if strings.HasPrefix(block.Header, "base=") || strings.HasPrefix(block.Header, "at=") || strings.HasPrefix(block.Header, "remove=") || block.Header == "" {
			block.Header = strings.TrimSpace("job." + language + " " + block.Header)
		}
		if last == nil || last.Want != "" || last.Heading != heading || heading == "Good" && sameFile(last.Blocks, block) {
			p.Examples = append(p.Examples, Example{Heading: heading, Line: line})
			last = &p.Examples[len(p.Examples)-1]
		}
		last.Blocks = append(last.Blocks, block)
		return nil
	case "text":
		if heading == "Bad" && last != nil && last.Want == "" {
			last.Want = block.Text
			return nil
		}
	}
	return fmt.Errorf("line %d: a block of %q is not expected here", line, language)
}

// sameFile reports whether a block starts a file anew that the example already has.
func sameFile(blocks []Block, block Block) bool {
	name, _, _ := strings.Cut(block.Header, " ")
	for _, b := range blocks {
		if n, _, _ := strings.Cut(b.Header, " "); n == name && (!strings.Contains(block.Header, " ") || strings.Contains(block.Header, "base=")) {
			return true
		}
	}
	return false
}
