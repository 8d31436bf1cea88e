package lint

import "testing"

func TestResultType(t *testing.T) {
	inputs := map[string]ColumnType{"city": StringColumn, "n": LongColumn, "x": DoubleColumn, "a b": JSONColumn}
	tests := []struct {
		expression string
		want       ColumnType
	}{
		{`"city"`, StringColumn},
		{` city `, StringColumn},
		{`"a b"`, JSONColumn},
		{`"unknown"`, UnknownColumn},
		{`"a""b"`, UnknownColumn},
		{`"city" || "n"`, UnknownColumn},
		{`"n" + 1`, UnknownColumn},
		{`MAX("n")`, LongColumn},
		{`max( x )`, DoubleColumn},
		{`MAX("city")`, UnknownColumn},
		{`MAX("n" + 1)`, UnknownColumn},
		{`SUM("n") + SUM("n")`, UnknownColumn},
		{`COUNT(*)`, LongColumn},
		{`COUNT( * )`, LongColumn},
		{`COUNT(DISTINCT "n")`, UnknownColumn},
		{`COUNT(*) FILTER (WHERE "n" > 1)`, UnknownColumn},
		{`TIME_FLOOR(TIME_PARSE("city"), 'PT1H')`, LongColumn},
		{`MILLIS_TO_TIMESTAMP("n" * 1000)`, LongColumn},
		{`DS_HLL("city")`, HLLColumn},
		{`DS_THETA("city")`, ThetaColumn},
		{`DS_QUANTILES_SKETCH("n", 128)`, QuantilesColumn},
		{`BUILD_GEO("x", "x")`, GeoColumn},
		{`CAST("n" AS VARCHAR)`, StringColumn},
		{`CAST("city as bigint" as bigint)`, LongColumn},
		{`CAST("n" AS DECIMAL(3, 2))`, UnknownColumn},
		{`CAST("n" AS BIGINT) || ')'`, UnknownColumn},
		{`JSON_VALUE("a b", '$.x' RETURNING DOUBLE)`, DoubleColumn},
		{`JSON_VALUE("a b", '$.x')`, UnknownColumn},
		{`PARSE_JSON("city")`, JSONColumn},
		{`CONCAT("city", ')(', '"')`, StringColumn},
		{`LOWER("city`, UnknownColumn},
		{`("n")`, UnknownColumn},
		{`3`, UnknownColumn},
		{``, UnknownColumn},
	}
	for _, test := range tests {
		if got := resultType(test.expression, func(name string) ColumnType { return inputs[name] }); got != test.want {
			t.Errorf("%s is %q, want %q", test.expression, got, test.want)
		}
	}
}
