package document

import (
	"bytes"
	"fmt"
	"slices"
)

// maxSize is the largest file that is read, in bytes. It also keeps every offset within an int32.
const maxSize = 64 << 20

// Limits on what is remembered of a hopeless text. A text with maxInvalid faults is not what its name says; reading stops there.
const (
	maxInvalid = 1000
	maxOther   = 10000
)

var byteOrderMark = []byte("\ufeff")

// maxShared is the size in bytes up to which a file is kept as a string too.
const maxShared = 1 << 20

// Parse reads src in the given notation. It never fails: the faults of the text are in the file, beside the tree of what could be read.
// The file keeps src, which must not be changed afterwards.
func Parse(src []byte, syntax Syntax) *File {
	f := &File{Source: src, Syntax: syntax}
	if len(src) <= maxShared {
		f.text = string(src)
	}
	switch {
	case len(src) > maxSize:
		f.fault(Invalid, Span{0, 1}, none, fmt.Sprintf("the file is larger than %d MiB and is not read", maxSize>>20))
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")):
		f.fault(Invalid, Span{0, 2}, none, "the file is in UTF-16; save it as UTF-8")
	default:
		start := f.skipMark()
		if syntax == YAML {
			parseYAML(f)
		} else {
			parseJSON(f, start)
		}
	}
	f.finishFaults()
	return f
}

// skipMark reports a byte order mark and returns where the text itself begins.
func (f *File) skipMark() int {
	if !bytes.HasPrefix(f.Source, byteOrderMark) {
		return 0
	}
	span := Span{0, len(byteOrderMark)}
	f.fault(ByteOrderMark, span, none, "the file starts with a byte order mark; save it as UTF-8 without one")
	f.fix("remove the byte order mark", Edit{Span: span})
	return len(byteOrderMark)
}

// fault notes a fault. near is the index of the node to name when none contains the span, or none.
func (f *File) fault(code FaultCode, span Span, near int32, message string) {
	f.Faults = append(f.Faults, Fault{Code: code, Span: span, Message: message, Near: f.node(near)})
}

// fix gives the fault that was noted last a repair.
func (f *File) fix(title string, edits ...Edit) {
	f.Faults[len(f.Faults)-1].Fix = &FaultFix{Title: title, Edits: edits}
}

// finishFaults puts the faults in the order of the text and names the innermost node of each.
func (f *File) finishFaults() {
	if len(f.Faults) == 0 {
		return
	}
	slices.SortStableFunc(f.Faults, func(a, b Fault) int { return a.Span.Start - b.Span.Start })
	for i := range f.Faults {
		if node := f.At(f.Faults[i].Span.Start); node.Exists() {
			f.Faults[i].Near = node
		}
	}
}
