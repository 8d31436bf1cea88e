package lint_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

// sqlJob is an SQL job with a statement.
func sqlJob(t *testing.T, query string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"type": "sql", "createTableIfNotExists": true, "query": query})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestExpressionsOfStatements lists the expressions of statements with their roles, columns, types and faults.
func TestExpressionsOfStatements(t *testing.T) {
	roles := map[lint.Role]string{lint.Dimension: "dimension", lint.Measure: "measure", lint.Filter: "filter", lint.Key: "key"}
	for query, want := range map[string][]string{
		`REPLACE INTO t OVERWRITE WHERE "__time" >= TIMESTAMP '2024-01-01' SELECT TIME_PARSE("ts") AS "__time", x.n, COUNT(*) "c", LOWER('A'), *
FROM TABLE(EXTERN('{}', '{}', '[{"name": "ts", "type": "string"}, {"name": "n", "type": "long"}]')) AS x
WHERE "n" > 1 GROUP BY 1, x.n HAVING COUNT(*) > 1 PARTITIONED BY DAY CLUSTERED BY "c"`: {
			`OVERWRITE WHERE filter "" "__time" >= TIMESTAMP '2024-01-01': BOOLEAN`, `SELECT dimension "__time" TIME_PARSE("ts"): TIMESTAMP`,
			`SELECT dimension "n" x.n: BIGINT`, `SELECT measure "c" COUNT(*): BIGINT`, `SELECT dimension "" LOWER('A'): VARCHAR`,
			`WHERE filter "" "n" > 1: BOOLEAN`, `GROUP BY key "" 1: INTEGER`, `GROUP BY key "" x.n: BIGINT`, `CLUSTERED BY key "" "c": ?`,
		},
		// A column that the statement does not declare is wrong, also beside a fault elsewhere; in a table everything may be.
		`INSERT INTO t SELECT "a", "b" + FROM TABLE(f('x')) EXTEND ("b" VARCHAR, "d" TIMESTAMP, "e" BIGINT ARRAY) WHERE "d" = "e" PARTITIONED BY ALL`: {
			`SELECT dimension "a" "a": ? 1 problem`, `SELECT dimension "" "b" +: ? 1 fault`, `WHERE filter "" "d" = "e": BOOLEAN`,
		},
		`INSERT INTO t SELECT "a", s.__time, "j" FROM s PARTITIONED BY ALL`: {
			`SELECT dimension "a" "a": ?`, `SELECT dimension "__time" s.__time: TIMESTAMP`, `SELECT dimension "j" "j": ?`,
		},
		`INSERT INTO t SELECT "a", "j" FROM TABLE(POLARIS_SOURCE('{"inputSchema": [{"name": "j", "dataType": "json"}]}')) PARTITIONED BY ALL`: {
			`SELECT dimension "a" "a": ? 1 problem`, `SELECT dimension "j" "j": COMPLEX<json>`,
		},
		`INSERT INTO t SELECT "a" FROM TABLE(POLARIS_SOURCE('{"useSchemaDiscovery": true, "inputSchema": [{"name": "j", "dataType": "json"}]}')) PARTITIONED BY ALL`: {
			`SELECT dimension "a" "a": ?`,
		},
		`INSERT INTO t SELECT "a" FROM TABLE(EXTERN('{}', '{}', ?)) PARTITIONED BY ALL`: {`SELECT dimension "a" "a": ?`},
		// A subquery hides what the columns are.
		`INSERT INTO t SELECT "a" FROM TABLE(f('x')) EXTEND ("b" VARCHAR) WHERE "b" IN (SELECT 1) PARTITIONED BY ALL`: {
			`SELECT dimension "a" "a": ?`, `WHERE filter "" "b" IN (SELECT 1): BOOLEAN`,
		},
		// What is wrong outside of expressions is with the statement; a second statement is no fault of the grammar.
		`INSERT t SELECT "a" FROM s; SELECT 1`: {`SELECT dimension "a" "a": ?`, ` key "" INSERT t SELECT "a" FROM s: ? 1 fault`},
		`SELECT "a" +`:                         nil,
		`-- nothing`:                           nil,
	} {
		look(t, "a.json", sqlJob(t, query), func(p *lint.Pass) {
			var got []string
			for _, e := range p.Expressions() {
				kind := e.Checked().Type(e.Tree).String()
				if e.Checked().Type(e.Tree).Kind == druidsql.UnknownType {
					kind = "?"
				}
				line := fmt.Sprintf("%s %s %q %s: %s", e.Clause, roles[e.Role], e.Column, e.Text(e.Tree.Span()), kind)
				if n := len(e.Checked().Problems); n > 0 {
					line += fmt.Sprintf(" %d problem", n)
				}
				if n := len(e.Faults); n > 0 {
					line += fmt.Sprintf(" %d fault", n)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: want -, got +:\n%s", query, diff)
			}
		})
	}
}

// TestUses finds references, and puts other texts in their place.
func TestUses(t *testing.T) {
	text := strings.Replace(withExpression(`"UPPER(\"x\") || x /* x */ || 'x' || \"ts\""`), "\n}", `, "filterExpression": "city = \"x\" AND \"a\".\"x\" = 1"}`, 1)
	look(t, "a.json", text, func(p *lint.Pass) {
		uses := p.Uses()
		if !uses.Complete() || len(uses.Of("x")) != 3 || len(uses.Of("ts")) != 2 || len(uses.Of("a")) != 1 || len(uses.Of("y")) != 0 {
			t.Errorf("%v", uses)
		}
		edits, ok := uses.Rewrite(map[string]string{"x": `"y"`, "ts": "NULL", "nothing": "1"})
		if !ok || len(edits) != 5 {
			t.Errorf("%v %v", edits, ok)
		}
		for i := 1; i < len(edits); i++ {
			if edits[i].Span.Start < edits[i-1].Span.End {
				t.Errorf("%v is not behind %v", edits[i], edits[i-1])
			}
		}
		if edits, ok := uses.Rewrite(map[string]string{"nothing": "1"}); !ok || len(edits) > 0 {
			t.Errorf("%v %v", edits, ok)
		}
		if _, ok := uses.Rewrite(map[string]string{"a": "1"}); ok {
			t.Error("a name with dots is rewritten")
		}
	})
	look(t, "a.json", withExpression(`"UPPER(\"x\" +"`), func(p *lint.Pass) {
		if p.Uses().Complete() {
			t.Error("an expression that is wrong may have more references")
		}
		if _, ok := p.Uses().Rewrite(map[string]string{"x": "1"}); ok {
			t.Error("an expression that is wrong is rewritten")
		}
		if _, ok := p.Uses().Rewrite(map[string]string{"ts": "1"}); !ok {
			t.Error("the other expressions are not")
		}
	})
}
