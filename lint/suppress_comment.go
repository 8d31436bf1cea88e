package lint

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/document"
)

// directive is a comment that suppresses findings, or was meant to.
type directive struct {
	// span is the text of the comment from "polarspec" on.
	span document.Span
	// rules are the rules that it names, with their places.
	rules []directiveRule
	// until is the last day on which it holds, reason why it is there; both may be empty.
	until, reason string
	// fault says why the comment is not obeyed; "" for one that is.
	fault string
	// line is the line that it is about.
	line int
}

type directiveRule struct {
	id   string
	span document.Span
}

const (
	marker        = "polarspec"
	directiveForm = "write polarspec:ignore RULE -- reason"
)

// directives returns the comments of a file that suppress findings, or were meant to. JSON has no comments: one there is a fault of
// the text and suppresses nothing.
func directives(file *document.File) []directive {
	if file.Syntax == document.JSON || !bytes.Contains(file.Source, []byte(marker)) {
		return nil
	}
	var list []directive
	comments := comments(file)
	about := linesAbout(file, comments)
	for i := range comments {
		for _, part := range comments[i].lines(file.Source) {
			if d, ok := readDirective(string(file.Source[part.Start:part.End]), part.Start); ok {
				d.line = about[i]
				list = append(list, d)
			}
		}
	}
	return list
}

// linesAbout returns the line that each comment is about: its own if something else stands there, else the next one that is no comment.
func linesAbout(file *document.File, comments []comment) []int {
	lines := file.Lines()
	about := make([]int, len(comments))
	nextStart := 0
	for i := len(comments) - 1; i >= 0; i-- {
		c := comments[i]
		about[i] = lines.Position(c.End - 1).Line
		if c.alone {
			about[i]++
			if i+1 < len(comments) && comments[i+1].alone && nextStart == about[i] {
				about[i] = about[i+1]
			}
		}
		nextStart = lines.Position(c.Start).Line
	}
	return about
}

// comment is a comment with its marks.
type comment struct {
	document.Span
	// alone says that nothing else stands on its lines.
	alone bool
}

// lines returns the texts of the comment without its marks, line by line.
func (c *comment) lines(source []byte) []document.Span {
	text := source[c.Start:c.End]
	if text[0] == '#' || text[1] == '/' {
		return []document.Span{trimmed(source, document.Span{Start: c.Start, End: c.End}, "#/ \t\r")}
	}
	var list []document.Span
	inner := document.Span{Start: c.Start + 2, End: max(c.Start+2, c.End-2)}
	for start := inner.Start; start < inner.End; {
		end := inner.End
		if i := bytes.IndexByte(source[start:inner.End], '\n'); i >= 0 {
			end = start + i
		}
		list = append(list, trimmed(source, document.Span{Start: start, End: end}, "* \t\r"))
		start = end + 1
	}
	return list
}

// trimmed leaves out the given characters at the start and white space at the end.
func trimmed(source []byte, span document.Span, leading string) document.Span {
	for span.Start < span.End && strings.IndexByte(leading, source[span.Start]) >= 0 {
		span.Start++
	}
	for span.Start < span.End && strings.IndexByte(" \t\r", source[span.End-1]) >= 0 {
		span.End--
	}
	return span
}

func comments(file *document.File) []comment {
	if file.Syntax == document.YAML {
		return yamlComments(file)
	}
	return jsonComments(file.Source)
}

// jsonComments finds the comments of JSONC: only strings can hold what looks like one.
func jsonComments(source []byte) []comment {
	var list []comment
	blank := true // since the start of the line
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '\n', '\r':
			blank = true
		case ' ', '\t', 0xEF, 0xBB, 0xBF: // the last three are a byte order mark
		case '"':
			blank = false
			for i++; i < len(source) && source[i] != '"'; i++ {
				if source[i] == '\\' {
					i++
				}
			}
		case '/':
			if end := commentEnd(source, i); end > i {
				list = append(list, comment{document.Span{Start: i, End: end}, blank && endsLine(source[end:])})
				i = end - 1
				continue
			}
			blank = false
		default:
			blank = false
		}
	}
	return list
}

// endsLine reports whether nothing but white space follows on the line.
func endsLine(behind []byte) bool {
	rest := bytes.TrimLeft(behind, " \t")
	return len(rest) == 0 || rest[0] == '\n' || rest[0] == '\r'
}

// commentEnd returns where the comment ends that starts at an offset; that offset if none does.
func commentEnd(source []byte, start int) int {
	rest := source[start:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if i := bytes.IndexAny(rest, "\r\n"); i >= 0 {
			return start + i
		}
		return len(source)
	case bytes.HasPrefix(rest, []byte("/*")):
		if i := bytes.Index(rest[2:], []byte("*/")); i >= 0 {
			return start + i + 4
		}
	}
	return start
}

// yamlComments finds the comments of YAML that matter: those with the marker in them, and lines that are comments as a whole, which
// may stand between one of them and what it is about.
func yamlComments(file *document.File) []comment {
	var list []comment
	lines := file.Lines()
	for number := 1; number <= lines.Count(); number++ {
		line := lines.Line(number)
		if number == 1 && bytes.HasPrefix(file.Source, []byte("\ufeff")) {
			line.Start = len("\ufeff")
		}
		text := file.Source[line.Start:line.End]
		whole := len(bytes.TrimLeft(text, " \t")) > 0 && bytes.TrimLeft(text, " \t")[0] == '#'
		if !whole && !bytes.Contains(text, []byte(marker)) {
			continue
		}
		for i := range text {
			if text[i] == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') && !inValue(file, line.Start+i) {
				list = append(list, comment{document.Span{Start: line.Start + i, End: line.End}, whole})
				break
			}
		}
	}
	return list
}

