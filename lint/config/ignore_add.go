package config

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/polarspec/polarspec/internal/document"
)

// Entry returns the entry as an item of the list ignore, on one line of YAML.
func (i *Ignore) Entry() string { return "- " + i.flow() }

func (i *Ignore) flow() string {
	parts := []string{"file: " + quoted(i.File)}
	if i.Pointer != "" {
		parts = append(parts, "pointer: "+quoted(i.Pointer))
	}
	parts = append(parts, "rules: ["+strings.Join(i.Rules, ", ")+"]", "reason: "+quoted(i.Reason))
	if i.Until != "" {
		parts = append(parts, "until: "+i.Until)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// block returns the entry as lines of YAML, a member each.
func (i *Ignore) block() []string {
	lines := []string{"file: " + scalar(i.File)}
	if i.Pointer != "" {
		lines = append(lines, "pointer: "+scalar(i.Pointer))
	}
	lines = append(lines, "rules: ["+strings.Join(i.Rules, ", ")+"]", "reason: "+scalar(i.Reason))
	if i.Until != "" {
		lines = append(lines, "until: "+i.Until)
	}
	return lines
}

// quoted writes a string so that YAML reads it back everywhere: JSON strings are YAML.
func quoted(s string) string { return string(document.EncodeCompact(document.StringOf(s))) }

// plain is a string that YAML reads as it stands, outside of brackets.
var plain = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_/.,()+*=~\[\]' -]*[A-Za-z0-9_/.)*\]]$`)
})

// scalar writes a string without quotes if it can do without, which people prefer to read.
func scalar(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off":
		return quoted(s)
	}
	if plain().MatchString(s) {
		return s
	}
	return quoted(s)
}

// NewSettings is the text that a new settings file starts with.
const NewSettings = "version: 1\n"

var errLayout = errors.New("the list ignore is written in a way that nothing can be added to safely; add the entry by hand")

// AddIgnore returns the text of a settings file with one more entry of the list ignore, and the line that it starts on. Every other
// byte stays as it is. The error is for a layout that an entry cannot be added to.
func AddIgnore(source []byte, entry Ignore) (after []byte, line int, err error) {
	file := document.Parse(source, document.YAML)
	root := file.Root()
	if file.Broken() || file.Stream || root.Kind() != document.Object {
		return nil, 0, errLayout
	}
	a := adder{file: file, entry: &entry, lineEnd: lineEnd(source)}
	after, err = document.Apply(source, a.edits(root))
	if err != nil || !added(root, after, entry) {
		return nil, 0, errLayout
	}
	list := document.Parse(after, document.YAML).Root().Get("ignore")
	last := list.Item(list.Len() - 1)
	return after, last.File().Lines().Position(last.Span().Start).Line, nil
}

// added reports whether a text says what the old tree says, and has the entry as the last of the list beside that.
func added(before document.Node, after []byte, entry Ignore) bool {
	file := document.Parse(after, document.YAML)
	if len(file.Faults) > 0 || file.Stream {
		return false
	}
	var members []document.Member
	for _, m := range before.Value().Members() {
		if m.Key != "ignore" {
			members = append(members, m)
		}
	}
	var now []document.Member
	for _, m := range file.Root().Value().Members() {
		if m.Key != "ignore" {
			now = append(now, m)
		}
	}
	if !document.ObjectOf(members...).Equal(document.ObjectOf(now...)) {
		return false
	}
	var old, list []document.Value
	if ignore, ok := before.Value().Get("ignore"); ok {
		old = ignore.Items()
	}
	if ignore, ok := file.Root().Value().Get("ignore"); ok {
		list = ignore.Items()
	}
	if len(list) != len(old)+1 || !slices.EqualFunc(old, list[:len(old)], document.Value.Equal) {
		return false
	}
	layer, problems := Parse("/"+FileName, []byte(NewSettings+"ignore:\n  "+entry.Entry()+"\n"))
	want := document.Parse([]byte(entry.flow()), document.YAML).Root().Value()
	return len(problems) == 0 && len(layer.Ignore) == 1 && list[len(old)].Equal(want)
}

