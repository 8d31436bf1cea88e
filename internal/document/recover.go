package document

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// invalid reports text that does not parse. After too many faults reading stops.
func (p *jsonParser) invalid(span Span, message string) {
	if p.invalids == maxInvalid {
		p.stopped = true
		return
	}
	p.invalids++
	p.file.fault(Invalid, span, p.container, message)
}

// other reports a fault that does not hinder reading; fix is its repair, with the title, unless title is empty.
func (p *jsonParser) other(code FaultCode, span Span, message, title string, fix Edit) {
	if p.others == maxOther {
		return
	}
	p.others++
	p.file.fault(code, span, p.container, message)
	if title != "" {
		p.file.fix(title, fix)
	}
}

// empty reports a text without a value.
func (p *jsonParser) empty() {
	if p.truncated || p.invalids > 0 {
		return
	}
	message := "the file is empty; write a JSON value"
	if len(p.src) > 0 {
		message = "the file holds no value; write a JSON value"
	}
	p.invalid(Span{len(p.src), len(p.src)}, message)
}

// ended reports that the text ends inside the innermost container and closes what is open.
func (p *jsonParser) ended() {
	if !p.truncated && !p.unbalanced {
		r := p.nodes[p.container]
		opening := p.src[r.valueStart]
		line := p.file.Lines().Position(int(r.valueStart)).Line
		p.invalid(Span{len(p.src), len(p.src)}, fmt.Sprintf("the file ends, but the %c of line %d is not closed; write %c", opening, line, closing(opening)))
	}
	p.abandon()
}

// abandon ends all open containers where reading stopped.
func (p *jsonParser) abandon() {
	end := min(p.at, len(p.src))
	for p.container != none {
		p.leave(max(end, int(p.nodes[len(p.nodes)-1].valueEnd)))
	}
}

// afterRoot reports text after the end of the value; what follows is not read.
func (p *jsonParser) afterRoot() {
	p.space()
	if p.at >= len(p.src) || p.unbalanced || p.truncated {
		return
	}
	start := p.at
	switch c := p.src[start]; {
	case c == '}' || c == ']':
		p.invalid(Span{start, start + 1}, fmt.Sprintf("a %c too many: the value ended before it; remove it", c))
	case c == ',':
		p.invalid(Span{start, start + 1}, "a comma after the end of the value; remove it, or put several values into a list [ ]")
	case c == '{' || c == '[' || c == '"':
		p.invalid(Span{start, start + 1}, "a second value begins here; a JSON file holds one value: put several into a list [ ], or into files of their own")
	default:
		p.invalid(Span{start, junkEnd(p.src, start)}, "text after the end of the value; remove it")
	}
}

// extraCommas reads commas where a value should be. They are one fault, together with the comma before them.
func (p *jsonParser) extraCommas() {
	span := Span{p.at, p.at}
	if p.comma >= 0 {
		span.Start = p.comma
	}
	for p.at < len(p.src) && p.src[p.at] == ',' {
		p.at++
		span.End = p.at
		p.space()
	}
	p.invalid(span, "a comma without a value; remove it or write the missing value")
	p.comma = -1
}

// nodesEnd returns the offset behind the value that was read last.
func (p *jsonParser) nodesEnd() int { return int(p.nodes[len(p.nodes)-1].valueEnd) }

// trailingComma reports a comma before a closing bracket.
func (p *jsonParser) trailingComma() {
	if p.file.Syntax == JSONC {
		return
	}
	span := Span{p.comma, p.comma + 1}
	before := p.invalids
	p.invalid(span, fmt.Sprintf("a trailing comma before %c; remove it", p.src[p.at]))
	if p.invalids > before {
		p.file.fix("remove the trailing comma", Edit{Span: span})
	}
}

// missingComma reads what is neither a comma nor a closing bracket after a value.
func (p *jsonParser) missingComma() {
	start := p.at
	switch c := p.src[start]; {
	case c == ':':
		p.at++
		p.strayColon(start)
	case c == ';':
		p.at++
		p.invalid(Span{start, p.at}, "a semicolon between values; write a comma")
		p.wantNext()
	case c == '"' || c == '\'' || c == '{' || c == '[' || c == '-' || isDigit(c) || isLetter(c):
		if p.startsValue(start) {
			p.invalid(Span{start, tokenEnd(p.src, start)}, "a comma is missing before this")
		} else {
			p.at = junkEnd(p.src, start)
			p.invalid(Span{start, p.at}, "unexpected text after a value; remove it, or put the whole value in double quotes")
		}
		p.comma = -1
		if p.at == start {
			p.wantNext()
		}
	default:
		p.at = junkEnd(p.src, start)
		p.invalid(Span{start, p.at}, "unexpected text after a value; remove it")
	}
}

