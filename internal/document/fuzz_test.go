package document

import (
	"os"
	"path/filepath"
	"testing"
)

var jsonSeeds = []string{
	"", " \n", "{}", "[]", "null", "-0", "1e400", "9223372036854775808", `"\ud83d\ude00 \u00e9 \/"`, `"\ud800"`, "\ufeff{}", "{\"a\":1,\"a\":2}",
	`{"a":True,"b":None,}`, `{"a" 1 "b":2,,"c":[1 2]`, "// c\n{\"a\": /* x */ 1}", `{"e": ""city"", 'k': 'v', u: x}`, "{\"a\": \"x,\n\"b\": 1}",
	`{"a": [1, 2}, "b": 1}`, `[{"a": 1}, {{ x }}, <y>]`, "{}\n{}", "{\"a\r\n\": \"\t\u2028\"}", "\"\xff\"", `[01, .5, +1, 1., NaN, 2001-01-01]`, `{"😀": "“x”"}`, "{\"a\u0000\":[\v]}",
}

var yamlSeeds = []string{
	"", "# c\n", "a: 1\nb:\n- x\n- 'it''s'\n", "a: &x {k: [v, w: y]}\nb: *x\nc:\n  <<: *x\n  d: 1\n", "a: |2\n   lit\n  two\n\nb: >-\n  folded\n  text\n\n   more\n  x\n",
	"\ufeffé: \"q\\u00e9\\\n  z\"\r\nb: plain\r\n  multi\r\n\r\n  line # c\r\n", "---\na: 1\n---\n- b\n...\n", "? k\n: v\n? z\n", "a: &a [*a]\n", "!!map {a: !!str 12, b: !<x> y, c: ! 1}",
	"a:\n\tb\n", "a: b: c\n", "[a, b", "a: 0x1F\nb: .inf\nc: 1_000\nd: ~\ne: 010\n", "{a: 1, a: 2}", "- - - x\n  -\n- ? - y\n", "a: \"\\x41\\t\\L\"\u2028b: 'x\n\n  y'\n", "{\"a\": [1, {\"b\": null}]}", "&a a: *a\n", "[? {x: y} : z, : , {a}]",
}

func addSeeds(f *testing.F, own []string) {
	f.Helper()
	for _, seed := range own {
		f.Add([]byte(seed))
	}
	names, _ := filepath.Glob("../../testdata/seed/re*/*.json")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
}

func FuzzJSON(f *testing.F) {
	addSeeds(f, jsonSeeds)
	f.Fuzz(func(t *testing.T, src []byte) {
		file := Parse(src, JSON)
		checkFile(t, file)
		checkAgainstStandard(t, file)
		checkFixes(t, file)
		checkChanges(t, file)
	})
}

func FuzzJSONC(f *testing.F) {
	addSeeds(f, jsonSeeds)
	f.Fuzz(func(t *testing.T, src []byte) {
		file := Parse(src, JSONC)
		checkFile(t, file)
		checkFixes(t, file)
		checkChanges(t, file)
	})
}

func FuzzYAML(f *testing.F) {
	addSeeds(f, append(yamlSeeds, jsonSeeds...))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := Parse(src, YAML)
		checkFile(t, file)
		checkChanges(t, file)
	})
}
