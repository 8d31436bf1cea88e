package mapping

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// addMember returns the edit that adds a member behind the last one of an object, with the space that stands before that one; nil
// where the place is not clear, as behind a YAML block scalar.
func addMember(object document.Node, key string, value document.Value) []document.Edit {
	var last document.Node
	for child := range object.Children() {
		last = child
	}
	if !last.HasKey() {
		return nil
	}
	source := object.File().Source
	text := string(document.EncodeCompact(value))
	if start := object.Span().Start; start < len(source) && source[start] == '{' {
		end := last.Span().End
		quoted := string(document.EncodeCompact(document.StringOf(key)))
		return insert(end, ","+spaceBefore(source, last.KeySpan().Start)+quoted+": "+text)
	}
	return addLine(source, last, key+": "+text)
}

// addLine adds a line to a YAML block behind the one that holds its last member.
func addLine(source []byte, last document.Node, line string) []document.Edit {
	key, value := last.KeySpan(), last.Span()
	if value.Len() == 0 || strings.ContainsRune("|>&*!", rune(source[value.Start])) || strings.ContainsRune(string(source[key.Start:value.End]), '\n') {
		return nil
	}
	lineStart := strings.LastIndexByte(string(source[:key.Start]), '\n') + 1
	indent := strings.Repeat(" ", key.Start-lineStart)
	if strings.Trim(string(source[lineStart:key.Start]), " -") != "" {
		return nil
	}
	end := len(source)
	if i := strings.IndexByte(string(source[value.End:]), '\n'); i >= 0 {
		end = value.End + i
	}
	if end > value.End && source[end-1] == '\r' {
		return insert(end-1, "\r\n"+indent+line)
	}
	return insert(end, "\n"+indent+line)
}

func insert(at int, text string) []document.Edit {
	return []document.Edit{{Span: document.Span{Start: at, End: at}, Text: text}}
}

// spaceBefore returns the white space before an offset.
func spaceBefore(source []byte, offset int) string {
	before := strings.TrimRight(string(source[:offset]), " \t\r\n")
	return string(source[len(before):offset])
}