// startsValue reports whether a child of the innermost container may start at the offset, so that only a comma is missing before it.
func (p *jsonParser) startsValue(start int) bool {
	c := p.src[start]
	if p.nodes[p.container].kind == Object {
		if c == '"' || c == '\'' {
			return true
		}
		end := tokenEnd(p.src, start)
		rest := bytes.TrimLeft(p.src[end:min(len(p.src), end+lookahead)], " \t\r\n")
		return isLetter(c) && len(rest) > 0 && rest[0] == ':'
	}
	if isLetter(c) {
		kind, length := literal(p.src[start:])
		return kind != Absent && p.endsToken(start+length) || meantLiteral(p.src[start:tokenEnd(p.src, start)]) != ""
	}
	return true
}

// strayColon reports a colon after a value; what follows it is read as another child.
func (p *jsonParser) strayColon(start int) {
	if p.colonsIn != p.container {
		message := "unexpected colon after a value; write a comma and a key, or remove it"
		if p.nodes[p.container].kind == Array {
			message = "a key in a list; close the list with ] before the key, or write { } around keys and values"
			p.unbalanced = true
		}
		p.invalid(Span{start, start + 1}, message)
		p.colonsIn = p.container
	}
	p.comma = -1
	p.space()
	if p.at >= len(p.src) {
		return
	}
	switch p.src[p.at] {
	case ',', ']', '}':
	default:
		p.value(member{})
	}
}

// missingColon reads what is not a colon after a key. It returns false when there is no value to read.
func (p *jsonParser) missingColon(key member) bool {
	start := p.at
	switch p.src[start] {
	case ',', '}', ']':
		p.missingValue(key)
		return false
	case '=':
		p.at++
		for p.at < len(p.src) && (p.src[p.at] == '>' || p.src[p.at] == '=') {
			p.at++
		}
		p.invalid(Span{start, p.at}, "write : between a key and its value")
		p.space()
	default:
		p.invalid(Span{start, tokenEnd(p.src, start)}, fmt.Sprintf("a colon is missing between the key %s and this", p.showKey(key)))
	}
	return true
}

// missingValue reports a key without a value.
func (p *jsonParser) missingValue(key member) {
	if key.flags&quotedKey != 0 { // a bare word without a value has been reported as one
		p.invalid(key.span, fmt.Sprintf("the key %s has no value; write a colon and a value after it", p.showKey(key)))
	}
	end := bytes.TrimRight(p.src[key.span.End:p.at], " \t\r\n")
	at := key.span.End + len(end)
	p.add(Broken, key, Span{at, at}, 0)
	p.want = wantMore
}

// badKey reads a member whose key is not in double quotes.
func (p *jsonParser) badKey() {
	start := p.at
	switch c := p.src[start]; {
	case c == '\'':
		escaped := p.quoted('\'', true)
		p.invalid(Span{start, p.at}, "a key in single quotes; write it in double quotes")
		key := p.quotedKey(start, escaped)
		p.colon(key)
	case c == '{' || c == '[':
		p.listInBraces()
	case c == ':':
		p.at++
		p.invalid(Span{start, p.at}, "a key is missing before the colon")
		p.colonsIn = p.container
		p.strayColon(start)
		p.want = wantMore
	default:
		p.unquotedKey()
	}
}

// listInBraces reads a list that was written in braces as a list.
func (p *jsonParser) listInBraces() {
	r := &p.nodes[p.container]
	p.invalid(Span{p.at, p.at + 1}, fmt.Sprintf("a key is missing before %c; write [ ] around a list, not { }", p.src[p.at]))
	if r.children == 0 {
		r.kind = Array
	}
	p.value(member{})
}

// unquotedKey reads a key without quotes.
func (p *jsonParser) unquotedKey() {
	start := p.at
	if size := typographicEnd(p.src[start:]); size > 0 {
		p.at += size
		p.invalid(Span{start, p.at}, `typographic quotes around a key; write " on both sides`)
		p.colon(member{Span{start, p.at}, keyed})
		return
	}
	p.at = bareKeyEnd(p.src, start)
	key := member{Span{start, p.at}, keyed}
	if p.at < len(p.src) && p.src[p.at] == '"' && p.at > start {
		p.at++
		p.invalid(Span{start, p.at}, "the opening quote of the key is missing")
	} else {
		p.invalid(Span{start, p.at}, "a key without quotes; put it in double quotes")
	}
	p.colon(key)
}

