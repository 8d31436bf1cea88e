package cuerun

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

const generous = time.Minute

func mustLoad(tb testing.TB, r *Runner, text string) *Package {
	tb.Helper()
	p, err := r.Load([]File{{Name: "a.cue", Source: []byte(text)}}, Options{Given: []Given{{Name: "document"}}})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func mustData(tb testing.TB, r *Runner, text string) Data {
	tb.Helper()
	data, err := r.Data(document.Parse([]byte(text), document.JSON).Root().Value())
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestFaultsOfFiles(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"syntax", "a: [1,\nb: 2", "a.cue:2:2: missing ',' in list literal"},
		{"a name", "a: b", `a.cue:1:4: "b" is not defined in this file; a text is written in double quotes`},
		{"a conflict", "a: 1\na: 2", "a.cue:2:4: 2 and 1 contradict each other"},
		{"types", "a: string\na: 2", "a.cue:1:4: string and 2 contradict each other"},
		{"a bound", "a: <3 & 7", "a.cue:1:4: 7 does not satisfy <3"},
		{"alternatives", "a: \"x\" | \"y\"\na: \"z\"", `a.cue:1:4: "z" is none of "x", "y"`},
		{"alternatives that are structs", "a: {b!: 1} | {b!: 2}\na: b: 3", "a.cue:1:9: b: 3 is none of 1, 2"},
		{"alternatives that differ", "a: {b!: 1} | {c!: 2}\na: {b: 3, c: 3}", "a.cue:1:9: none of the alternatives fits: b: 1 and 3 contradict each other; c: 2 and 3 contradict each other"},
		{"a field", "#d: {a: 1}\nb: #d & {c: 1}", `a.cue:2:10: the field "c" is not allowed here`},
		{"a cycle", "a: b: a", "a.cue:1:1: this refers to itself without an end"},
		{"an error on purpose", "a: _|_", "a.cue:1:4: this is an error on purpose (_|_)"},
		{"an error in own words", "a: 1\na: error(\"write two\")", "a.cue:2:4: write two"},
		{"an import", "import \"example.com/x\"\na: x.b", `a.cue:1:8: the package "example.com/x" cannot be imported: nothing is fetched, so that only packages of CUE itself (such as "strings") and "` + DefinitionsPath + `" are there`},
		{"an import of a module", "import \"example.com/x@v1\"\na: x.b", `a.cue:1:8: the package "example.com/x@v1" cannot be imported: nothing is fetched, so that only packages of CUE itself (such as "strings") and "` + DefinitionsPath + `" are there`},
		{"an import of CUE that is none", "import \"string\"\na: string.b", `a.cue:1:8: the package "string" cannot be imported: CUE itself has none of that name`},
		{"an import without use", "import \"strings\"\na: 1", `a.cue:1:8: imported and not used: "strings"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := New(generous).Load([]File{{Name: "a.cue", Source: []byte(test.text)}}, Options{Given: []Given{{Name: "document"}}})
			var faults SourceErrors
			if !errors.As(err, &faults) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, faults.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	const data = `{"type":"streaming","a-b":1,"_h":2,"list":[{"n":"x"},{"n":"Y","m":true}],"text":"abc","none":null}`
	tests := []struct{ name, constraint, want string }{
		{"nothing", `_`, ""},
		{"a value", `type: "streaming"`, ""},
		{"another value", `type: "batch"`, `/type "streaming" and "batch" contradict each other`},
		{"no such field", `x: "P1D"`, `/x the field "x" is missing`},
		{"no such required field", `x!: string`, `/x the field "x" is missing`},
		{"no such optional field", `x?: 1`, ""},
		{"a field in nothing", `x: y: 1`, `/x the field "x" is missing`},
		{"quoted", `"a-b": 2`, "/a-b 1 and 2 contradict each other"},
		{"looks hidden", `"_h": 3`, "/_h 2 and 3 contradict each other"},
		{"items", `list: [...{n: =~"^[a-z]$"}]`, `/list/1/n "Y" does not satisfy =~"^[a-z]$"`},
		{"a field of each item", `list: [...{m: true}]`, `/list/0/m the field "m" is missing`},
		{"some item", "list: _l.MatchN(>0, {n!: \"z\"})", `/list [{n:"x"},{n:"Y",m:true}] does not satisfy list.MatchN`},
		{"refused", `close({type: _, ...}) & {[!~"^none$"]: _, none?: error("say nothing")}`, "/none say nothing (say nothing)"},
		{"too much", `list: [...{n: string, m?: false}]`, "/list/1/m false and true contradict each other"},
		{"not allowed", `close({type: _, "a-b": _, "_h": _, list: _, text: _})`, `/none the field "none" is not allowed here!`},
		{"alternatives", `list: [{n: "1"} | {n: "2"}, _]`, `/list/0 n: "x" is none of "1", "2"`},
		{"own words", `text: =~"^P" | error("write a period")`, "/text write a period (write a period)"},
		{"hidden field", `{text: _, _n: len(text) & >5}`, " 3 does not satisfy >5"},
		{"two", `{type: "x", text: "y"}`, "/text \"abc\" and \"y\" contradict each other\n/type \"streaming\" and \"x\" contradict each other"},
		{"null is there", `none: null`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := New(generous)
			p := mustLoad(t, r, "import _l \"list\"\n_use: _l.MaxItems(9)\nrequire: "+test.constraint)
			violations, err := p.Get("require").Judge(mustData(t, r, data))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, v := range violations {
				line := strings.Join(append([]string{""}, v.Path...), "/") + " " + v.Message
				if v.Own != "" {
					line += " (" + v.Own + ")"
				}
				if v.NotAllowed {
					line += "!"
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// endless takes for ever and needs no memory for it.
const endless = "import \"list\"\n#n: list.Range(0, 3000, 1)\na: [for x in #n for y in #n for z in #n if x+y+z < 0 {x}]"

func TestEndlessEvaluationIsEnded(t *testing.T) {
	r := New(200 * time.Millisecond)
	_, err := r.Load([]File{{Name: "a.cue", Source: []byte(endless)}}, Options{})
	if limit := (*LimitError)(nil); !errors.As(err, &limit) || limit.Deadline != 200*time.Millisecond {
		t.Fatalf("got %v", err)
	}
	if want := "CUE was still evaluating after 200ms and was ended: look for lists or comprehensions that multiply"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	r := New(generous)
	r.memory = 32 << 20
	hold := make(chan struct{})
	defer close(hold)
	_, err := run(r, func() (int, error) {
		var kept [][]byte
		for {
			select {
			case <-hold:
				return len(kept), nil
			case <-time.After(time.Millisecond):
				if len(kept) < 64 {
					kept = append(kept, make([]byte, 1<<20))
				}
			}
		}
	})
	if limit := (*LimitError)(nil); !errors.As(err, &limit) || limit.Deadline != 0 {
		t.Fatalf("got %v", err)
	}
}

func TestPanicIsAnError(t *testing.T) {
	_, err := run(New(generous), func() (int, error) { panic("boom") })
	if err == nil || !strings.HasPrefix(err.Error(), "CUE failed, which is a fault of CUE or polarspec: boom\n") {
		t.Errorf("got %v", err)
	}
}

func TestDocumentsKeepOrderAndNumbers(t *testing.T) {
	for _, text := range []string{
		`{"z":1,"a":{"_x":true,"#y":null,"true":[]},"é\"\\\n\u0000":"\u2028"}`,
		`{"n":[12345678901234567890123,-0.5,1.10,-7,0]}`,
		`{"":{},"0":[{"b":1,"a":2}],"null":"null"}`,
	} {
		r := New(generous)
		value := document.Parse([]byte(text), document.JSON).Root().Value()
		data, err := r.Data(value)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		back, err := (Value{runner: r, cue: data.cue}).Document()
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := cmp.Diff(string(document.EncodeCompact(value)), string(document.EncodeCompact(back))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDuplicateKeysCountOnce(t *testing.T) {
	r := New(generous)
	violations, err := mustLoad(t, r, "require: a: 1").Get("require").Judge(mustData(t, r, `{"a":1,"a":2}`))
	if err != nil || len(violations) > 0 {
		t.Errorf("got %v, %v", violations, err)
	}
}

func TestEnormousNumber(t *testing.T) {
	r := New(generous)
	violations, err := mustLoad(t, r, "require: n: string").Get("require").Judge(mustData(t, r, `{"n":1e99999999999}`))
	if err != nil || len(violations) != 1 {
		t.Errorf("got %v, %v", violations, err)
	}
}

func TestDocumentIsConcrete(t *testing.T) {
	p := mustLoad(t, New(generous), "a: {b: string, c: 1}")
	_, err := p.Get("a").Document()
	if want := "a.cue:1:8: this has no value; it may be string"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestGivenValuesAndFilesTogether(t *testing.T) {
	value := document.ObjectOf(document.Member{Key: "name", Value: document.StringOf(`we"ird`)})
	p, err := New(generous).Load([]File{
		{Name: "a.cue", Source: []byte("package x\nout: [data.name, #n]")},
		{Name: "b.cue", Source: []byte("package x\n#n: 3\nleft: out: _|_")},
	}, Options{Given: []Given{{Name: "data", Value: &value}}, Without: []string{"left"}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Get("out").Document()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(document.EncodeCompact(out)), `["we\"ird", 3]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWith(t *testing.T) {
	r := New(generous)
	p := mustLoad(t, r, `message: "table \(document.t)"`+"\nother: 1")
	if !p.Refers("document") || p.Refers("document", "message") {
		t.Error("only the message refers to the document")
	}
	if _, ok := p.Get("message").Text(); ok || !p.Get("message").MayBeText() || p.Get("other").MayBeText() {
		t.Error("the message is a text that waits for the document")
	}
	filled, err := p.With("document", mustData(t, r, `{"t":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := filled.Get("message").Text(); !ok || text != "table x" {
		t.Errorf("got %q, %v", text, ok)
	}
	if got := p.Expression("message"); got != `table \(document.t)` {
		t.Errorf("got %q", got)
	}
}

func TestRunnerIsForSeveralGoroutines(t *testing.T) {
	r := New(generous)
	p := mustLoad(t, r, "import \""+DefinitionsPath+"\"\nrequire: polaris.#StreamingJob & {filterExpression: \"\\(document.type)\"}")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 10 {
				data := mustData(t, r, fmt.Sprintf(`{"type":"streaming","n%d":1}`, i))
				filled, err := p.With("document", data)
				if err != nil {
					t.Error(err)
					return
				}
				violations, err := filled.Get("require").Judge(data)
				if err != nil || len(violations) == 0 {
					t.Errorf("got %v, %v", violations, err)
				}
			}
		})
	}
	group.Wait()
}

func TestLargeFile(t *testing.T) {
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		_, _ = fmt.Fprintf(&b, "#d%d: {name: \"x%d\", list: [1, 2, {a: %d}]}\n", i, i, i)
	}
	b.WriteString("require: n: 1\n")
	r := New(generous)
	violations, err := mustLoad(t, r, b.String()).Get("require").Judge(mustData(t, r, "{}"))
	if err != nil || len(violations) != 1 {
		t.Errorf("got %v, %v", violations, err)
	}
}

func TestDeepNestingIsNoCrash(t *testing.T) {
	for _, text := range []string{strings.Repeat("{", 200_000), "a: " + strings.Repeat("[", 200_000), "a: " + strings.Repeat("(", 200_000), "a: " + strings.Repeat("-", 200_000) + "1"} {
		if _, err := New(generous).Load([]File{{Name: "a.cue", Source: []byte(text)}}, Options{}); err == nil {
			t.Errorf("%.20s… is no CUE", text)
		}
	}
}

// TestDataIsForgotten makes sure that a document is not kept once nobody uses it: CUE keeps files that it builds.
func TestDataIsForgotten(t *testing.T) {
	runner := New(DefaultDeadline)
	value := document.Parse([]byte(`{"a": [1, 2, {"b": "text"}], "c": {"d": {"e": null}}}`), document.JSON).Root().Value()
	heapAfter := func(documents int) uint64 {
		for range documents {
			if _, err := runner.Data(value); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc
	}
	before := heapAfter(100)
	if after := heapAfter(2000); after > before+1<<20 {
		t.Errorf("2,000 documents left %d KiB on the heap", (after-before)>>10)
	}
}
