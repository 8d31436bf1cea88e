//go:build ignore

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// judge writes whether what was promised is met.
func (p *programs) judge(all []measured, within map[string]float64, started float64, top []string, cold string, findings []string, out *strings.Builder) error {
	out.WriteString("| what | budget | measured | |\n| --- | --- | --- | --- |\n")
	verdict := func(what, budget, measured string, met bool) {
		word := "met"
		if !met {
			word = "**missed**"
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", what, budget, measured, word)
	}
	seed, specs := all[0], all[1]
	ours := seed.of("polarspec", "lint")
	took := float64(median(ours, wall)) / 1e6
	verdict("`lint` of one seed, the whole process", "≤ 10 ms", digits(took)+" ms", took <= 10)
	beside := ratio(ours, seed.of("cue vet"), wall)
	verdict("`lint` of one seed, the whole process", "≤ 1.25 × `cue vet`", digits(beside)+" ×", beside <= 1.25)
	ours = specs.of("polarspec", "lint")
	each := float64(median(ours, cpu).Microseconds()) / float64(specs.row.count)
	verdict("many specs of 2 KB, all rules", "≤ 80 µs CPU a spec", digits(each)+" µs", each <= 80)
	beside = ratio(ours, specs.of("jv"), cpu)
	verdict("many specs of 2 KB, all rules", "≤ 1.0 × `jv`", digits(beside)+" ×", beside <= 1)
	shape := within["BenchmarkValidate"]
	verdict("validation of the shape", "≤ 10 µs a spec", digits(shape)+" µs", shape <= 10)
	parse := within["BenchmarkParseJSON"]
	verdict("parsing 2 KB of JSON with spans", "≤ 10 µs", fmt.Sprintf("%s µs (`encoding/json`: %s µs)", digits(parse), digits(within["BenchmarkEncodingJSON"])), parse <= 10)
	if len(findings) == 0 {
		verdict("growth", "linear", "no time per unit is more than twice the least", true)
	} else {
		verdict("growth", "linear", strings.Join(findings, "; "), false)
	}
	verdict("initialisation of packages", "≤ 6 ms", fmt.Sprintf("%.2f ms (most: %s)", started, strings.Join(top, ", ")), started <= 6)
	for _, binary := range []struct{ path, what string }{{p.stripped, "the binary of a release (`-trimpath -ldflags '-s -w'`)"}, {p.polarspec, "the binary of `go install`"}} {
		info, err := os.Stat(binary.path)
		if err != nil {
			return err
		}
		verdict(binary.what, "≤ 30 MB", digits(float64(info.Size())/1e6)+" MB", info.Size() <= 30e6)
	}
	if cold != "" {
		seconds, err := strconv.ParseFloat(cold, 64)
		if err != nil {
			return err
		}
		verdict("`go install` with empty caches, downloads included, one run", "≤ 60 s", cold+" s", seconds <= 60)
	}
	return nil
}