// bareKeyEnd returns the offset behind a key without quotes: at white space or punctuation, at least one byte on.
func bareKeyEnd(src []byte, start int) int {
	end := start
	for end < len(src) && !isBlank(src[end]) && bytes.IndexByte([]byte(`:,{}[]"=`), src[end]) < 0 {
		end++
	}
	return max(end, start+utf8Length(src[start:]))
}

// badValue reads a value that is no JSON and reports it.
func (p *jsonParser) badValue(key member) {
	start := p.at
	p.want = wantMore
	if p.src[start] == '\'' {
		p.stringValue(key, '\'')
		p.invalid(Span{start, p.at}, "a string in single quotes; write it in double quotes")
		return
	}
	if size := typographicEnd(p.src[start:]); size > 0 {
		p.at += size
		p.invalid(Span{start, p.at}, `typographic quotes around a string; write " on both sides`)
		p.add(Broken, key, Span{start, p.at}, 0)
		return
	}
	word := p.src[start:tokenEnd(p.src, start)]
	if meant := meantLiteral(word); meant != "" && p.endsToken(start+len(word)) {
		p.at += len(word)
		p.foreignLiteral(Span{start, p.at}, meant)
		p.add(Broken, key, Span{start, p.at}, 0)
		return
	}
	p.at = junkEnd(p.src, start)
	if message := numberFault(p.src[start:p.at]); message != "" {
		p.invalid(Span{start, p.at}, message)
	} else {
		p.invalid(Span{start, p.unquotedEnd()}, p.junkMessage(start))
	}
	p.truncated = p.truncated || p.at == len(p.src)
	if p.container == none {
		p.unbalanced = true // this is no JSON at all; what follows is not worth a word
	}
	p.add(Broken, key, Span{start, p.at}, 0)
}

// foreignLiteral reports True, None and the like.
func (p *jsonParser) foreignLiteral(span Span, meant string) {
	before := p.invalids
	p.invalid(span, fmt.Sprintf("%s is not JSON; write %s", p.src[span.Start:span.End], meant))
	if p.invalids > before {
		p.file.fix("write "+meant, Edit{Span: span, Text: meant})
	}
}

// unquotedEnd includes the closing quote of a string whose opening quote is missing.
func (p *jsonParser) unquotedEnd() int {
	if p.at < len(p.src) && p.src[p.at] == '"' && !isBlank(p.src[p.at-1]) && p.closesAt(p.at) {
		p.at++
	}
	return p.at
}

func (p *jsonParser) junkMessage(start int) string {
	switch c := p.src[start]; {
	case p.src[p.at-1] == '"':
		return "the opening quote of the string is missing"
	case c == ':':
		return "a colon too many; remove it"
	case isLetter(c) || c == '$' || c == '<' || c == '@' || c >= utf8.RuneSelf:
		return "text without quotes; put it in double quotes"
	}
	return "this is not a JSON value; put text in double quotes"
}

// placeholder reads {{ … }} of a template as one value. It returns false when there is none.
func (p *jsonParser) placeholder(key member) bool {
	start := p.at
	length := bytes.Index(p.src[start:min(len(p.src), start+lookahead)], []byte("}}"))
	if length < 0 || bytes.ContainsAny(p.src[start:start+length], ":\"\n") {
		return false
	}
	p.at += length + 2
	p.invalid(Span{start, p.at}, "a template placeholder is not JSON; put it in double quotes, or lint the rendered file")
	p.add(Broken, key, Span{start, p.at}, 0)
	return true
}

// showKey returns a key for a message, shortened.
func (p *jsonParser) showKey(key member) string {
	text := bytes.Trim(p.src[key.span.Start:key.span.End], `"'`)
	return showText(string(text))
}

// showText returns text in double quotes for a message, shortened, without control characters.
func showText(text string) string {
	const most = 40
	runes := []rune(text[:min(len(text), 4*most)])
	short := len(runes) > most || len(text) > 4*most
	for i, r := range runes {
		if r < ' ' || r == 0x7f {
			runes[i] = ' '
		}
	}
	if short {
		return `"` + string(runes[:min(len(runes), most)]) + `…"`
	}
	return `"` + string(runes) + `"`
}
