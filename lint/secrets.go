package lint

import (
	"bytes"
	"iter"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// secrets are the parts of one file that must not be shown: values of fields that hold a secret by their name, and
// credentials in addresses.
type secrets struct {
	spans []document.Span // sorted
	texts []string        // longest first
	named map[string]bool // the keys of the tree, and whether they name a secret

	// In a text that does not parse: where secrets may be, their words, and the words that are none.
	regions      []document.Span
	words, known map[string]bool
}

// NamesSecret reports whether a text or number in a field of that name is a secret.
func NamesSecret(key string) bool {
	folded := strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', '.':
			return -1
		}
		return unicode.ToLower(r)
	}, key)
	for _, word := range [...]string{"password", "passwd", "secret", "token", "credential", "apikey", "accesskey", "privatekey", "jaas"} {
		if strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

// Patterns for what the tree does not tell. They are compiled where they are needed, which is seldom.
const (
	// keyLine finds the start of a line that gives another field.
	keyLine = `^\s*[-{,\s]*(?:"[^"]*"\s*:|'[^']*'\s*:|[\w.-]+\s*:(?:\s|$))`
	// userInfo finds what stands before the host in an address such as https://user:password@host.
	userInfo = `://([^\s"']+)@`
	// queryValue finds a secret in the query of an address.
	queryValue = `(?i)[?&][\w.-]*(?:password|passwd|secret|token|credential|api_?key|access_?key|private_?key|signature|sig)[\w.-]*=([^\s"'&#]+)`
	// commentedOut finds what follows the name of a secret in the line of a comment.
	commentedOut = `(?i)(?:password|passwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|jaas)[\w.-]*["']?\s*[:=]\s*([^\r\n]+)`
)

// IsPlaceholder reports whether a text stands for a secret that is filled in later; it may be shown.
func IsPlaceholder(text string) bool {
	for _, form := range []struct{ start, end string }{{"${", "}"}, {"<", ">"}, {"{{", "}}"}, {"$(", ")"}, {"ENC[", "]"}, {"vault:", ""}, {"op://", ""}} {
		if strings.HasPrefix(text, form.start) && strings.HasSuffix(text, form.end) {
			return true
		}
	}
	name, variable := strings.CutPrefix(text, "$")
	return variable && name != "" && strings.Trim(strings.ToUpper(name), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

func findSecrets(file *document.File) *secrets {
	s := &secrets{named: map[string]bool{}}
	s.collect(file.Root(), false)
	if file.Broken() {
		s.searchBroken(file.Source)
	}
	if bytes.Contains(file.Source, []byte("://")) && bytes.Contains(file.Source, []byte("@")) {
		s.search(file.Source, userInfo)
	}
	if bytes.Contains(file.Source, []byte("://")) && bytes.Contains(file.Source, []byte("?")) {
		s.search(file.Source, queryValue)
	}
	s.searchComments(file)
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

// searchComments covers fields that are commented out. What they have is not looked for in messages: it may be any word of a sentence.
func (s *secrets) searchComments(file *document.File) {
	var list []document.Span
	if file.Syntax == document.YAML {
		for number := range file.Lines().Count() {
			line := file.Lines().Line(number + 1)
			if i := bytes.IndexByte(file.Source[line.Start:line.End], '#'); i >= 0 {
				list = append(list, document.Span{Start: line.Start + i, End: line.End})
			}
		}
	} else if bytes.Contains(file.Source, []byte("//")) || bytes.Contains(file.Source, []byte("/*")) {
		for _, c := range jsonComments(file.Source) {
			list = append(list, c.Span)
		}
	}
	var pattern *regexp.Regexp // compiled for the first comment that needs it: few speak of secrets
	for _, c := range list {
		if !NamesSecret(string(file.Source[c.Start:c.End])) {
			continue
		}
		if pattern == nil {
			pattern = regexp.MustCompile(commentedOut)
		}
		for _, match := range pattern.FindAllSubmatchIndex(file.Source[c.Start:c.End], -1) {
			s.spans = append(s.spans, document.Span{Start: c.Start + match[2], End: c.Start + match[3]})
		}
	}
}

// longestName is the length in bytes up to which a word of a text that does not parse may be the name of a field.
const longestName = 100

// searchBroken covers what follows the name of a secret in a text that does not parse: to the end of the line, and on the lines
// after it that are indented deeper or give no other field. Of that every word is a secret that is not one of the model.
func (s *secrets) searchBroken(source []byte) {
	nextField := regexp.MustCompile(keyLine)
	done := 0
	for start, end := range words(source) {
		if end <= done || end-start > longestName || !NamesSecret(string(source[start:end])) {
			continue
		}
		base := indentation(source[bytes.LastIndexByte(source[:start], '\n')+1:])
		done = lineEnd(source, end)
		for done < len(source) {
			line := source[done:lineEnd(source, done)]
			if indentation(line) <= base && nextField.Match(line) {
				break
			}
			done += len(line)
		}
		s.regions = append(s.regions, document.Span{Start: end, End: done})
	}
	if len(s.regions) == 0 {
		return
	}
	s.known, s.words = modelWords(), map[string]bool{}
	for _, region := range s.regions {
		for start, end := range words(source[region.Start:region.End]) {
			if word := string(source[region.Start+start : region.Start+end]); len(word) >= shortest && s.unknown(word) {
				s.words[word] = true
			}
		}
	}
}

// unknown reports whether a word is none of the model and stands for no secret that is filled in later.
func (s *secrets) unknown(word string) bool { return !s.known[word] && !IsPlaceholder(word) }

// words yields where the words of a text begin and end. What structures a text is between them; "${NAME}" is one.
func words(text []byte) iter.Seq2[int, int] {
	between := func(c byte) bool { return strings.IndexByte(" \t\r\n,;:={}[]\"'", c) >= 0 }
	return func(yield func(int, int) bool) {
		for at := 0; at < len(text); {
			start := at
			if bytes.HasPrefix(text[at:], []byte("${")) {
				at += 2
			}
			for at < len(text) && !between(text[at]) {
				at++
			}
			if at-start > 2 && text[start+1] == '{' && at < len(text) && text[at] == '}' {
				at++
			}
			if at > start && !yield(start, at) {
				return
			}
			if at == start {
				at++
			}
		}
	}
}

// lineEnd returns where the line of an offset ends, its line feed included.
func lineEnd(source []byte, offset int) int {
	if i := bytes.IndexByte(source[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(source)
}

func indentation(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// modelWords are the names and values of the model: they are no secrets.
func modelWords() map[string]bool {
	words := map[string]bool{"true": true, "false": true, "null": true}
	seen := map[*shape.Type]bool{}
	var add func(t *shape.Type)
	add = func(t *shape.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		for _, value := range t.Values {
			words[value] = true
		}
		for i := range t.Fields {
			words[t.Fields[i].Name] = true
			add(t.Fields[i].Type)
		}
		for _, variant := range t.Variants {
			add(variant.Type)
		}
		add(t.Item)
		add(t.Member)
	}
	for kind := polaris.JobKind; kind <= polaris.TableKind; kind++ {
		add(kind.Type())
	}
	return words
}

// collect walks the tree; inside says that something above is named like a secret: every text in it but type and user name is one.
func (s *secrets) collect(n document.Node, inside bool) {
	for child := range n.Children() {
		key := child.Key()
		named, known := s.named[key]
		if !known {
			named = NamesSecret(key)
			s.named[key] = named
		}
		switch child.Kind() {
		case document.Object, document.Array:
			s.collect(child, inside || named)
		case document.String, document.Number:
			if named || inside && key != "type" && key != "username" {
				s.addNode(child)
			}
		}
	}
}

func (s *secrets) addNode(n document.Node) {
	text := n.Text()
	if text == "" || IsPlaceholder(text) {
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
	if len(s.words) == 0 {
		return message
	}
	var b strings.Builder
	last := 0
	for start, end := range words([]byte(message)) {
		if s.words[message[start:end]] {
			b.WriteString(message[last:start] + "***")
			last = end
		}
	}
	return b.String() + message[last:]
}

// blank overwrites secrets in a piece of the source that starts at offset from, byte by byte, so that places stay where they are.
func (s *secrets) blank(text []byte, from int) {
	for _, span := range s.spans {
		for i := max(span.Start, from); i < span.End && i < from+len(text); i++ {
			text[i-from] = '*'
		}
	}
	for _, region := range s.regions {
		first, last := max(region.Start-from, 0), min(region.End-from, len(text))
		if first >= last {
			continue
		}
		for start, end := range words(text[first:last]) {
			if word := text[first+start : first+end]; s.unknown(string(word)) {
				copy(word, bytes.Repeat([]byte("*"), len(word)))
			}
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
