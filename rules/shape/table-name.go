package shape

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed table-name.md
var tableNamePage string

func tableName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/table-name", Severity: lint.Error, Page: tableNamePage,
			Summary:  "a table name that breaks a documented rule",
			Evidence: "documented rules for table names (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.TableKind},
		Check: func(p *lint.Pass) {
			if p.Identity.Kind == polaris.TableKind {
				checkTableName(p, p.Root.Get("name"))
				return
			}
			checkTableName(p, p.Job().Target().Get("tableName"))
			if source := p.Job().Source(); source.Type() == "table" {
				checkTableName(p, source.Get("tableName"))
			}
		},
	}
}

// maxTableName is the documented length in characters.
const maxTableName = 255

func checkTableName(p *lint.Pass, n document.Node) {
	if n.Kind() != document.String || garbled(n) {
		return
	}
	name := n.Text()
	report := func(span document.Span, format string, args ...any) {
		p.Report(lint.Problem{At: n, Span: span, Message: "the table name " + fmt.Sprintf(format, args...)})
	}
	switch {
	case name == "":
		report(n.Span(), "is empty")
	case name[0] == ' ':
		report(n.Sub(0, 1), "starts with a space, which is not allowed")
	case name[len(name)-1] == ' ':
		report(n.Sub(len(name)-1, len(name)), "ends with a space, which is not allowed")
	case name[0] == '.':
		report(n.Sub(0, 1), "starts with a full stop, which is not allowed")
	case utf8.RuneCountInString(name) > maxTableName:
		report(n.Span(), "has %d characters, and at most %d are allowed", utf8.RuneCountInString(name), maxTableName)
	default:
		if i := strings.IndexFunc(name, notInTableName); i >= 0 {
			r, size := utf8.DecodeRuneInString(name[i:])
			report(n.Sub(i, i+size), "has %s in it, which is not allowed", runeName(r))
		}
	}
}

// notInTableName is the documented list: slash, white space other than the space, control characters, emoji, U+FFF0 to U+FFFF.
func notInTableName(r rune) bool {
	switch {
	case r == '/', r < 0x20, r >= 0x7F && r <= 0x9F, r >= 0xFFF0 && r <= 0xFFFF:
		return true
	case r == 0x1680, r >= 0x2000 && r <= 0x200A, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000, r == 0xA0:
		return true
	}
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF
}

func runeName(r rune) string {
	switch {
	case r == '/':
		return "a slash"
	case r < 0x20 || r >= 0x7F && r <= 0x9F:
		return fmt.Sprintf("the control character U+%04X", r)
	case r >= 0x2600 && r <= 0x27BF || r >= 0x1F000:
		return fmt.Sprintf("the emoji U+%04X", r)
	}
	return fmt.Sprintf("the character U+%04X", r)
}
