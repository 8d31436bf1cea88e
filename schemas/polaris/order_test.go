package polaris

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// TestOrderHasAllFields fails for a field of the model that has no place in the order, and for a place that no field has.
func TestOrderHasAllFields(t *testing.T) {
	fields, seen := map[string]bool{}, map[*shape.Type]bool{}
	var collect func(*shape.Type)
	collect = func(m *shape.Type) {
		if m == nil || seen[m] {
			return
		}
		seen[m] = true
		collect(m.Item)
		collect(m.Member)
		for _, v := range m.Variants {
			collect(v.Type)
		}
		for i := range m.Fields {
			fields[m.Fields[i].Name] = true
			collect(m.Fields[i].Type)
		}
	}
	for kind := JobKind; kind <= TableKind; kind++ {
		collect(kind.Type())
	}
	for name := range fields {
		if !slices.Contains(fieldOrder, name) {
			t.Errorf("%s is not in the order", name)
		}
	}
	for i, name := range fieldOrder {
		if !fields[name] {
			t.Errorf("%s is no field of the model", name)
		}
		if slices.Contains(fieldOrder[:i], name) {
			t.Errorf("%s is twice in the order", name)
		}
	}
}

// TestOrderOfTheSeed holds the order to the requests of the documentation.
func TestOrderOfTheSeed(t *testing.T) {
	names, err := filepath.Glob("../../testdata/seed/requests/*.json")
	if err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		root := document.Parse(source, document.JSON).Root()
		order := NewOrder()
		order.Add(root, Identify(root, false).Kind)
		if len(order.models) < 2 {
			t.Errorf("%s: only %d objects have an order", name, len(order.models))
		}
		for object := range order.models {
			last := -1
			for member := range object.Children() {
				rank := order.Rank(member)
				if rank <= last {
					t.Errorf("%s: %s comes too late", name, member.Pointer())
				}
				last = rank
			}
		}
	}
}

func TestRank(t *testing.T) {
	root := document.Parse([]byte(`{
		"source": {"formatSettings": {"parseSchemaProvider": {"schema": {"name": "r", "type": "record"}, "type": "inline-avro"}, "format": "avro_stream", "new": {"type": 1, "a": 2}, "flattenSpec": {"x": 1, "type": 2}}, "type": "connection"},
		"mappings": [{"expression": "1", "columnName": "a"}], "unknown": {"name": 1, "type": 2}, "context": {"b": 1, "a": 2}, "type": "streaming"}`), document.JSON).Root()
	order := NewOrder()
	order.Add(root, JobKind)
	var got []string
	var sorted func(document.Node)
	sorted = func(n document.Node) {
		members := slices.Collect(n.Children())
		if n.Kind() == document.Object {
			slices.SortStableFunc(members, func(a, b document.Node) int { return order.Rank(a) - order.Rank(b) })
			var keys []string
			for _, m := range members {
				keys = append(keys, m.Key())
			}
			got = append(got, strings.Join(keys, " "))
		}
		for _, m := range members {
			sorted(m)
		}
	}
	sorted(root)
	want := []string{
		"type source mappings context unknown", "type formatSettings", "format parseSchemaProvider flattenSpec new", "type schema", "name type",
		"x type", "type a", "columnName expression", "b a", "name type",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
