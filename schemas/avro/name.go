package avro

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/field"
)

// define gives a record, enum or fixed its full name and makes it known. It returns the namespace of what is inside.
//
// A name with dots is a full name and the namespace beside it is ignored; otherwise the namespace is that of the definition or,
// if that is absent or no text, the one around it. The empty namespace is none.
func (r *reader) define(t *Type, m members, what, space string) string {
	outer := space
	if isText(m.namespace) {
		space = m.namespace.Text()
	}
	if !r.checkNameGiven(m.name, t.Node, what) {
		return space
	}
	name := m.name.Text()
	dot := strings.LastIndexByte(name, '.')
	r.checkName(m.name, dot+1, "the name of "+what)
	switch {
	case dot >= 0:
		space = name[:dot]
		r.checkSpace(m.name, space)
	case space != outer:
		r.checkSpace(m.namespace, space)
	}
	t.Name = fullName(name[dot+1:], space)
	t.Aliases = r.readNamedAliases(m.aliases, space)
	switch {
	case dot+1 == len(name): // nothing can refer to it
	case primitive(t.Name) != field.Unknown:
		r.report(ReservedName, m.name, "%s cannot be named like the primitive type %q", what, t.Name)
	default:
		r.declare(t, m.name)
	}
	return space
}

// declare adds a type to those that names refer to. Avro 1.12 takes a second definition if it is the same.
func (r *reader) declare(t *Type, name document.Node) {
	first := r.schema.names[t.Name]
	if first == nil {
		r.schema.names[t.Name] = t
		return
	}
	fault := r.report(Redefined, name, "%q is already defined: refer to it by its name", t.Name)
	fault.Related = membersOf(first.Node).name
	if first.Kind == t.Kind && !first.Node.Span().Contains(t.Node.Span()) && definition(first.Node).Equal(definition(t.Node)) {
		fault.Versions = Before112
		fault.Message += " (Avro before 1.12 refuses even the same definition)"
	}
}

// definition returns what counts when two definitions of one full name are compared: all but names, comments and aliases.
func definition(n document.Node) document.Value {
	switch n.Kind() {
	case document.Array:
		var items []document.Value
		for child := range n.Children() {
			items = append(items, definition(child))
		}
		return document.ArrayOf(items...)
	case document.Object:
	default:
		return n.Value()
	}
	named := n.Get("symbols").Exists() || n.Get("fields").Exists() || n.Get("size").Exists()
	var kept []document.Member
	for child := range n.Children() {
		switch key := child.Key(); key {
		case "doc", "aliases":
		case "name", "namespace", "type", "default":
			if !named {
				kept = append(kept, document.Member{Key: key, Value: definition(child)})
			}
		default:
			kept = append(kept, document.Member{Key: key, Value: definition(child)})
		}
	}
	slices.SortStableFunc(kept, func(a, b document.Member) int { return strings.Compare(a.Key, b.Key) })
	return document.ObjectOf(kept...)
}

func fullName(name, space string) string {
	if space == "" {
		return name
	}
	return space + "." + name
}

// checkNameGiven reports a name that is missing or no text.
func (r *reader) checkNameGiven(name, parent document.Node, what string) bool {
	switch name.Kind() {
	case document.String:
		return true
	case document.Broken:
	case document.Absent:
		r.missing(parent, `%s needs a "name"`, what)
	default:
		r.report(WrongKind, name, `"name" is a text in quotes, not %s`, name.Kind())
	}
	return false
}

// checkName reports what is wrong with the part of a name from start on. What Java takes is wider than the specification: letters
// and digits of any script within the first 65,536 characters.
func (r *reader) checkName(n document.Node, start int, what string) {
	text := n.Text()
	name := text[start:]
	if name == "" {
		empty := "is empty"
		if start > 0 {
			empty = "ends in a dot"
		}
		r.report(BadName, n, "%s %s", what, empty)
		return
	}
	at, length := badCharacter(name)
	if length == 0 {
		return
	}
	c := name[at : at+length]
	fault := r.report(BadName, n, "")
	if n.Kind() == document.String {
		fault.Span = n.Sub(start+at, start+at+length)
	}
	hint := ""
	if better := cleanName(name); better != "" {
		hint = fmt.Sprintf(", for example %q", better)
	}
	if at == 0 && unicode.IsDigit([]rune(c)[0]) {
		fault.Message = fmt.Sprintf("%s starts with a letter or underscore, but %q starts with the digit %s%s", what, name, c, hint)
		return
	}
	fault.Message = fmt.Sprintf("%s is made of letters, digits and underscores, but %q has %q%s", what, name, c, hint)
}

