package druidsql

import (
	"testing"
	"time"
)

func FuzzParse(f *testing.F) {
	for i, v := range verdicts(f, parserVerdicts) {
		if i%10 == 0 {
			f.Add(v.Text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		e, faults := Parse(text)
		checkSpans(t, text, e, faults)
		if e == nil && len(faults) == 0 {
			t.Fatalf("%q: neither an expression nor a fault", text)
		}
		if len(faults) == 0 {
			checkPrint(t, text, e)
		}
		if took := time.Since(begin); took > 2*time.Second {
			t.Fatalf("%d bytes took %v", len(text), took)
		}
	})
}

func FuzzParseStatement(f *testing.F) {
	for _, text := range statementSeeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		s, faults := ParseStatement(text)
		if s == nil && len(faults) == 0 {
			t.Fatalf("%q: neither a statement nor a fault", text)
		}
		checkSpans(t, text, nil, faults)
		if s != nil {
			for _, e := range s.expressions() {
				checkSpans(t, text, e, nil)
				if at := e.Span(); at.Start < s.At.Start || at.End > s.At.End {
					t.Fatalf("%q: %T %v is not within the statement %v", text, e, at, s.At)
				}
			}
			for _, unread := range s.NotUnderstood {
				if unread.At.Start < 0 || unread.At.End > len(text) || unread.At.Start > unread.At.End {
					t.Fatalf("%q: %v is not in the text", text, unread)
				}
			}
		}
		if took := time.Since(begin); took > 2*time.Second {
			t.Fatalf("%d bytes took %v", len(text), took)
		}
	})
}

// expressions returns the expressions of a statement, without its settings.
func (s *Statement) expressions() []Expr {
	var all []Expr
	add := func(list ...Expr) {
		for _, e := range list {
			if e != nil {
				all = append(all, e)
			}
		}
	}
	for _, item := range s.Items {
		add(item.Expr)
	}
	add(s.OverwriteWhere, s.Where, s.Having, s.Limit, s.Offset)
	add(s.GroupBy...)
	add(s.OrderBy...)
	add(s.ClusteredBy...)
	if s.PartitionedBy != nil {
		add(s.PartitionedBy.Expr)
	}
	return all
}

// statementSeeds are statements of all shapes.
var statementSeeds = []string{
	`INSERT INTO t SELECT * FROM s PARTITIONED BY DAY`,
	`REPLACE INTO "t" OVERWRITE ALL SELECT TIME_PARSE("ts") AS __time, a, COUNT(*) c FROM TABLE(EXTERN('{"type":"http"}', '{"type":"json"}', '[{"name":"a","type":"string"}]')) WHERE a <> 'x' GROUP BY 1, 2 HAVING COUNT(*) > 1 PARTITIONED BY ALL TIME CLUSTERED BY a, b`,
	`REPLACE INTO t OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01' SELECT a FROM b ORDER BY a DESC LIMIT 10 OFFSET 2 PARTITIONED BY FLOOR(__time TO HOUR)`,
	`INSERT INTO t (a, b) SELECT a, t.* FROM TABLE(EXTERN(a => '1', b => '2')) EXTEND (a VARCHAR, b BIGINT ARRAY) AS x PARTITIONED BY TIME_FLOOR(__time, 'PT1H')`,
	`EXPLAIN PLAN FOR SELECT 1`,
	`INSERT INTO t SELECT ?, ARRAY(SELECT 1), f((SELECT 2)) FROM s WHERE a IN (SELECT b FROM c) AND EXISTS (SELECT 3) AND x < ANY (SELECT y FROM z)`,
	`INSERT INTO t VALUES (1, 2)`,
	`SET a = 1; SET b = 'x'; INSERT INTO t SELECT a FROM b PARTITIONED BY ALL;`,
	`WITH a AS (SELECT 1) SELECT * FROM a`,
	`INSERT INTO t SELECT a FROM b JOIN c ON b.x = c.x WHERE y PARTITIONED BY ALL`,
	`INSERT INTO t SELECT a FROM (SELECT 1 AS a) UNION ALL SELECT 2 PARTITIONED BY MONTH`,
	`SELECT a, FROM t WHERE`, `SELECT (a FROM t`, `DELETE FROM t`, `SELECT 1; SELECT 2`, `REPLACE INTO t SELECT 1`, ``, `(SELECT 1)`,
}