func lineEnd(source []byte) string {
	if i := bytes.IndexByte(source, '\n'); i > 0 && source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// adder finds where an entry goes, and how it is written there.
type adder struct {
	file    *document.File
	entry   *Ignore
	lineEnd string
}

func (a *adder) edits(root document.Node) []document.Edit {
	list := root.Get("ignore")
	flow, key := a.entry.flow(), "ignore"
	if root.Raw()[0] == '{' { // perhaps JSON, which it stays
		flow, key = a.entry.json(), `"ignore"`
	}
	switch {
	case list.Kind() == document.Array && list.Span().Len() > 0 && list.Raw()[0] == '[':
		return a.intoBrackets(list, flow)
	case list.Kind() == document.Array && list.Len() > 0:
		return a.behindItem(list)
	case list.Kind() == document.Null && list.Span().Len() == 0:
		return a.atLineEnd(list.KeySpan().End, "  ", true)
	case list.Kind() == document.Null:
		return []document.Edit{{Span: list.Span(), Text: "[" + flow + "]"}}
	case root.Raw()[0] == '{':
		return a.intoBrackets(root, key+": ["+flow+"]")
	}
	return a.atEnd()
}

// json returns the entry as JSON.
func (i *Ignore) json() string {
	return string(document.EncodeCompact(document.Parse([]byte(i.flow()), document.YAML).Root().Value()))
}

// intoBrackets adds an item to a list or a member to an object that is written with brackets: on a line of its own if the last one has
// one, behind the comments there.
func (a *adder) intoBrackets(n document.Node, text string) []document.Edit {
	if n.Len() == 0 {
		return insert(n.Span().Start+1, text)
	}
	last := n.Item(n.Len() - 1)
	start, end := last.Span().Start, last.Span().End
	if last.HasKey() {
		start = last.KeySpan().Start
	}
	lines := a.file.Lines()
	line := lines.Line(lines.Position(end).Line)
	indent := a.file.Source[lines.Line(lines.Position(start).Line).Start:start]
	if len(bytes.TrimLeft(indent, " \t")) > 0 || line.End >= n.Span().End {
		return insert(end, ", "+text)
	}
	added := a.lineEnd + string(indent) + text
	if bytes.HasPrefix(bytes.TrimLeft(a.file.Source[end:line.End], " \t"), []byte(",")) {
		return insert(line.End, added+",")
	}
	if line.End == end {
		return insert(end, ","+added)
	}
	return append(insert(end, ","), insert(line.End, added)...)
}

func insert(at int, text string) []document.Edit {
	return []document.Edit{{Span: document.Span{Start: at, End: at}, Text: text}}
}

// behindItem adds an item to a list that is written with dashes, in the style of the last one.
func (a *adder) behindItem(list document.Node) []document.Edit {
	last := list.Item(list.Len() - 1)
	first := a.file.Lines().Line(a.file.Lines().Position(last.Span().Start).Line)
	before := a.file.Source[first.Start:last.Span().Start]
	indent := string(before[:len(before)-len(bytes.TrimLeft(before, " "))])
	return a.atLineEnd(last.Span().End, indent, last.Raw()[0] != '{')
}

// atLineEnd adds lines with the entry behind the line of an offset.
func (a *adder) atLineEnd(offset int, indent string, block bool) []document.Edit {
	at := a.file.Lines().Line(a.file.Lines().Position(offset).Line).End
	return insert(at, a.lineEnd+a.lines(indent, block))
}

func (a *adder) lines(indent string, block bool) string {
	if !block {
		return indent + a.entry.Entry()
	}
	return indent + "- " + strings.Join(a.entry.block(), a.lineEnd+indent+"  ")
}

// atEnd adds the list at the end of the text.
func (a *adder) atEnd() []document.Edit {
	at := len(a.file.Source)
	before := ""
	if !bytes.HasSuffix(a.file.Source, []byte("\n")) {
		before = a.lineEnd
	}
	return insert(at, before+a.lineEnd+"ignore:"+a.lineEnd+a.lines("  ", true)+a.lineEnd)
}
