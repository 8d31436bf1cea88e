package template

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
)

const docs = "../../docs/"

func mustRead(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocs runs the example of the page, which must show it as it is.
func TestDocs(t *testing.T) {
	page := mustRead(t, docs+"templates.md")
	source := mustRead(t, docs+"templates/clicks/template.cue")
	table := mustRead(t, docs+"templates/clicks/params.csv")
	for _, text := range []string{source, table} {
		if !strings.Contains(page, "\n"+text+"```\n") {
			t.Errorf("docs/templates.md does not show this as it is:\n%s", text)
		}
	}
	rows, err := ReadRows("params.csv", []byte(table))
	if err != nil {
		t.Fatal(err)
	}
	m := mustLoad(t, cuerun.File{Name: "template.cue", Source: []byte(source)})
	l := newLaw(t)
	l.templates["clicks"] = m
	var names []string
	for _, row := range rows {
		params := m.Merge(row, nil, nil)
		specs, err := m.Run(t.Context(), params, func(from *From) (*gen.Source, []gen.Note, error) {
			text := mustRead(t, docs+"templates/clicks/"+from.File)
			return &gen.Source{Name: from.File, Avro: avro.Read(document.Parse([]byte(text), document.JSONC).Root())}, nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range specs {
			l.lint(t, "clicks", &specs[i], table)
			mappings, _ := specs[i].Value.Get("mappings")
			late, _ := specs[i].Value.Get("lateMessageRejectionPeriod")
			name := specs[i].Name + " " + late.Text()
			for _, mapping := range mappings.Items() {
				column, _ := mapping.Get("columnName")
				name += " " + column.Text()
			}
			names = append(names, name)
		}
	}
	want := []string{"web_shop_clicks P7D __time city team", "web_search_clicks P1D __time city amount team", "ops_probe_clicks P7D __time team"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	rows, err = ReadRows("params.csv", []byte(strings.Replace(table, "search_clicks,web", "search_clicks,sales", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Complete(m.Merge(rows[1], nil, nil)); err == nil || !strings.Contains(page, "\n    "+err.Error()+"\n") {
		t.Errorf("docs/templates.md does not show the error as it is: %v", err)
	}
}

// TestDocsNameAll: the tables of the page have all that there is.
func TestDocsNameAll(t *testing.T) {
	page := mustRead(t, docs+"templates.md")
	from := section(t, page, "## The data schema: from")
	for _, m := range members() {
		if !strings.Contains(from, "`"+m.name+"`") || !strings.Contains(from, "`--"+m.flag+"`") {
			t.Errorf("docs/templates.md does not name from.%s and --%s", m.name, m.flag)
		}
	}
	data := section(t, page, "## What the schema gives: data")
	text := `{"type": "record", "name": "R", "fields": [{"name": "t", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]}, {"name": "d", "type": {"type": "int", "logicalType": "date"}}]}`
	source := &gen.Source{Name: "r.ocf", Avro: avro.Read(document.Parse([]byte(text), document.JSON).Root())}
	for _, options := range []gen.Options{{}, {Source: "uploaded"}} {
		value, _, _, err := gen.Data(source, &options)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range value.Members() {
			if !strings.Contains(data, "\n| `"+m.Key+"` |") {
				t.Errorf("docs/templates.md does not name data.%s", m.Key)
			}
		}
		fields, _ := value.Get("fields")
		for _, m := range fields.Items()[0].Members() {
			if !strings.Contains(data, "\n| `"+m.Key+"` |") {
				t.Errorf("docs/templates.md does not name data.fields.%s", m.Key)
			}
		}
	}
	for _, name := range Shipped() {
		if !strings.Contains(page, "\n| `"+name+"` |") {
			t.Errorf("docs/templates.md does not name the template %s", name)
		}
	}
}

// section is the part of a page below a heading.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, heading+"\n")
	if !found {
		t.Fatalf("there is no %q", heading)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}
