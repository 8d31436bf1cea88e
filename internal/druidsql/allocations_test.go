package druidsql

import "testing"

// aMapping is an expression as mappings have them.
const aMapping = `TIME_FLOOR(MILLIS_TO_TIMESTAMP("ms"), 'PT1M')`

// TestAllocations keeps the reading and typing of one mapping from growing unseen: there may be ten thousand of them.
func TestAllocations(t *testing.T) {
	var tree Expr
	if got := testing.AllocsPerRun(100, func() { tree, _ = Parse(aMapping) }); got > 9 {
		t.Errorf("parsing makes %.0f allocations, 9 are allowed", got)
	}
	scope := inputScope(aMapping)
	got := testing.AllocsPerRun(100, func() {
		if checked := Check(tree, scope); len(checked.Problems) > 0 {
			t.Fatal(checked.Problems[0].Message)
		}
	})
	if got > 5 {
		t.Errorf("typing makes %.0f allocations, 5 are allowed", got)
	}
}

func BenchmarkCheck(b *testing.B) {
	tree, _ := Parse(aMapping)
	scope := inputScope(aMapping)
	b.ReportAllocs()
	for b.Loop() {
		Check(tree, scope)
	}
}
