package lint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// look runs work on a job as a rule.
func look(t *testing.T, name, text string, work func(*lint.Pass)) {
	t.Helper()
	called := false
	rule := &lint.Rule{
		Metadata: lint.Metadata{ID: "test/look", Severity: lint.Error}, Kinds: []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) { called = true; work(p) },
	}
	result := run(t, []*lint.Rule{rule}, nil, lint.Options{Debug: true}, file(name, text))
	if !called || len(result.Errors) > 0 {
		t.Fatalf("the rule was called: %v, %v", called, result.Errors)
	}
}

// withExpression is a job with a second mapping, in JSON or YAML by its name.
func withExpression(written string) string {
	return strings.Replace(job, `"}]`+"\n}", `"}, {"columnName": "c", "expression": `+written+"}]\n}", 1)
}

func inYAML(written string) string {
	return "type: streaming\ntarget: {type: table, tableName: t}\nsource:\n  type: connection\n  connectionName: c\n" +
		"  inputSchema: [{name: ts, dataType: string}, {name: city, dataType: string}]\n  formatSettings: {format: nd-json}\n" +
		"mappings:\n  - columnName: c\n    expression: " + written + "\n"
}

// TestReplace puts a text with quotes in the place of a part, in every way of writing an expression.
func TestReplace(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"escapes":       {"a.json", withExpression(`"UPPER(\"x\") || \u0022x\u0022"`), `"UPPER(\"city\") || \u0022x\u0022"`},
		"a plain text":  {"a.yaml", inYAML(`UPPER("x") || 'a'`), `"UPPER(\"city\") || 'a'"`},
		"single quotes": {"a.yaml", inYAML(`'UPPER("x") || ''a'''`), `'UPPER("city") || ''a'''`},
		"double quotes": {"a.yaml", inYAML(`"UPPER(\"x\") || \x41"`), `"UPPER(\"city\") || \x41"`},
		"a folded text": {"a.yaml", inYAML(">-\n      UPPER(\n        \"x\")"), `"UPPER(\n  \"city\")"`},
	} {
		t.Run(name, func(t *testing.T) {
			look(t, c.file, c.text, func(p *lint.Pass) {
				list := p.Expressions()
				e := list[len(list)-1]
				start := strings.Index(e.Node.Text(), `"x"`)
				edits := e.Replace(druidsql.Span{Start: start, End: start + 3}, `"city"`)
				changed, err := document.Apply([]byte(c.text), edits)
				if err != nil || edits == nil {
					t.Fatalf("%v %v", edits, err)
				}
				if !strings.Contains(string(changed), c.want) {
					t.Errorf("%s", changed)
				}
				again := document.Parse(changed, lint.SyntaxOf(c.file, changed))
				expression := again.Find(e.Node.Pointer()).Text()
				if want := strings.Replace(e.Node.Text(), `"x"`, `"city"`, 1); expression != want {
					t.Errorf("the expression is now %q, want %q", expression, want)
				}
			})
		})
	}
}

// TestPartsOfExpressions: what a part is known by, and where a part of a literal is.
func TestPartsOfExpressions(t *testing.T) {
	look(t, "a.json", withExpression(`"CONCAT('it''s', 'a' /* two */, E'a\\nb', \"a/b~c\")"`), func(p *lint.Pass) {
		e := p.Expressions()[1]
		if !e.Sound() {
			t.Fatalf("%v", e.Faults)
		}
		call, ok := e.Tree.(*druidsql.Call)
		if !ok {
			t.Fatalf("%T", e.Tree)
		}
		var got []string
		for _, arg := range call.Args {
			got = append(got, e.Subject(arg.Span()))
			if l, ok := arg.(*druidsql.Literal); ok {
				got = append(got, e.Text(e.InLiteral(l, druidsql.Span{Start: min(2, len(l.Text)), End: len(l.Text)})))
			}
		}
		want := []string{
			"/mappings/1/expression/'it''s'", "''s", "/mappings/1/expression/'a'", "", `/mappings/1/expression/E'a\nb'`, `E'a\nb'`,
			`/mappings/1/expression/"a~1b~0c"`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestWith checks an expression as it would be.
func TestWith(t *testing.T) {
	look(t, "a.json", withExpression(`"UPPER(\"x\", 1)"`), func(p *lint.Pass) {
		e := p.Expressions()[1]
		column, rest := druidsql.Span{Start: 6, End: 9}, druidsql.Span{Start: 9, End: 12}
		for _, c := range []struct {
			changes []lint.Change
			want    int // problems; -1 for a grammar that is wrong
		}{
			{nil, 2},
			{[]lint.Change{{At: column, Text: `"city"`}}, 1},
			{[]lint.Change{{At: column, Text: `"city"`}, {At: rest}}, 0},
			{[]lint.Change{{At: column, Text: `(`}}, -1},
		} {
			got := -1
			if checked := e.With(c.changes...); checked != nil {
				got = len(checked.Problems)
			}
			if got != c.want {
				t.Errorf("%v: %d problems, want %d", c.changes, got, c.want)
			}
		}
	})
}

// TestDamagedExpressions: a value with a fault of the text is not what was meant, and the others are.
func TestDamagedExpressions(t *testing.T) {
	look(t, "a.json", withExpression(`"UPPER(\x)"}, {"columnName": "d", "expression": "\"city\""`), func(p *lint.Pass) {
		var got []string
		for _, e := range p.Expressions() {
			got = append(got, e.Column)
		}
		if diff := cmp.Diff([]string{"__time", "d"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestInputField finds the field behind an input, by the name in the .proto file too.
func TestInputField(t *testing.T) {
	text := strings.Replace(job, `{"format": "nd-json"}`, `{"format": "kafka", "keyColumnName": "k", "keyFormat": {"format": "avro_stream", "parseSchemaProvider": {"type": "inline-avro", "schema":
		{"type": "record", "name": "K", "fields": [{"name": "id", "type": "long"}]}}}, "valueFormat": {"format": "avro_stream", "parseSchemaProvider": {"type": "inline-avro", "schema":
		{"type": "record", "name": "V", "fields": [{"name": "city", "type": "string"}, {"name": "k", "type": "string"}]}}}}`, 1)
	look(t, "a.json", text, func(p *lint.Pass) {
		schema, f := p.InputField("city")
		if f == nil || schema.Record.Name != "V" {
			t.Errorf("city: %v %v", schema, f)
		}
		for _, name := range []string{"id", "k", "nothing"} {
			if _, f := p.InputField(name); f != nil {
				t.Errorf("%s: %v", name, f)
			}
		}
	})
	proto := strings.Replace(job, `{"format": "nd-json"}`, `{"format": "protobuf", "parseSchemaProvider": {"type": "inline-protobuf", "protoMessageType": "E", "descriptor":
		"Ck4KCWtleS5wcm90bxIEc2hvcCIzCgNLZXkSFgoGdGVuYW50GAEgASgJUgZ0ZW5hbnQSFAoFc2hhcmQYAiABKAJSBXNoYXJkYgZwcm90bzM="}}`, 1)
	look(t, "a.json", proto, func(p *lint.Pass) {
		if _, f := p.InputField("tenant"); f != nil {
			t.Errorf("a message that is not found has the field %v", f)
		}
	})
	look(t, "a.json", strings.Replace(proto, `"E"`, `"Key"`, 1), func(p *lint.Pass) {
		if _, f := p.InputField("tenant"); f == nil || f.Name != "tenant" {
			t.Errorf("tenant: %v", f)
		}
	})
}
