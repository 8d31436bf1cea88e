package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkLintSeed is the whole command on one spec, without the start of the process.
func BenchmarkLintSeed(b *testing.B) {
	path, err := filepath.Abs(filepath.Join(seed, "requests", "inline-avro.json"))
	if err != nil {
		b.Fatal(err)
	}
	b.Chdir(b.TempDir())
	benchmarkLint(b, "1 warning in 1 spec ", path)
}

// BenchmarkLintFolder is the whole command on 2,000 specs: the walk, the files, all rules.
func BenchmarkLintFolder(b *testing.B) {
	b.Chdir(manySpecs(b, "json", func(text string, _ int) string { return text }))
	benchmarkLint(b, "no problems in 2000 specs ", ".")
}

// BenchmarkLintYAML is the same in YAML.
func BenchmarkLintYAML(b *testing.B) {
	// JSON is YAML: what is measured is its reader.
	b.Chdir(manySpecs(b, "yaml", func(text string, _ int) string { return text }))
	benchmarkLint(b, "no problems in 2000 specs ", ".")
}

// BenchmarkLintSuppressed is the same with a finding in each spec and an entry of the settings that suppresses it.
func BenchmarkLintSuppressed(b *testing.B) {
	dir := manySpecs(b, "json", func(text string, _ int) string { return lossy(text) })
	var settings strings.Builder
	settings.WriteString("version: 1\nroot: true\nignore:\n")
	for i := range benchmarkSpecs {
		fmt.Fprintf(&settings, "  - {file: job-%d.json, pointer: \"/source/inputSchema/[name=session_length]/dataType\", rules: [input/lossy-type], reason: short}\n", i)
	}
	write(b, dir, ".polarspec.yaml", settings.String())
	b.Chdir(dir)
	benchmarkLint(b, "no problems in 2000 specs ", ".")
}

// BenchmarkLintFix repairs 2,000 specs and leaves them as they were: --diff makes the fixes and writes nothing.
func BenchmarkLintFix(b *testing.B) {
	b.Chdir(manySpecs(b, "json", func(text string, _ int) string { return strings.Replace(text, `"tableName"`, `"table_name"`, 1) }))
	for b.Loop() {
		if code := Main([]string{"lint", "--diff", "."}, strings.NewReader(""), io.Discard, io.Discard); code != exitFindings {
			b.Fatalf("exit code %d", code)
		}
	}
	perSpec(b)
}

const benchmarkSpecs = 2000

// manySpecs writes specs that differ in their names, each changed as told, and returns their folder.
func manySpecs(b *testing.B, ending string, change func(text string, i int) string) string {
	b.Helper()
	text, err := os.ReadFile(filepath.Join(seed, "requests", "inline-avro.json"))
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for i := range benchmarkSpecs {
		one := strings.NewReplacer("koalas_inline_avro", fmt.Sprintf("koalas_%d", i), `"float"`, `"long"`).Replace(string(text))
		write(b, dir, fmt.Sprintf("job-%d.%s", i, ending), change(one, i))
	}
	return dir
}

// lossy declares a long as float.
func lossy(text string) string {
	return strings.Replace(text, `"name": "session_length",
        "dataType": "long"`, `"name": "session_length",
        "dataType": "float"`, 1)
}

func benchmarkLint(b *testing.B, closing string, args ...string) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		var stdout, stderr strings.Builder
		if code := Main(append([]string{"lint"}, args...), strings.NewReader(""), &stdout, &stderr); code != exitClean || !strings.Contains(stdout.String(), closing) {
			b.Fatalf("exit code %d\n%.500s%.500s", code, stdout.String(), stderr.String())
		}
	}
	if len(args) == 1 && args[0] == "." {
		perSpec(b)
	}
}

func perSpec(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchmarkSpecs, "ns/spec")
}