// badCharacter returns the place of the first character that a name must not have there; the length is 0 if there is none.
func badCharacter(name string) (at, length int) {
	for i, c := range name {
		legal := c == '_' || c <= 0xFFFF && c != utf8.RuneError && (unicode.IsLetter(c) || i > 0 && unicode.IsDigit(c))
		if !legal {
			_, size := utf8.DecodeRuneInString(name[i:])
			return i, size
		}
	}
	return 0, 0
}

// cleanName returns a name that was probably meant: every illegal character becomes an underscore. "" if nothing would be left.
func cleanName(name string) string {
	clean := strings.Map(func(c rune) rune {
		if c == '_' || c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			return c
		}
		return '_'
	}, name)
	if strings.Trim(clean, "_") == "" || len(clean) > 100 {
		return ""
	}
	if unicode.IsDigit(rune(clean[0])) {
		clean = "_" + clean
	}
	return clean
}

// checkSpace reports the parts of a namespace that are no names. Avro through 1.11 does not look at them.
func (r *reader) checkSpace(n document.Node, space string) {
	if space == "" {
		return
	}
	start := 0
	for part := range strings.SplitSeq(space, ".") {
		at, length := badCharacter(part)
		if part == "" || length > 0 {
			fault := r.report(BadName, n, "the part %q of the namespace is not a name, which is made of letters, digits and underscores (Avro from 1.12 on refuses it)", part)
			fault.Versions = Since112
			if length > 0 {
				fault.Span = n.Sub(start+at, start+at+length)
			}
			return
		}
		start += len(part) + 1
	}
}

// readAliases reads the aliases of a field, which may be any text.
func (r *reader) readAliases(n document.Node) []string {
	var aliases []string
	switch n.Kind() {
	case document.Absent, document.Broken:
	case document.Array:
		for alias := range n.Children() {
			if isText(alias) {
				aliases = append(aliases, alias.Text())
			} else if alias.Kind() != document.Broken {
				r.report(WrongKind, alias, "an alias is a name in quotes, not %s", alias.Kind())
			}
		}
	default:
		r.report(WrongKind, n, `"aliases" is an array of names, not %s`, n.Kind())
	}
	return aliases
}

// readNamedAliases reads the aliases of a type, which are names: full ones if they have a dot, else in the namespace of the type.
func (r *reader) readNamedAliases(n document.Node, space string) []string {
	aliases := r.readAliases(n)
	for alias := range n.Children() {
		if isText(alias) {
			r.checkName(alias, strings.LastIndexByte(alias.Text(), '.')+1, "an alias")
		}
	}
	for i, alias := range aliases {
		dot := strings.LastIndexByte(alias, '.')
		if dot < 0 {
			aliases[i] = fullName(alias, space)
		} else {
			aliases[i] = fullName(alias[dot+1:], alias[:dot])
		}
	}
	return aliases
}

// checkOrder reports an order that Java does not know. Case does not matter to it, but null and other values do.
func (r *reader) checkOrder(n document.Node) {
	if n.Kind() == document.Absent || n.Kind() == document.Broken {
		return
	}
	if isText(n) {
		switch strings.ToUpper(n.Text()) {
		case "ASCENDING", "DESCENDING", "IGNORE":
			return
		}
	}
	r.report(BadOrder, n, `"order" is "ascending", "descending" or "ignore"`)
}

// maxGuesses bounds the search for near names in a hostile schema.
const maxGuesses = 100_000

// near returns a question about the name that was probably meant, "" if none is near.
func (r *reader) near(name string, candidates []string) string {
	if r.guesses += len(candidates); r.guesses > maxGuesses || len(name) > 200 {
		return ""
	}
	if meant, ok := spelling.Near(name, slices.Values(candidates)); ok {
		return fmt.Sprintf(". Did you mean %q?", meant)
	}
	return ""
}
