package compile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Settings returns in Markdown the keys of a file that people write, one section a key at the top: the keys below it by their paths,
// their values and defaults, and what an example file has of it. A key that may be left out must say "Default: …." at the end of its
// comment, and the example must have every key at the top.
func (m *Model) Settings(root, example string) (string, error) {
	t, found := m.Types[root]
	if !found {
		return "", fmt.Errorf("there is no definition #%s", root)
	}
	examples := byKey(example)
	var b strings.Builder
	for i := range t.Fields {
		f := &t.Fields[i]
		var keys keyTable
		if err := keys.add(f, f.Name); err != nil {
			return "", err
		}
		if examples[f.Name] == "" {
			return "", fmt.Errorf("the example does not show the key %q", f.Name)
		}
		fmt.Fprintf(&b, "\n## %s\n\n| key | value | default | what it is |\n| --- | --- | --- | --- |\n%s\n```yaml\n%s```\n", f.Name, keys.rows.String(), examples[f.Name])
	}
	return b.String(), nil
}

// keyTable writes the rows of a key and of those below it.
type keyTable struct{ rows strings.Builder }

func (k *keyTable) add(f *shape.Field, path string) error {
	meaning, standard, found := strings.Cut(f.Doc, " Default: ")
	switch {
	case f.Required && !found:
		standard = "required"
	case !found:
		return fmt.Errorf("the comment of %s does not end in \"Default: ….\"", path)
	default:
		standard = reference.Text(strings.TrimSuffix(standard, "."))
	}
	fmt.Fprintf(&k.rows, "| `%s` | %s | %s | %s |\n", path, valueInWords(f.Type), standard, reference.Text(meaning))
	return k.below(f.Type, path)
}

// below adds the keys inside a value.
func (k *keyTable) below(t *shape.Type, path string) error {
	if t == nil {
		return nil
	}
	for i := range t.Fields {
		if err := k.add(&t.Fields[i], path+"."+t.Fields[i].Name); err != nil {
			return err
		}
	}
	if err := k.below(t.Item, path+"[]"); err != nil {
		return err
	}
	if t.Member == nil {
		return nil
	}
	return k.below(t.Member, path+".NAME")
}

// valueInWords spells out a value. Its own keys have rows of their own, so an object is just that; a definition says what it is for.
func valueInWords(t *shape.Type) string {
	switch {
	case t == nil:
		return "anything"
	case t.Item != nil:
		text := "list of " + valueInWords(t.Item) + "s"
		if t.MinItems > 0 {
			text += ", at least " + strconv.Itoa(t.MinItems)
		}
		return text
	case t.Member != nil:
		return "by name: " + valueInWords(t.Member)
	case t.Name == "Glob":
		return "pattern"
	case t.Kinds == shape.Strings && t.MinRunes > 0:
		return "string"
	case t.Fields != nil || t.Variants != nil:
		return "mapping"
	}
	return inPlace(t)
}

// byKey cuts a file in YAML into its keys at the top, each with the lines below it and the comment above it.
func byKey(file string) map[string]string {
	parts := map[string]string{}
	var comment, key string
	for line := range strings.Lines(file) {
		switch {
		case strings.TrimSpace(line) == "":
			comment, key = "", ""
			continue
		case strings.HasPrefix(line, "#"):
			comment, key = comment+line, ""
			continue
		case line[0] != ' ' && line[0] != '-':
			key, _, _ = strings.Cut(line, ":")
			parts[key], comment = comment, ""
		}
		parts[key] += line
	}
	return parts
}
