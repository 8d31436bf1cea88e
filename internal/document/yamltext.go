package document

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlText returns a string of YAML in the given style, which is the first byte of the text that it replaces: ' and " are quotes,
// anything else means a text without quotes if that can be, else double quotes.
func yamlText(text string, style byte) string {
	switch {
	case style == '\'' && isPrintable(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case style != '"' && style != '\'' && style != '|' && style != '>' && isPlain(text):
		return text
	}
	return yamlDoubleQuoted(text)
}

// isPlain reports whether the text is the same string without quotes, wherever it stands.
func isPlain(text string) bool {
	if text == "" || !isLetter(text[0]) || strings.HasSuffix(text, " ") {
		return false
	}
	for i := range len(text) {
		if c := text[i]; !isWord(c) && c != '/' && c != ' ' {
			return false
		}
	}
	node := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	return node.ShortTag() == "!!str"
}

// isPrintable reports whether the text can stand in single quotes on one line.
func isPrintable(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || r == '\t' || mustEscape(r) {
			return false
		}
	}
	return true
}

// mustEscape reports whether a character cannot stand for itself in quotes of YAML: control characters, line breaks, and byte order marks.
func mustEscape(r rune) bool {
	return r < ' ' || 0x7f <= r && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// yamlDoubleQuoted returns a string of YAML in double quotes. Where nothing else must be escaped it is also a string of JSON.
func yamlDoubleQuoted(text string) string {
	var out strings.Builder
	for _, r := range string(appendString(nil, text)) {
		if mustEscape(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// yamlFlow returns a value in the flow style of YAML, on one line.
func yamlFlow(v Value) string {
	switch v.Kind() {
	case String:
		return yamlDoubleQuoted(v.Text())
	case Array:
		items := make([]string, len(v.Items()))
		for i, item := range v.Items() {
			items[i] = yamlFlow(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Object:
		members := make([]string, len(v.Members()))
		for i, member := range v.Members() {
			members[i] = yamlDoubleQuoted(member.Key) + ": " + yamlFlow(member.Value)
		}
		return "{" + strings.Join(members, ", ") + "}"
	}
	return string(EncodeCompact(v))
}
