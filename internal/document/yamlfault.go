package document

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unreadableYAML finds the first character that YAML does not allow at all.
func unreadableYAML(src []byte) (Fault, bool) {
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		span := Span{i, i + size}
		switch {
		case r == utf8.RuneError && size == 1:
			return Fault{Span: span, Message: fmt.Sprintf("the byte 0x%02X is not valid UTF-8; save the file as UTF-8", src[i])}, true
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', 0x7f <= r && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff:
			return Fault{Span: span, Message: fmt.Sprintf("the control character U+%04X is not allowed in YAML; remove it, or write it as \\u%04x in double quotes", r, r)}, true
		}
		i += size
	}
	return Fault{}, false
}

// yamlFault returns the place and the meaning of an error of the YAML library.
func yamlFault(src []byte, err error) (Span, string) {
	if tab, found := tabIndent(src, err); found {
		return Span{tab, tab + 1}, "a tab cannot indent in YAML; write spaces"
	}
	line, message := 0, strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, found := strings.CutPrefix(message, "line "); found {
		if number, after, found := strings.Cut(rest, ": "); found {
			line, _ = strconv.Atoi(number)
			message = after
		}
	}
	if name, found := strings.CutPrefix(message, "unknown anchor '"); found {
		name = strings.TrimSuffix(name, "' referenced")
		if i := bytes.Index(src, []byte("*"+name)); i >= 0 {
			return Span{i, i + 1 + len(name)}, fmt.Sprintf("the alias *%s has no anchor &%s before it; define the anchor or write the value out", name, name)
		}
	}
	offset := faultOffset(src)
	if line > 0 && (strings.Contains(message, "could not find expected ':'") || strings.Contains(message, "unexpected end of stream")) {
		// These two name the line where the thing begins that is not finished.
		offset = NewLines(src).Line(line).End
	}
	span := faultLine(src, offset)
	return narrow(src, span, message), explainYAML(message, src[span.Start:span.End])
}

// tabIndent returns the first tab in the indentation of a line near the one that the library complains of.
func tabIndent(src []byte, err error) (offset int, found bool) {
	if !strings.Contains(err.Error(), "cannot start any token") && !strings.Contains(err.Error(), "tab character") {
		return 0, false
	}
	at := faultOffset(src)
	for start := 0; start < len(src); {
		indent := len(src[start:]) - len(bytes.TrimLeft(src[start:], " \t"))
		if tab := bytes.IndexByte(src[start:start+indent], '\t'); tab >= 0 && start+tab >= at-tabSearch && start+tab <= at+1 {
			return start + tab, true
		}
		next := bytes.IndexByte(src[start:], '\n')
		if next < 0 {
			break
		}
		start += next + 1
	}
	return 0, false
}

// tabSearch is how many bytes before the place where the library gave up a tab may be the cause.
const tabSearch = 8

// narrow returns the part of a faulty line that is at fault, if it can be told.
func narrow(src []byte, line Span, message string) Span {
	text, offenders := src[line.Start:line.End], ""
	switch {
	case strings.Contains(message, "cannot start any token"), strings.Contains(message, "tab character"):
		offenders = "\t@`%"
	case strings.Contains(message, "unexpected end of stream"):
		if i := bytes.IndexAny(text, "\"'"); i >= 0 {
			return Span{line.Start + i, line.End}
		}
	}
	if i := bytes.IndexAny(text, offenders); i >= 0 {
		return Span{line.Start + i, line.Start + i + 1}
	}
	return line
}

// faultLine returns the line of the offset without its indentation; the line before if the offset is in a line's indentation,
// since the library looks ahead; the end of the text if that is where it failed.
func faultLine(src []byte, offset int) Span {
	if offset >= len(src) && len(bytes.TrimRight(src, " \t\r\n")) == 0 {
		return Span{len(src), len(src)}
	}
	end := len(bytes.TrimRight(src[:min(offset, len(src))], " \t\r\n"))
	if end == 0 {
		end = min(1, len(src))
	}
	start := 1 + bytes.LastIndexAny(src[:end-1], "\r\n")
	stop := end
	for stop < len(src) && src[stop] != '\n' && src[stop] != '\r' {
		stop++
	}
	text := bytes.TrimRight(src[start:stop], " \t")
	indent := len(text) - len(bytes.TrimLeft(text, " "))
	if indent == len(text) {
		indent = 0
	}
	return Span{start + indent, max(start+len(text), start+indent+1)}
}

// faultOffset returns how much of src the YAML library had read when it found the fault. The errors name the line where the
// construct begins that could not be finished, or the line before; this is where it gave up.
func faultOffset(src []byte) int {
	coarse := &meteredReader{src: src, fineFrom: len(src)}
	_, _ = readYAML(coarse)
	fine := &meteredReader{src: src, fineFrom: max(0, coarse.at-4096)}
	_, _ = readYAML(fine)
	return fine.at
}

// meteredReader hands out src as fast as it is asked for, but byte by byte from the offset fineFrom on.
type meteredReader struct {
	src      []byte
	at       int
	fineFrom int
}

// Read implements [io.Reader].
func (r *meteredReader) Read(p []byte) (int, error) {
	if r.at == len(r.src) {
		return 0, io.EOF
	}
	size := r.fineFrom - r.at
	if size <= 0 {
		size = 1
	}
	n := copy(p[:min(size, len(p))], r.src[r.at:])
	r.at += n
	return n, nil
}

// explainYAML puts an error of the YAML library in the words of somebody who writes a file. line is the text of the line.
func explainYAML(message string, line []byte) string {
	has := func(part string) bool { return strings.Contains(message, part) }
	switch {
	case has("found character that cannot start any token"), has("found a tab character"):
		if bytes.IndexByte(line, '\t') >= 0 {
			return "a tab cannot indent in YAML; write spaces"
		}
		return "a value cannot start with this character; put it in quotes"
	case has("mapping values are not allowed"):
		return "a second key on one line, or a wrong indentation; put text that contains \": \" in quotes"
	case has("did not find expected key"):
		return "this fits neither the object before it nor one around it; check the indentation and the quotes"
	case has("did not find expected '-' indicator"):
		return "this is not an item of the list before it; check the indentation"
	case has("could not find expected ':'"):
		return "a key without a colon; write a colon after it, or check the quotes and the indentation"
	case has("did not find expected ',' or ']'"):
		return "a list in brackets is not closed; write a comma or ] before this"
	case has("did not find expected ',' or '}'"):
		return "an object in braces is not closed; write a comma or } before this"
	case has("found unexpected end of stream"):
		return "a quote is opened but never closed"
	case has("did not find expected <document start>"):
		return "text after the end of the document; write --- before another document"
	case has("exceeded max depth"):
		return fmt.Sprintf("nested too deep: more than %d levels are not read", MaxDepth)
	}
	return "this is not YAML: " + message
}
