// Package format lays JSON and JSONC out: the order of members, indentation, line breaks and blank lines. It changes no value and
// loses no comment. What the order is, its caller says.
package format

import (
	"bytes"
	"errors"

	"github.com/polarspec/polarspec/internal/document"
)

// MaxWidth is the most columns of a line on which a list or an object stays together that was on one line.
const MaxWidth = 100

// indentUnit is what each level of nesting is indented by.
const indentUnit = "  "

// Options are what the layout depends on beside the text.
type Options struct {
	// Rank is the position of a member of an object: members are sorted by it, equal ones keep their order. nil keeps all in order.
	Rank func(member document.Node) int
	// Open reports whether a list or an object has a line for each of its parts even if all of it was on one line and is short.
	// nil opens the root only.
	Open func(container document.Node) bool
}

// Text returns the text of a file in the layout. The file must be JSON or JSONC that could be read as a whole; else there is an error
// that says why. A text that has the layout comes back as it is.
//
// Each part of a list or an object gets a line of its own, two spaces further in. One that is on one line, without a comment in it,
// stays on it if that is at most [MaxWidth] columns long. Keys and values keep their bytes. A comment on a line of its own belongs to
// what follows, one behind a value to the value; both go where their member goes. Blank lines between parts are kept, but one at a time.
// The line ends are those of the first line; a byte order mark stays.
func Text(file *document.File, options Options) ([]byte, error) {
	if file.Syntax == document.YAML {
		return nil, errors.New("only JSON and JSONC can be formatted")
	}
	if file.Broken() || !file.Root().Exists() {
		return nil, errors.New("a text that does not parse cannot be formatted")
	}
	if options.Open == nil {
		options.Open = func(n document.Node) bool { return !n.Parent().Exists() }
	}
	r := reader{file: file, options: options}
	text := r.text()
	w := writer{lineBreak: lineBreakOf(file.Source)}
	w.out.Grow(len(file.Source) + len(file.Source)/4)
	w.text(text)
	return w.out.Bytes(), nil
}

// lineBreakOf returns the line break of a text: that of its first line.
func lineBreakOf(source []byte) string {
	if i := bytes.IndexByte(source, '\n'); i > 0 && source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
