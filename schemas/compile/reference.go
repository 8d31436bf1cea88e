package compile

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/schemas/shape"
)

// ReferencePage returns the generated part of the reference page of a folder with CUE definitions. The roots are written as they are
// for run.go: "Job=job.schema.json". With an example file, the one root is a file of settings.
func ReferencePage(folder fs.FS, example string, roots []string) (string, error) {
	model, err := Package(folder, ".")
	if err != nil {
		return "", err
	}
	names := make([]string, len(roots))
	for i, root := range roots {
		names[i], _, _ = strings.Cut(root, "=")
	}
	if example == "" {
		return model.Reference(names...)
	}
	shown, err := fs.ReadFile(folder, example)
	if err != nil {
		return "", fmt.Errorf("reading the example: %w", err)
	}
	return model.Settings(names[0], strings.ReplaceAll(string(shown), "\r\n", "\n"))
}

// Reference returns in Markdown all objects that the root definitions consist of: where they stand in a spec, and their fields with
// values, confidence and source.
func (m *Model) Reference(roots ...string) (string, error) {
	var places placeList
	for _, root := range roots {
		t, found := m.Types[root]
		if !found {
			return "", fmt.Errorf("there is no definition #%s", root)
		}
		places.walk(t, "")
	}
	var b strings.Builder
	for _, p := range places.objects {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", p.t.Name, reference.Text(p.t.Doc))
		writePlaces(&b, p)
		if p.t.Variants != nil {
			writeVariants(&b, p.t)
			continue
		}
		if !p.t.Complete {
			b.WriteString("\nThe documentation does not list all fields of this object: others are warned of at most.\n")
		}
		writeFields(&b, p.t)
	}
	if len(places.scalars) > 0 {
		b.WriteString("\n## Kinds of values\n\n| kind | values | what it is |\n| --- | --- | --- |\n")
		for _, t := range places.scalars {
			fmt.Fprintf(&b, "| <a id=\"%s\"></a>%s | %s | %s |\n", strings.ToLower(t.Name), t.Name, inPlace(t), reference.Text(t.Doc))
		}
	}
	return b.String(), nil
}

// place is a named object or union and the paths where it stands.
type place struct {
	t     *shape.Type
	paths []string
}

// placeList collects the named types of a model in the order of their first use.
type placeList struct {
	objects []*place
	scalars []*shape.Type
}

// walk files a type and all that it consists of under its path. What is known but wrong in a place is left out.
func (l *placeList) walk(t *shape.Type, path string) {
	if t == nil {
		return
	}
	if t.Name != "" && !l.enter(t, path) {
		return
	}
	l.walk(t.Item, path+"[]")
	if t.Member != nil {
		l.walk(t.Member, join(path, "NAME"))
	}
	for i := range t.Fields {
		l.walk(t.Fields[i].Type, join(path, t.Fields[i].Name))
	}
	for _, v := range t.Variants {
		if v.Refused == "" {
			l.walk(v.Type, path)
		}
	}
}

