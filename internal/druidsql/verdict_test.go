package druidsql

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// verdict is what the real parser says of a text. Those of expressions were written by Calcite 1.41.0 with DruidConformance, whose grammar is the
// one that Druid's next version is generated from, and by the parser of Druid 33.0.0 (Calcite 1.37) where Druid has changed the
// grammar: TYPE('…'), CLUSTERED and PARTITIONED. Both were called through SqlParser.parseExpression with double quotes for names
// and unchanged case. druid33 stands where the older parser says something else.
type verdict struct {
	Text     string
	Accepted bool
	Message  string
}

const parserVerdicts = "testdata/parser-verdicts.jsonl"

func verdicts(tb testing.TB, name string) []verdict {
	tb.Helper()
	file, err := os.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var all []verdict
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var v verdict
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			tb.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func TestParseAgreesWithTheRealParser(t *testing.T) {
	exceptions := map[string]bool{}
	for _, texts := range verdictExceptions {
		for _, text := range texts {
			exceptions[text] = true
		}
	}
	all := verdicts(t, parserVerdicts)
	if len(all) < 1500 {
		t.Fatalf("%d verdicts, want at least 1500", len(all))
	}
	for _, v := range all {
		_, faults := Parse(v.Text)
		if agrees := (len(faults) == 0) == v.Accepted; agrees == exceptions[v.Text] {
			t.Errorf("%q: accepted by the real parser: %v %s\nexception: %v, faults: %v", v.Text, v.Accepted, v.Message, exceptions[v.Text], faults)
		}
		delete(exceptions, v.Text)
	}
	for text := range exceptions {
		t.Errorf("exception %q is no verdict", text)
	}
}

// TestPrintAndParse makes sure that what Print writes is what Parse reads, for every text without a fault.
func TestPrintAndParse(t *testing.T) {
	for _, v := range verdicts(t, parserVerdicts) {
		if e, faults := Parse(v.Text); len(faults) == 0 {
			checkPrint(t, v.Text, e)
		}
	}
}

func checkPrint(tb testing.TB, text string, e Expr) {
	tb.Helper()
	printed := Print(e)
	again, faults := Parse(printed)
	if len(faults) > 0 {
		tb.Fatalf("%q is printed as %q, which has faults: %v", text, printed, faults)
	}
	if !Equal(e, again) {
		tb.Fatalf("%q is printed as %q, which is another expression", text, printed)
	}
	if twice := Print(again); twice != printed {
		tb.Fatalf("%q is printed as %q and then as %q", text, printed, twice)
	}
}

// checkSpans makes sure that all places are where they belong.
func checkSpans(tb testing.TB, text string, e Expr, faults []Fault) {
	tb.Helper()
	for _, f := range faults {
		if f.At.Start < 0 || f.At.End > len(text) || f.At.Start >= f.At.End && text != "" {
			tb.Fatalf("%q: fault %v is not in the text", text, f)
		}
		if f.Fixable && (f.Edit.Start < 0 || f.Edit.End > len(text) || f.Edit.Start > f.Edit.End) {
			tb.Fatalf("%q: the edit of fault %v is not in the text", text, f)
		}
	}
	Walk(e, func(e Expr) bool {
		at := e.Span()
		if at.Start < 0 || at.End > len(text) || at.Start > at.End {
			tb.Fatalf("%q: %T %v is not in the text", text, e, at)
		}
		for _, child := range appendChildren(nil, e) {
			if in := child.Span(); in.Start < at.Start || in.End > at.End {
				tb.Fatalf("%q: %T %v is not within %T %v", text, child, in, e, at)
			}
		}
		return true
	})
}

func TestSpans(t *testing.T) {
	for _, v := range verdicts(t, parserVerdicts) {
		e, faults := Parse(v.Text)
		checkSpans(t, v.Text, e, faults)
	}
}

// TestSeedExpressions parses what the documentation of Polaris and Druid shows.
func TestSeedExpressions(t *testing.T) {
	data, err := os.ReadFile("testdata/seed-expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for text := range strings.Lines(string(data)) {
		text = strings.TrimSuffix(text, "\n")
		e, faults := Parse(text)
		if len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		checkSpans(t, text, e, faults)
		checkPrint(t, text, e)
		n++
	}
	if n < 30 {
		t.Errorf("%d expressions, want at least 30", n)
	}
}
