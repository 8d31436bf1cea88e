package document

import (
	"bytes"
	"fmt"
)

// unclosed reports a string without a closing quote that reaches the offset limit, and guesses where it was meant to end:
// before the punctuation at its end that fits what is open, or in a key before the colon.
func (p *jsonParser) unclosed(start, limit int, isKey bool) {
	content := p.src[start+1 : limit]
	end := limit - trailingPunctuation(content, p.openBrackets())
	if isKey {
		if colon := bytes.IndexByte(content, ':'); colon >= 0 {
			end = start + 1 + colon
		}
	}
	p.at = end
	if limit == len(p.src) {
		p.truncated = true
		p.forget(start)
	}
	p.invalid(Span{start, max(end, start+1)}, "the string is not closed; write \" at its end")
}

// forget takes back the faults behind the offset start: they are inside of a string that ends with the text.
func (p *jsonParser) forget(start int) {
	faults := p.file.Faults
	for len(faults) > 0 && faults[len(faults)-1].Span.Start > start {
		faults = faults[:len(faults)-1]
		p.invalids--
	}
	p.file.Faults = faults
}

// openBrackets returns the closing brackets that are wanted, innermost first, as many as a line may hold.
func (p *jsonParser) openBrackets() []byte {
	var brackets []byte
	for i := p.container; i != none && len(brackets) < 32; i = p.nodes[i].parent {
		brackets = append(brackets, closing(p.src[p.nodes[i].valueStart]))
	}
	return brackets
}

// trailingPunctuation returns how many bytes at the end of content are commas, white space and the closing brackets wanted.
func trailingPunctuation(content, wanted []byte) int {
	start := len(content)
	for start > 0 && len(content)-start < 256 && bytes.IndexByte([]byte(",]} \t\r\n"), content[start-1]) >= 0 {
		start--
	}
	next := 0
	for i := start; i < len(content); i++ {
		if content[i] != ']' && content[i] != '}' {
			continue
		}
		if next < len(wanted) && content[i] == wanted[next] {
			next++
		} else {
			start, next = i+1, 0
		}
	}
	return len(content) - start
}

// runsOn reports whether the byte after a closing quote shows that the quote was not meant to close the string.
func (p *jsonParser) runsOn(b byte, isKey bool) bool {
	if isLetter(b) || isDigit(b) {
		return true
	}
	return !isKey && bytes.IndexByte([]byte(`(\.*<>=+$%'|)`), b) >= 0
}

// innerQuote handles the string that starts at start and whose quote at the offset quote is followed by more text:
// either the closing quote before it was forgotten, or the quote is a part of the string.
func (p *jsonParser) innerQuote(start, quote int) (escaped bool) {
	content := p.src[start+1 : quote]
	run := bytes.TrimRight(content, " \t,:{[")
	if len(run) < len(content) && bytes.ContainsAny(content[len(run):], ",:") {
		p.at = start + 1 + len(run)
		p.invalid(Span{start, max(p.at, start+1)}, "the string is not closed; write \" at its end")
		return bytes.IndexByte(content, '\\') >= 0
	}
	p.invalid(Span{quote, quote + 1}, `a double quote inside the string; write \" for it`)
	p.at = p.realEnd(quote)
	return true
}

// realEnd guesses where a string with a bare quote inside ends: behind the last quote of the line when only punctuation follows,
// else behind the first quote that a comma, colon or bracket follows.
func (p *jsonParser) realEnd(quote int) int {
	line := p.src[quote+1 : min(len(p.src), quote+1+lookahead)]
	if end := bytes.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	if last := bytes.LastIndexByte(line, '"'); last >= 0 && !bytes.Contains(line, []byte(`":`)) && !bytes.Contains(line, []byte(`" :`)) {
		if len(bytes.Trim(line[last+1:], " \t,]}")) == 0 {
			return quote + 1 + last + 1
		}
	}
	for i, c := range line {
		if c == '"' && p.closesAt(quote+1+i) {
			return quote + 1 + i + 1
		}
	}
	return quote + 1 + len(line) - trailingPunctuation(line, p.openBrackets())
}

// wrongBracket handles a closing bracket that does not fit the innermost container. It returns true when the bracket is to be
// read as the container's own, false when the container was ended before it or the bracket skipped.
func (p *jsonParser) wrongBracket() bool {
	r := p.nodes[p.container]
	opening, found := p.src[r.valueStart], p.src[p.at]
	span := Span{p.at, p.at + 1}
	if !p.unbalanced {
		line := p.file.Lines().Position(int(r.valueStart)).Line
		p.invalid(span, fmt.Sprintf("%c closes nothing here: the %c of line %d is open; write %c before it or instead of it", found, opening, line, closing(opening)))
	}
	p.unbalanced = true
	if !p.closesOuter(found) {
		return true
	}
	p.leave(p.nodesEndAt(p.at))
	return false
}

// nodesEndAt returns the offset behind the last token before the offset end.
func (p *jsonParser) nodesEndAt(end int) int {
	start := max(p.nodesEnd(), int(p.nodes[p.container].valueStart)+1)
	if p.nodes[p.container].last != none {
		start = max(start, int(p.nodes[p.nodes[p.container].last].valueEnd))
	}
	if start > end {
		return end
	}
	return start + len(bytes.TrimRight(p.src[start:end], " \t\r\n"))
}

// closesOuter decides whether the bracket at p.at closes the container around the innermost one, whose own bracket is missing.
// The indentation decides if the bracket is the first of its line, else whether text would be left over.
func (p *jsonParser) closesOuter(found byte) bool {
	outer := p.nodes[p.container].parent
	if outer == none || closing(p.src[p.nodes[outer].valueStart]) != found {
		return false
	}
	if indent, first := indentation(p.src, p.at); first {
		inner, _ := indentation(p.src, int(p.nodes[p.container].valueStart))
		if inner == indent {
			return false
		}
		if around, _ := indentation(p.src, int(p.nodes[outer].valueStart)); around == indent {
			return true
		}
	}
	if p.nodes[outer].parent != none {
		return true
	}
	return len(bytes.TrimLeft(p.src[p.at+1:min(len(p.src), p.at+1+lookahead)], " \t\r\n")) == 0
}

// indentation returns how many bytes of white space start the line of the offset, and whether only they stand before the offset.
// On a very long line it gives up and returns -1.
func indentation(src []byte, offset int) (indent int, first bool) {
	start := offset
	for start > 0 && src[start-1] != '\n' && src[start-1] != '\r' {
		start--
		if offset-start > lookahead {
			return -1, false
		}
	}
	end := start
	for end < offset && (src[end] == ' ' || src[end] == '\t') {
		end++
	}
	return end - start, end == offset
}

// skipDeep skips a container below MaxDepth, whatever is in it, and reports it.
func (p *jsonParser) skipDeep(key member) {
	start, depth := p.at, 0
	for p.at < len(p.src) {
		c := p.src[p.at]
		p.at++
		switch c {
		case '"':
			p.at = skipString(p.src, p.at)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	if depth > 0 {
		p.truncated = true
	}
	p.other(TooDeep, Span{start, start + 1}, fmt.Sprintf("nested more than %d levels deep; what is inside is not read", MaxDepth), "", Edit{})
	p.add(Broken, key, Span{start, p.at}, 0)
	p.want = wantMore
}

// skipString returns the offset behind the closing quote of the string whose content starts at i.
func skipString(src []byte, i int) int {
	for i < len(src) {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
		i++
	}
	return len(src)
}
