package doctest

import (
	"regexp"
	"strings"
)

var (
	listItem = regexp.MustCompile(`^( *)(?:[*+-]|[0-9]+[.)]) +`)
	// example is what pages of rules say of a fragment: the document that it goes into, and where; see internal/ruletest.
	example = regexp.MustCompile(`(?:^| )(base|at|remove)=([^ ]*)`)
)

// dialect writes a page, which is written for GitHub, as Python-Markdown wants it: a blank line before a list and before a fence, four
// spaces for each level of a list, no backslash before a bar within code, and behind a fence nothing but the language and a title.
func dialect(text string) string {
	var d dialectWriter
	for line := range strings.Lines(text) {
		d.line(strings.TrimSuffix(line, "\n"))
	}
	return d.out.String()
}

type dialectWriter struct {
	out strings.Builder
	// items are the columns at which the text of the open list items begins.
	items []int
	// closing ends the open block, whose fence stands behind cut spaces and is written behind prefix.
	closing string
	cut     int
	prefix  string
	// before is the last line that was written.
	before string
}

func (d *dialectWriter) line(line string) {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	found := fence.FindStringSubmatch(line)
	item := listItem.FindStringSubmatch(line)
	switch {
	case d.closing != "":
		d.inBlock(line, indent)
	case strings.TrimSpace(line) == "":
		d.write("")
	case directive.MatchString(line):
		// It is for the tests alone.
	case found != nil:
		d.leave(indent)
		d.closing, d.cut, d.prefix = found[2], indent, strings.Repeat("    ", len(d.items))
		d.apart()
		d.write(d.prefix + found[2] + fenceInfo(strings.TrimSpace(found[3])))
	case item != nil:
		open := len(d.items) > 0
		d.leave(indent)
		if !open {
			d.apart()
		}
		d.write(strings.Repeat("    ", len(d.items)) + strings.TrimLeft(line, " "))
		d.items = append(d.items, len(item[0]))
	default:
		if d.before == "" {
			d.leave(indent)
		}
		if strings.HasPrefix(line, "|") {
			line = tableRow(line)
		}
		d.write(strings.Repeat("    ", len(d.items)) + line[min(indent, d.column()):])
	}
}

func (d *dialectWriter) inBlock(line string, indent int) {
	if text := strings.TrimSpace(line); strings.HasPrefix(text, d.closing) && strings.Trim(text, "`") == "" {
		d.closing = ""
	}
	if line == "" {
		d.write("")
		return
	}
	d.write(d.prefix + line[min(indent, d.cut):])
}

// leave closes the list items that text at this column does not belong to.
func (d *dialectWriter) leave(indent int) {
	for len(d.items) > 0 && indent < d.column() {
		d.items = d.items[:len(d.items)-1]
	}
}

// column is where the text of the innermost open list item begins.
func (d *dialectWriter) column() int {
	if len(d.items) == 0 {
		return 0
	}
	return d.items[len(d.items)-1]
}

// apart writes a blank line if there is none.
func (d *dialectWriter) apart() {
	if d.before != "" {
		d.write("")
	}
}

func (d *dialectWriter) write(line string) {
	d.out.WriteString(line + "\n")
	d.before = line
}

// fenceInfo is what stands behind a fence. The titles of examples of rules say where the fragment stands.
func fenceInfo(info string) string {
	language, rest, _ := strings.Cut(info, " ")
	if found := title.FindStringSubmatch(info); found != nil {
		return language + " title=\"" + found[1] + "\""
	}
	if rest == "" {
		return language
	}
	var caption string
	for _, found := range example.FindAllStringSubmatch(rest, -1) {
		switch found[1] {
		case "at":
			caption = "at " + found[2]
		case "remove":
			caption += " without " + found[2]
		}
	}
	if name, _, _ := strings.Cut(rest, " "); !strings.Contains(name, "=") {
		caption = name + " " + caption
	}
	if caption == "" {
		caption = "the documented sample"
	}
	return language + " title=\"" + strings.TrimSpace(caption) + "\""
}

// tableRow takes the backslashes away that GitHub wants before bars within code, and Python-Markdown shows.
func tableRow(line string) string {
	blank := withoutCode(line)
	var b strings.Builder
	for i := range len(line) {
		if line[i] == '\\' && blank[i] == ' ' && i+1 < len(line) && line[i+1] == '|' {
			continue
		}
		b.WriteByte(line[i])
	}
	return b.String()
}
