//go:build ignore

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// inside is a part that is measured within a process, by a Go benchmark.
type inside struct {
	what, folder, name string
}

var insides = []inside{
	{"parse 2 KB of JSON with spans", "internal/document", "BenchmarkParseJSON"},
	{"the same by `encoding/json` into `any`, without spans", "internal/document", "BenchmarkEncodingJSON"},
	{"parse 2 KB of YAML with spans", "internal/document", "BenchmarkParseYAML"},
	{"validate the shape of the seed", "schemas/polaris", "BenchmarkValidate"},
	{"all rules on the seed: parse, shape, rules", "rules", "BenchmarkLint"},
	{"three policies on one spec", "rules/policy", "BenchmarkPolicies/3_policies"},
	{"make and lint a job of 1,000 fields", "gen", "BenchmarkJob"},
}

var benchmarkLine = regexp.MustCompile(`(?m)^(Benchmark[\w/]+)(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op`)

// benchmarks runs each benchmark in turn and writes the medians, in microseconds by name.
func benchmarks(source, tmp string, runs int, out *strings.Builder) (map[string]float64, error) {
	binaries := map[string]string{}
	for _, one := range insides {
		if binaries[one.folder] != "" {
			continue
		}
		binary := filepath.Join(tmp, "test-"+strings.ReplaceAll(one.folder, "/", "-"))
		build := exec.Command("go", "test", "-c", "-o", binary, "./"+one.folder)
		build.Dir, build.Stderr = source, os.Stderr
		if err := build.Run(); err != nil {
			return nil, fmt.Errorf("building the tests of %s: %w", one.folder, err)
		}
		binaries[one.folder] = binary
	}
	figures := map[string][]float64{}
	for range runs {
		for _, one := range insides {
			process := exec.Command(binaries[one.folder], "-test.run", "^$", "-test.bench", "^"+strings.ReplaceAll(one.name, "/", "$/^")+"$", "-test.benchtime", "100ms")
			process.Dir = filepath.Join(source, one.folder)
			text, err := process.CombinedOutput()
			match := benchmarkLine.FindSubmatch(text)
			if err != nil || match == nil || string(match[1]) != one.name {
				return nil, fmt.Errorf("%s in %s did not run: %w\n%s", one.name, one.folder, err, text)
			}
			nanoseconds, err := strconv.ParseFloat(string(match[2]), 64)
			if err != nil {
				return nil, err
			}
			figures[one.name] = append(figures[one.name], nanoseconds/1000)
		}
	}
	medians := map[string]float64{}
	fmt.Fprintf(out, "%d runs each, in turn, of `go test -bench NAME -benchtime 100ms ./FOLDER`.\n\n| what | benchmark | µs |\n| --- | --- | ---: |\n", runs)
	for _, one := range insides {
		medians[one.name] = middle(figures[one.name])
		fmt.Fprintf(out, "| %s | `%s` in `%s` | %s |\n", one.what, one.name, one.folder, digits(medians[one.name]))
	}
	return medians, nil
}

var initLine = regexp.MustCompile(`(?m)^init (\S+) @\S+ ms, (\S+) ms clock`)

// packageInit is how long the initialisation of all packages takes, in milliseconds, and the three that take longest.
func packageInit(binary string, runs int) (float64, []string, error) {
	var totals []float64
	each := map[string][]float64{}
	for range runs {
		process := exec.Command(binary, "version")
		process.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var trace strings.Builder
		process.Stderr = &trace
		if err := process.Run(); err != nil {
			return 0, nil, err
		}
		total := 0.0
		for _, match := range initLine.FindAllStringSubmatch(trace.String(), -1) {
			took, err := strconv.ParseFloat(match[2], 64)
			if err != nil {
				return 0, nil, err
			}
			total += took
			each[match[1]] = append(each[match[1]], took)
		}
		if total == 0 {
			return 0, nil, fmt.Errorf("no trace of the initialisation")
		}
		totals = append(totals, total)
	}
	var top []string
	for range 3 {
		name, most := "", -1.0
		for candidate, list := range each {
			if m := middle(list); m > most {
				name, most = candidate, m
			}
		}
		delete(each, name)
		top = append(top, fmt.Sprintf("`%s` %.2f", name, most))
	}
	return middle(totals), top, nil
}
