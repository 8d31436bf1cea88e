package project_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules/project"
)

// BenchmarkWorkspace shows how the cost of these rules grows with the number of specs: time and memory per spec must stay the same.
// A third of the specs are jobs, connections and tables each, and each job has a table.
func BenchmarkWorkspace(b *testing.B) {
	for _, count := range []int{300, 3000, 30000} {
		b.Run(fmt.Sprintf("%d-specs", count), func(b *testing.B) {
			linter := lint.New(project.All(), nil, lint.Options{Jobs: 1})
			for b.Loop() {
				result, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
					for i := range count {
						name := fmt.Sprintf("specs/%d.json", i)
						if !yield(lint.Input{Path: "/p/" + name, Name: name, Source: specNumber(i)}) {
							break
						}
					}
					return nil
				})
				if err != nil || result.Summary.Specs != count || len(result.Findings) != 0 {
					b.Fatal(len(result.Findings), result.Summary, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(count), "ns/spec")
		})
	}
}

func specNumber(i int) []byte {
	switch i % 3 {
	case 0:
		return fmt.Appendf(nil, `{"type": "push_streaming", "name": "c%d"}`, i)
	case 1:
		return fmt.Appendf(nil, `{"type": "aggregate", "name": "t%d", "schema": [{"name": "city", "dataType": "string"}, {"name": "n", "dataType": "long"}]}`, i)
	}
	return fmt.Appendf(nil, `{"type": "streaming", "target": {"type": "table", "tableName": "t%d"}, "source": {"type": "connection", "connectionName": "c%d",
		"inputSchema": [{"name": "t", "dataType": "string"}, {"name": "city", "dataType": "string"}, {"name": "n", "dataType": "long"}], "formatSettings": {"format": "nd-json"}},
		"mappings": [{"columnName": "__time", "expression": "TIME_PARSE(\"t\")"}, {"columnName": "city", "expression": "\"city\""}, {"columnName": "n", "expression": "SUM(\"n\")", "isAggregation": true}]}`, i-1, i-2)
}

// TestMemoryOfSummaries holds what is kept of a job with 40 columns to little more than a kilobyte: fewer columns take less. Names of columns are shared.
func TestMemoryOfSummaries(t *testing.T) {
	const count = 2000
	columns := ""
	for i := range 40 {
		columns += fmt.Sprintf(`, {"columnName": "a_column_%d", "expression": "\"city\""}`, i)
	}
	var kept []*lint.Summarized
	keep := &lint.Rule{Metadata: lint.Metadata{ID: "test/keep", Severity: lint.Warning}, CheckWorkspace: func(w *lint.WorkspacePass) { kept = w.Documents }}
	linter := lint.New([]*lint.Rule{keep}, nil, lint.Options{Jobs: 1})
	before := heap()
	if _, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
		for i := range count {
			name := fmt.Sprintf("specs/%d.json", i)
			text := fmt.Sprintf(`{"type": "streaming", "target": {"type": "table", "tableName": "t%d"}, "source": {"type": "connection", "connectionName": "c%d",
				"inputSchema": [{"name": "city", "dataType": "string"}], "formatSettings": {"format": "nd-json"}},
				"mappings": [{"columnName": "__time", "expression": "TIME_PARSE(\"city\")"}%s]}`, i, i, columns)
			if !yield(lint.Input{Path: "/p/" + name, Name: name, Source: []byte(text)}) {
				break
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	each := int64(heap()-before) / count
	t.Logf("%d bytes a job", each)
	if len(kept) != count || each > 1500 {
		t.Errorf("%d summaries of %d bytes each", len(kept), each)
	}
	runtime.KeepAlive(kept)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
