package spelling

import (
	"slices"
	"testing"
)

func TestNear(t *testing.T) {
	known := []string{"inputSchema", "session_length", "city", "nd-json", "type", "id", "sessionLength"}
	tests := []struct{ name, want string }{
		{"inputschema", "inputSchema"},
		{"input_schema", "inputSchema"},
		{"inputShcema", "inputSchema"},
		{"session_lenght", "session_length"},
		{"sessionlength", "session_length"},
		{"ndjson", "nd-json"},
		{"cty", "city"},
		{"cities", ""},
		{"typ", "type"},
		{"city", ""},
		{"ids", ""},
		{"", ""},
		{"completely different", ""},
		{"ínputSchema", "inputSchema"},
	}
	for _, test := range tests {
		got, ok := Near(test.name, slices.Values(known))
		if got != test.want && (ok || test.want != "") {
			t.Errorf("Near(%q) = %q, %v; want %q", test.name, got, ok, test.want)
		}
		if ok != (test.want != "") {
			t.Errorf("Near(%q) found = %v; want %q", test.name, ok, test.want)
		}
	}
}

func TestSameButStyle(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{{"nd-json", "ndjson", true}, {"sessionLength", "session_length", true}, {"a", "a", false}, {"a", "b", false}} {
		if got := SameButStyle(test.a, test.b); got != test.want {
			t.Errorf("SameButStyle(%q, %q) = %v", test.a, test.b, got)
		}
	}
}

func TestDistanceCountsASwapAsOneSlip(t *testing.T) {
	if got := distance("lenght", "length", 2); got != 1 {
		t.Errorf("distance = %d, want 1", got)
	}
	if got := distance("abcdef", "uvwxyz", 2); got != 3 {
		t.Errorf("distance = %d, want 3, which stands for more than the limit", got)
	}
}

func TestBegins(t *testing.T) {
	known := []string{"filterExpression", "streaming", "source", "sourceType"}
	for _, test := range []struct{ name, want string }{
		{"filter", "filterExpression"}, {"Stream", "streaming"}, {"source", "sourceType"}, {"sourc", ""}, {"filt", ""}, {"streaming", ""}, {"", ""},
	} {
		if got, ok := Begins(test.name, slices.Values(known)); got != test.want || ok != (test.want != "") {
			t.Errorf("Begins(%q) = %q, %v; want %q", test.name, got, ok, test.want)
		}
	}
}
