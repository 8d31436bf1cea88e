package druidsql

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe writes what was understood of a statement, by its text.
func describe(text string, s *Statement) string {
	var out strings.Builder
	line := func(name string, at Span, more ...any) {
		fmt.Fprintf(&out, "%s %q%s\n", name, text[at.Start:at.End], fmt.Sprint(more...))
	}
	list := func(name string, items []Expr) {
		for _, e := range items {
			line(name, e.Span())
		}
	}
	out.WriteString(s.Verb + "\n")
	for _, set := range s.Settings {
		line("set "+set.Name.Text, set.Value.Span())
	}
	if s.Target != nil {
		line("target", s.Target.At)
	}
	for _, column := range s.Columns {
		line("column", column.At)
	}
	if s.Overwrite.End > 0 {
		line("overwrite", s.Overwrite, " ", s.OverwriteAll)
	}
	for _, item := range s.Items {
		alias := ""
		if item.Alias != nil {
			alias = " as " + item.Alias.Text
		}
		line("item", item.At, alias)
	}
	if s.From != nil {
		line("from", s.From.At)
		if s.From.Function != nil {
			line("function", s.From.Function.At, " ", len(s.From.Function.Args))
		}
		for _, column := range s.From.Extend {
			line("extend", column.Name.At, " ", column.Type.Name)
		}
	}
	if s.Where != nil {
		line("where", s.Where.Span())
	}
	list("group", s.GroupBy)
	if s.Having != nil {
		line("having", s.Having.Span())
	}
	list("order", s.OrderBy)
	if s.Limit != nil {
		line("limit", s.Limit.Span())
	}
	if s.PartitionedBy != nil {
		line("partitioned", s.PartitionedBy.At, " ", s.PartitionedBy.Granularity)
	}
	list("clustered", s.ClusteredBy)
	for _, unread := range s.NotUnderstood {
		line("unread", unread.At, " ", unread.Why)
	}
	return out.String()
}

func TestParseStatement(t *testing.T) {
	for text, want := range map[string]string{
		`REPLACE INTO "t" OVERWRITE ALL
SELECT TIME_PARSE("ts") AS __time, a.*, COUNT(*) c
FROM TABLE(EXTERN('{}', '{}')) EXTEND (ts VARCHAR, n BIGINT ARRAY)
WHERE n > 1 GROUP BY 1, "b" HAVING COUNT(*) > 1 ORDER BY 1 DESC LIMIT 5
PARTITIONED BY ALL TIME CLUSTERED BY a, LOWER(b);`: `REPLACE
target "\"t\""
overwrite "OVERWRITE ALL" true
item "TIME_PARSE(\"ts\") AS __time" as __time
item "a.*"
item "COUNT(*) c" as c
from "TABLE(EXTERN('{}', '{}')) EXTEND (ts VARCHAR, n BIGINT ARRAY)"
function "EXTERN('{}', '{}')" 2
extend "ts" VARCHAR
extend "n" BIGINT
where "n > 1"
group "1"
group "\"b\""
having "COUNT(*) > 1"
order "1"
limit "5"
partitioned "ALL TIME" ALL
clustered "a"
clustered "LOWER(b)"
`,
		`SET x = 1; INSERT INTO a.b (c, "d") SELECT * FROM e JOIN f ON e.g = f.g WHERE h PARTITIONED BY TIME_FLOOR(__time, 'P1D')`: `INSERT
set x "1"
target "a.b"
column "c"
column "\"d\""
item "*"
from "e"
where "h"
partitioned "TIME_FLOOR(__time, 'P1D')" ` + `
unread "JOIN f ON e.g = f.g" a join
`,
		`REPLACE INTO t OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01' WITH q AS (SELECT 1) SELECT x FROM (SELECT 1) UNION ALL SELECT 2 PARTITIONED BY DAY`: `REPLACE
target "t"
overwrite "OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01'" false
item "x"
partitioned "DAY" DAY
unread "WITH q AS (SELECT 1)" WITH
unread "(SELECT 1)" a subquery
unread "UNION ALL SELECT 2" UNION
`,
		// Queries within expressions and parameters are not read, and no faults.
		`INSERT INTO t SELECT ?, ARRAY(SELECT 1), f((SELECT 2)) FROM s WHERE a IN (SELECT b FROM c) AND EXISTS (SELECT 3) AND x < ANY (SELECT y FROM z) PARTITIONED BY ALL`: `INSERT
target "t"
item "?"
item "ARRAY(SELECT 1)"
item "f((SELECT 2))"
from "s"
where "a IN (SELECT b FROM c) AND EXISTS (SELECT 3) AND x < ANY (SELECT y FROM z)"
partitioned "ALL" ALL
unread "ARRAY(SELECT 1)" a subquery
unread "(SELECT 2)" a subquery
unread "(SELECT b FROM c)" a subquery
unread "EXISTS (SELECT 3)" a subquery
unread "(SELECT y FROM z)" a subquery
`,
		`INSERT INTO t VALUES (1, 2) PARTITIONED BY ALL`: `INSERT
target "t"
partitioned "ALL" ALL
unread "VALUES (1, 2)" VALUES
`,
		`DELETE FROM t`: "\nunread \"DELETE FROM t\" no INSERT, REPLACE or SELECT\n",
	} {
		s, faults := ParseStatement(text)
		if len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		if diff := cmp.Diff(want, describe(text, s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestStatementFaults(t *testing.T) {
	for text, want := range map[string][]string{
		``:                               {`: the statement is empty`},
		`SELECT a, FROM t`:               {`,: expected an expression after ","`},
		`SELECT (a, b FROM t`:            {`b: ")" is missing: it closes the "("`},
		`SELECT timestamp, a b c FROM t`: {`timestamp: timestamp is a reserved word: as the name of a column it must be quoted, "timestamp"`, `c: an operator is missing between "b" and "c"`},
		`SELECT a FROM t WHERE`:          {`WHERE: expected an operand after "WHERE"`},
		`SELECT a == 1 FROM t`:           {`==: "==" is no operator of Druid: write =`},
		`SELECT 1; SELECT 2`:             {`SELECT: a second statement begins here: a job has one`},
		`INSERT t SELECT 1`:              {`t: INTO is missing after INSERT`},
		`REPLACE INTO t SELECT 1`:        {`SELECT: OVERWRITE ALL or OVERWRITE WHERE condition is missing after REPLACE INTO table`},
		`SELECT a FROM t GROUP a`:        {`a: BY is missing after GROUP`},
	} {
		_, faults := ParseStatement(text)
		var got []string
		for _, f := range faults {
			got = append(got, text[f.At.Start:f.At.End]+": "+f.Message)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