// inValue reports whether an offset of a YAML text lies in a scalar or a key, so that a # there starts no comment. The line with the
// indicator of a literal or folded text is not yet part of that text.
func inValue(file *document.File, offset int) bool {
	n := file.At(offset)
	if key := n.KeySpan(); n.HasKey() && key.Start <= offset && offset < key.End {
		return true
	}
	switch n.Kind() {
	case document.Absent, document.Array, document.Object:
		return false
	}
	raw := file.Source[n.Span().Start:offset]
	block := !n.Quoted() && len(raw) > 0 && (raw[0] == '|' || raw[0] == '>')
	return !block || bytes.IndexByte(raw, '\n') >= 0
}

// readDirective reads the text of a comment that starts at an offset; ok is false for one that is about something else.
func readDirective(text string, offset int) (d directive, ok bool) {
	rest, found := strings.CutPrefix(text, "polarspec:ignore")
	d.span = document.Span{Start: offset, End: offset + len(text)}
	if found && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
		d.read(rest, offset+len(text)-len(rest))
		return d, true
	}
	if meantAsDirective(text) {
		d.fault = "this comment is not obeyed, because it is not spelt right: " + directiveForm
		return d, true
	}
	if i := strings.Index(text, "polarspec:ignore "); i > 0 && namesRule(text[i+len("polarspec:ignore "):]) {
		d.span.Start += i
		d.fault = "this is not obeyed, because it is not at the start of its comment: give it a comment of its own"
		return d, true
	}
	return d, false
}

// meantAsDirective reports whether a comment is a misspelt directive, such as "polarspec-ignore" or "polarspec: ignore", and no sentence.
func meantAsDirective(text string) bool {
	rest, found := strings.CutPrefix(text, marker)
	if !found {
		return false
	}
	word := strings.TrimLeft(rest, " \t:_-")
	if len(word) < len("ignore") || len(word) == len(rest) || !strings.EqualFold(word[:len("ignore")], "ignore") {
		return false
	}
	separator, behind := rest[:len(rest)-len(word)], word[len("ignore"):]
	if behind != "" && behind[0] != ' ' && behind[0] != '\t' && behind[0] != ':' && behind[0] != '-' && behind[0] != '_' && behind[0] != '=' {
		return false
	}
	return strings.ContainsAny(separator, ":_-") || namesRule(strings.TrimLeft(behind, " \t:=-_"))
}

// namesRule reports whether a text starts with what looks like the id of a rule.
func namesRule(text string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
	before, after, slash := strings.Cut(first, "/")
	return slash && before != "" && after != ""
}

// read reads what follows the word "polarspec:ignore" and starts at an offset.
func (d *directive) read(text string, offset int) {
	head := text
	if i := reasonStart(text); i >= 0 {
		head, d.reason = text[:i], strings.TrimSpace(text[i+len("--"):])
	}
	words := wordsOf(head, offset)
	i := 0
	for ; i < len(words) && words[i].id != "until"; i++ {
		if i > 0 && !words[i].afterComma {
			d.fault = fmt.Sprintf("this comment is not obeyed, because %q is not understood here: write polarspec:ignore RULE[,RULE] [until YYYY-MM-DD] -- reason", words[i].id)
			return
		}
		d.rules = append(d.rules, words[i].directiveRule)
	}
	switch {
	case len(d.rules) == 0:
		d.fault = "this comment names no rule, so it suppresses nothing: " + directiveForm
	case i == len(words):
	case i == len(words)-2:
		d.until = words[i+1].id
		if _, err := time.Parse(time.DateOnly, d.until); err != nil {
			d.fault = fmt.Sprintf("this comment is not obeyed, because %q is not a day of the calendar: write until YYYY-MM-DD", d.until)
		}
	default:
		d.fault = "this comment is not obeyed: until is followed by a day as YYYY-MM-DD, and the reason by --"
	}
}

// reasonStart returns where the dashes before the reason stand; -1 without them.
func reasonStart(text string) int {
	for i := 0; i+2 <= len(text); i++ {
		if text[i:i+2] == "--" && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') && (i+2 == len(text) || text[i+2] == ' ' || text[i+2] == '\t') {
			return i
		}
	}
	return -1
}

type directiveWord struct {
	directiveRule
	afterComma bool
}

// wordsOf splits a text at blanks and commas.
func wordsOf(text string, offset int) []directiveWord {
	var words []directiveWord
	comma := false
	for i := 0; i < len(text); {
		switch text[i] {
		case ' ', '\t':
			i++
			continue
		case ',':
			comma = true
			i++
			continue
		}
		end := i
		for end < len(text) && !strings.ContainsRune(" \t,", rune(text[end])) {
			end++
		}
		words = append(words, directiveWord{directiveRule{text[i:end], document.Span{Start: offset + i, End: offset + end}}, comma})
		i, comma = end, false
	}
	return words
}
