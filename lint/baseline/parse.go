package baseline

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Error is why a text is no baseline, and where. Lines and columns count from 1, columns in characters.
type Error struct {
	Line, Column int
	Message      string
}

// Error returns the place and the message.
func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

// maxCount bounds how many findings of one fingerprint are known, so that sums do not overflow.
const maxCount = 1 << 30

// Parse reads the text of a baseline. The error is an [*Error] about the first fault: a baseline of which a part is left out would
// bring back findings that nobody made. Findings may be in any order; of several with one fingerprint, which is what is left
// when a merge keeps both sides, the largest count holds.
func Parse(source []byte) (*File, error) {
	if findings, ok := canonical(source); ok {
		return mergedByHand(findings), nil
	}
	r := &reader{text: document.Parse(source, document.JSON)}
	root := r.text.Root()
	for i := range r.text.Faults {
		fault := &r.text.Faults[i]
		if fault.Code != document.ByteOrderMark {
			r.complain(fault.Span, "the baseline does not parse: %s", fault.Message)
		}
	}
	if at := conflict(source); r.err != nil && at >= 0 {
		r.err = nil
		r.complain(document.Span{Start: at}, "the mark of a conflict that git could not merge: keep the lines of both sides")
	}
	if r.err == nil && (!root.Exists() || root.Kind() == document.Null) {
		r.complain(root.Span(), "the file is empty")
	}
	if r.err == nil {
		shape.NewValidator(Type()).Validate(root, r.violation)
	}
	var findings []Finding
	if r.err == nil {
		findings = r.findings(root.Get("findings"))
	}
	if r.err != nil {
		return nil, r.err
	}
	return mergedByHand(findings), nil
}

func mergedByHand(findings []Finding) *File {
	return merged(findings, func(a, b int) int { return max(a, b) })
}

// conflict returns where git says that it could not merge, -1 if it says nothing.
func conflict(source []byte) int {
	for _, mark := range []string{"<<<<<<< ", ">>>>>>> "} {
		if bytes.HasPrefix(source, []byte(mark)) {
			return 0
		}
		if at := bytes.Index(source, []byte("\n"+mark)); at >= 0 {
			return at + 1
		}
	}
	return -1
}

type reader struct {
	text *document.File
	err  error
	at   int // the offset that err is about
}

// complain keeps the first error in the order of the text.
func (r *reader) complain(span document.Span, format string, args ...any) {
	if r.err != nil && r.at <= span.Start {
		return
	}
	place := r.text.Lines().Position(span.Start)
	r.err, r.at = &Error{place.Line, place.Column, fmt.Sprintf(format, args...)}, span.Start
}

func (r *reader) findings(list document.Node) []Finding {
	findings := make([]Finding, 0, list.Len())
	for item := range list.Children() {
		finding := Finding{
			File: item.Get("file").Text(), Rule: item.Get("rule").Text(), Severity: item.Get("severity").Text(),
			Pointer: item.Get("pointer").Text(), Fingerprint: item.Get("fingerprint").Text(), Count: r.count(item.Get("count")),
		}
		findings = append(findings, finding)
	}
	return findings
}

// count reads a number of findings; an absent one is 1.
func (r *reader) count(n document.Node) int {
	if n.Kind() != document.Number {
		return 1
	}
	number, err := strconv.ParseFloat(n.Text(), 64)
	if err != nil || number < 1 || number > maxCount {
		r.complain(n.Span(), "\"count\" is %s and must be a number from 1 to %d", n.Text(), maxCount)
		return 1
	}
	return int(number)
}

// violation words what the model of the baseline refuses.
func (r *reader) violation(v shape.Violation) {
	span := v.Node.Span()
	switch v.Fault {
	case shape.Unknown:
		r.complain(v.Node.KeySpan(), "%q is not known here", v.Name)
	case shape.Missing:
		r.complain(span, "%q is missing", v.Name)
	case shape.NotAllowed:
		if v.Node.Key() == "version" {
			r.complain(span, "version %s of the format is not known to this version of polarspec: update polarspec", v.Node.Text())
			return
		}
		r.complain(span, "%s is %q, which is no severity", subject(v.Node), v.Node.Text())
	case shape.Empty:
		r.complain(span, "%s must not be empty", subject(v.Node))
	case shape.WrongType:
		r.complain(span, "%s is %s, which does not belong here", subject(v.Node), v.Node.Kind())
	}
}

// subject names a value in a message.
func subject(n document.Node) string {
	switch {
	case n.HasKey():
		return fmt.Sprintf("%q", n.Key())
	case n.Parent().HasKey():
		return fmt.Sprintf("an item of %q", n.Parent().Key())
	}
	return "the file"
}
