package druidsql

import (
	"testing"
)

// statementExceptions are the texts of testdata/statement-verdicts.jsonl of which ParseStatement says something else than the real
// parser, by the reason for it.
var statementExceptions = map[string][]string{
	"Druid's planner asks for OVERWRITE, behind the parser": {
		"REPLACE INTO t SELECT a FROM s PARTITIONED BY DAY",
		"REPLACE INTO t SELECT a FROM s",
		"REPLACE INTO t VALUES (1) PARTITIONED BY DAY",
		"REPLACE INTO t OVERWRITE SELECT a FROM s PARTITIONED BY DAY",
		"REPLACE INTO t OVERWRITE SELECT a FROM s",
		"REPLACE INTO t OVERWRITE VALUES (1) PARTITIONED BY DAY",
	},
	"TABLE(name) is a table in other versions of the grammar": {
		"INSERT INTO t SELECT a FROM TABLE(s) PARTITIONED BY DAY",
		"REPLACE INTO t OVERWRITE ALL SELECT a FROM TABLE(s) PARTITIONED BY ALL",
	},
	"a semicolon at the end is taken off by what sends statements": {
		"INSERT INTO t SELECT a FROM s PARTITIONED BY DAY;",
		"REPLACE INTO t OVERWRITE ALL SELECT a FROM s PARTITIONED BY DAY;",
		"INSERT INTO t SELECT a FROM s WHERE a > 1 GROUP BY a PARTITIONED BY DAY;",
		"REPLACE INTO t OVERWRITE ALL SELECT a FROM s WHERE a > 1 GROUP BY a PARTITIONED BY DAY;",
		"INSERT INTO t SELECT a FROM s ORDER BY a PARTITIONED BY DAY;",
		"REPLACE INTO t OVERWRITE ALL SELECT a FROM s ORDER BY a PARTITIONED BY DAY;",
	},
	"a type for a column of the target is of Calcite, not of Druid": {
		"INSERT INTO t ( a b ) SELECT a , b FROM s AS x JOIN r ON x.a = r.a WHERE x.b > 1 ORDER BY a DESC PARTITIONED BY TIME_FLOOR ( __time , 'PT1H' ) CLUSTERED BY a , b",
	},
	"hints are passed over wherever they stand": {
		"/*+ h */ INSERT INTO t SELECT a FROM s PARTITIONED BY DAY",
	},
	"parameters have simple names, and RESET is no part of a job": {
		"SET a.b = 2; INSERT INTO t SELECT a FROM s PARTITIONED BY DAY",
		"RESET x; INSERT INTO t SELECT a FROM s PARTITIONED BY DAY",
	},
	"streaming queries are of Calcite, not of Druid": {
		"INSERT INTO t SELECT STREAM a FROM s PARTITIONED BY DAY",
		"REPLACE INTO t OVERWRITE ALL SELECT STREAM a FROM s PARTITIONED BY ALL",
	},
	"the parser reads 1 AS a, and an operand without a value": {
		"INSERT INTO t SELECT user.a FROM s PARTITIONED BY DAY",
		"INSERT INTO t SELECT 1a FROM s PARTITIONED BY DAY",
	},
	"there is no statement to run": {
		"SET x = 1;",
	},
	"two texts side by side are refused later, unless a line break is between them": {
		"SET x = 1; REPLACE INTO \"t\" OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01' AND __time < TIMESTAMP '2001-01-01' SELECT TIME_PARSE ( \"ts\" ) AS __time , city , COUNT ( * ) AS n FROM TABLE ( EXTERN ( '{}' '{}' ) ) EXTEND ( ts VARCHAR , city VARCHAR ) WHERE city IS NOT NULL GROUP BY 1 , 2 HAVING COUNT ( * ) > 1 ORDER BY city LIMIT 10 PARTITIONED BY DAY CLUSTERED BY city",
		"SET x = 1; REPLACE INTO \"t\" OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01' AND __time < TIMESTAMP '2001-01-01' SELECT TIME_PARSE ( \"ts\" ) AS __time , city , COUNT ( * ) AS n FROM TABLE ( EXTERN ( '{}' '{}' , '{}' ) ) EXTEND ( ts VARCHAR , city VARCHAR ) WHERE city IS NOT NULL GROUP BY 1 , 2 HAVING COUNT ( * ) > 1 ORDER BY city LIMIT 10 PARTITIONED BY DAY CLUSTERED BY city",
		"SET x = 1; REPLACE INTO \"t\" OVERWRITE WHERE __time >= TIMESTAMP '2000-01-01' AND __time < TIMESTAMP '2001-01-01' SELECT TIME_PARSE ( \"ts\" ) AS __time , city , COUNT ( * ) AS n FROM TABLE ( EXTERN ( '{}' , '{}' '{}' ) ) EXTEND ( ts VARCHAR , city VARCHAR ) WHERE city IS NOT NULL GROUP BY 1 , 2 HAVING COUNT ( * ) > 1 ORDER BY city LIMIT 10 PARTITIONED BY DAY CLUSTERED BY city",
	},
}

// TestParseStatementAgreesWithTheRealParser compares with what the parser of Druid 33.0.0 said (DruidSqlParserImplFactory of druid-sql,
// SqlParser.parseStmtList, which takes SET before a statement). A text that was not understood as a whole is not judged.
func TestParseStatementAgreesWithTheRealParser(t *testing.T) {
	exceptions := map[string]bool{}
	for _, texts := range statementExceptions {
		for _, text := range texts {
			exceptions[text] = true
		}
	}
	all := verdicts(t, "testdata/statement-verdicts.jsonl")
	if len(all) < 1200 {
		t.Fatalf("%d verdicts, want at least 1200", len(all))
	}
	understood := 0
	for _, v := range all {
		s, faults := ParseStatement(v.Text)
		if s != nil && len(faults) == 0 && !v.Accepted && len(s.NotUnderstood) > 0 {
			continue
		}
		understood++
		if agrees := (len(faults) == 0) == v.Accepted; agrees == exceptions[v.Text] {
			t.Errorf("%q: accepted by the real parser: %v %s\nexception: %v, faults: %v", v.Text, v.Accepted, v.Message, exceptions[v.Text], faults)
		}
		delete(exceptions, v.Text)
	}
	if understood < len(all)*9/10 {
		t.Errorf("only %d of %d texts were judged", understood, len(all))
	}
	for text := range exceptions {
		t.Errorf("exception %q is no verdict", text)
	}
}