// enter files a named type; false for a simple one, which has no inside.
func (l *placeList) enter(t *shape.Type, path string) bool {
	if t.Fields == nil && t.Variants == nil {
		for _, known := range l.scalars {
			if known.Name == t.Name {
				return t.Item != nil || t.Member != nil
			}
		}
		l.scalars = append(l.scalars, t)
		return t.Item != nil || t.Member != nil
	}
	for _, p := range l.objects {
		if p.t.Name == t.Name {
			for _, known := range p.paths {
				if known == path {
					return false
				}
			}
			p.paths = append(p.paths, path)
			return true
		}
	}
	l.objects = append(l.objects, &place{t, []string{path}})
	return true
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func writePlaces(b *strings.Builder, p *place) {
	if len(p.paths) == 1 && p.paths[0] == "" {
		return
	}
	b.WriteString("\nStands at")
	for i, path := range p.paths {
		if i > 0 {
			b.WriteByte(',')
		}
		if path == "" {
			b.WriteString(" the top")
			continue
		}
		fmt.Fprintf(b, " `%s`", path)
	}
	b.WriteString(".\n")
}

func writeVariants(b *strings.Builder, t *shape.Type) {
	fmt.Fprintf(b, "\n| `%s` | then it is | refused here by |\n| --- | --- | --- |\n", t.Discriminator)
	for _, v := range t.Variants {
		refused := ""
		if v.Refused != "" {
			refused = ruleLink(v.Refused)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", v.Value, named(v.Type), refused)
	}
}

func writeFields(b *strings.Builder, t *shape.Type) {
	facts := slices.ContainsFunc(t.Fields, func(f shape.Field) bool { return f.Code != 0 })
	b.WriteString("\n| field | value | required | what it is |")
	if facts {
		b.WriteString(" confidence | source |\n| --- | --- ")
	} else {
		b.WriteString("\n")
	}
	b.WriteString("| --- | --- | --- | --- |\n")
	for i := range t.Fields {
		f := &t.Fields[i]
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |", f.Name, fieldValue(f), required(f), meaning(f))
		if facts {
			fmt.Fprintf(b, " %s | %s |", confidence(f), source(f.Source))
		}
		b.WriteByte('\n')
	}
}

// fieldValue says what a field takes.
func fieldValue(f *shape.Field) string {
	if !f.Forbidden {
		return named(f.Type)
	}
	if f.Instead != "" {
		return "not here; use `" + f.Instead + "`"
	}
	return "not here"
}

func required(f *shape.Field) string {
	switch {
	case f.Required:
		return "yes"
	case f.Expected != "":
		return "see " + ruleLink(f.Expected)
	default:
		return ""
	}
}

func meaning(f *shape.Field) string {
	var parts []string
	if f.Doc != "" {
		parts = append(parts, reference.Text(f.Doc))
	}
	if f.Secret {
		parts = append(parts, "Never printed.")
	}
	if f.Rule != "" {
		parts = append(parts, "Rule: "+ruleLink(f.Rule)+".")
	}
	return strings.Join(parts, " ")
}

// confidence lists the codes of a field, those that stand apart by what they are about.
func confidence(f *shape.Field) string {
	if f.Code == 0 {
		return ""
	}
	text := string(f.Code)
	if f.Required && f.RequiredCode != f.Code {
		text += ", required " + string(f.RequiredCode)
	}
	if f.ValuesCode != f.Code {
		text += ", values " + string(f.ValuesCode)
	}
	return text
}

func source(name string) string {
	if name == "" || strings.ContainsAny(name, " ,") {
		return reference.Text(name)
	}
	return "[" + name + "](https://docs.imply.io/polaris/" + name + "/)"
}

// named refers to a type by its name, and spells out one that has none.
func named(t *shape.Type) string {
	if t != nil && t.Name != "" {
		return "[" + t.Name + "](#" + strings.ToLower(t.Name) + ")"
	}
	return inPlace(t)
}

// inPlace spells out a type.
func inPlace(t *shape.Type) string {
	if t == nil || t.Kinds == 0 {
		return "anything"
	}
	var words []string
	for k := document.Bool; k <= document.Object; k++ {
		if t.Kinds.Has(k) {
			words = append(words, kindInWords(t, k))
		}
	}
	return strings.Join(words, " or ")
}

func kindInWords(t *shape.Type, kind document.Kind) string {
	switch kind {
	case document.Bool:
		return "`true`, `false`"
	case document.Number:
		return numberInWords(t)
	case document.String:
		return stringInWords(t)
	case document.Array:
		text := "array of " + named(t.Item)
		if t.MinItems > 0 {
			text += ", at least " + strconv.Itoa(t.MinItems)
		}
		return text
	default:
		return objectInWords(t)
	}
}

func numberInWords(t *shape.Type) string {
	switch {
	case t.Numbers != nil:
		var list []string
		for _, n := range t.Numbers {
			list = append(list, "`"+strconv.FormatInt(n, 10)+"`")
		}
		return strings.Join(list, ", ")
	case t.Whole:
		return "whole number"
	default:
		return "number"
	}
}

func stringInWords(t *shape.Type) string {
	switch {
	case t.Values != nil:
		var list []string
		for _, value := range t.Values {
			list = append(list, reference.Code(`"`+value+`"`))
		}
		return strings.Join(list, ", ")
	case t.Patterns != nil:
		var list []string
		for _, pattern := range t.Patterns {
			list = append(list, reference.Code(pattern))
		}
		return "string that matches " + strings.Join(list, " and ")
	case t.MinRunes > 0:
		return "string, not empty"
	default:
		return "string"
	}
}

func objectInWords(t *shape.Type) string {
	if t.Member != nil {
		return "object with " + named(t.Member) + " by name"
	}
	if t.Variants == nil {
		return "object"
	}
	var list []string
	for _, v := range t.Variants {
		if v.Refused == "" {
			list = append(list, named(v.Type))
		}
	}
	return strings.Join(list, ", ")
}

func ruleLink(id string) string { return "[" + id + "](../../rules/" + id + ".md)" }
