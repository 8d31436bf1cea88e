package lint

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// secrets are the parts of one file that must not be shown: values of fields that hold a secret by their name, and
// passwords in addresses.
type secrets struct {
	spans []document.Span // sorted
	texts []string        // longest first
}

// secretWords are parts of the names of fields that hold a secret, in lower case and without separators.
const secretWords = "password passwd secret token credential apikey accesskey privatekey jaas"

// namesSecret reports whether a text or number in a field of that name is a secret.
func namesSecret(key string) bool {
	key = strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(key))
	for _, word := range strings.Fields(secretWords) {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// Patterns for what the tree does not tell. They are compiled where they are needed, which is seldom.
const (
	// brokenSecret finds a secret in a text that does not parse: what follows such a name on its line.
	brokenSecret = `(?i)["']?[\w.-]*(?:password|passwd|secret|token|credential|api_?key|access_?key|private_?key|jaas)[\w.-]*["']?\s*[:=]?\s*["']?([^"'\s,{}\[\]][^"'\r\n]*)`
	// userInfo finds the password in an address such as https://user:password@host.
	userInfo = `://[^/\s:@"']*:([^/\s@"']+)@`
)

// isPlaceholder reports whether a text stands for a secret that is filled in later; it may be shown.
func isPlaceholder(text string) bool {
	for _, form := range []struct{ start, end string }{{"${", "}"}, {"<", ">"}, {"{{", "}}"}, {"$(", ")"}, {"ENC[", "]"}, {"vault:", ""}, {"op://", ""}} {
		if strings.HasPrefix(text, form.start) && strings.HasSuffix(text, form.end) {
			return true
		}
	}
	name, variable := strings.CutPrefix(text, "$")
	return variable && name != "" && strings.Trim(strings.ToUpper(name), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

func findSecrets(file *document.File) *secrets {
	s := &secrets{}
	s.collect(file.Root(), false)
	if file.Broken() {
		s.search(file.Source, brokenSecret)
	}
	if bytes.Contains(file.Source, []byte("://")) && bytes.Contains(file.Source, []byte("@")) {
		s.search(file.Source, userInfo)
	}
	sort.Slice(s.spans, func(i, j int) bool { return s.spans[i].Start < s.spans[j].Start })
	sort.Slice(s.texts, func(i, j int) bool { return len(s.texts[i]) > len(s.texts[j]) })
	return s
}

// search adds what the first group of the pattern matches.
func (s *secrets) search(source []byte, pattern string) {
	for _, match := range regexp.MustCompile(pattern).FindAllSubmatchIndex(source, -1) {
		s.add(document.Span{Start: match[2], End: match[3]}, string(source[match[2]:match[3]]))
	}
}

// collect walks the tree; inside says that an object above is called secrets, where every text but type and user name is one.
func (s *secrets) collect(n document.Node, inside bool) {
	for child := range n.Children() {
		key := child.Key()
		switch child.Kind() {
		case document.Object, document.Array:
			s.collect(child, inside || key == "secrets")
		case document.String, document.Number:
			named := child.HasKey() && namesSecret(key)
			if named || inside && key != "type" && key != "username" {
				s.addNode(child)
			}
		}
	}
}

func (s *secrets) addNode(n document.Node) {
	text := n.Text()
	if text == "" || isPlaceholder(text) {
		return
	}
	span := n.Span()
	if n.Quoted() {
		span = document.Span{Start: span.Start + 1, End: max(span.End-1, span.Start+1)}
	}
	s.add(span, text)
	if raw := string(n.File().Source[span.Start:span.End]); raw != text {
		s.add(span, raw)
	}
}

func (s *secrets) add(span document.Span, text string) {
	s.spans = append(s.spans, span)
	s.texts = append(s.texts, text)
}

// shortest is the length in bytes below which a secret is not looked for in a message: "a" would garble every word.
// Rules do not quote secrets; this is the second line of defence.
const shortest = 4

// mask replaces secrets in a message.
func (s *secrets) mask(message string) string {
	for _, text := range s.texts {
		if len(text) >= shortest {
			message = strings.ReplaceAll(message, text, "***")
		}
	}
	return message
}

// blank overwrites secrets in a piece of the source that starts at offset from, byte by byte, so that places stay where they are.
func (s *secrets) blank(text []byte, from int) {
	for _, span := range s.spans {
		for i := max(span.Start, from); i < span.End && i < from+len(text); i++ {
			text[i-from] = '*'
		}
	}
}

// leaks reports whether a text has a secret in it.
func (s *secrets) leaks(text string) bool { return s.mask(text) != text }

// holds reports whether the value of a node is a secret.
func (s *secrets) holds(n document.Node) bool {
	for _, span := range s.spans {
		if n.Span().Contains(span) {
			return true
		}
	}
	return false
}
