//go:build ignore

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// series is one way in which the work grows.
type series struct {
	title, unit string
	steps       []step
}

type step struct {
	units   float64
	command *command
	runs    int
}

// growing are the series.
func (p *programs) growing(s scale) []series {
	command := func(check func(string, string) error, args ...string) *command {
		return &command{name: "polarspec", args: append([]string{p.polarspec}, args...), shown: "polarspec " + strings.Join(args, " "), dir: p.data, check: check}
	}
	runs := func(big bool) int {
		if big {
			return min(s.Big, 5)
		}
		return s.Small
	}
	files := series{title: "files of 2 KB", unit: "file"}
	for _, count := range s.Files {
		files.steps = append(files.steps, step{float64(count), command(linted(count, "no problems"), "lint", "files/"+strconv.Itoa(count)), runs(count >= 1000)})
	}
	bytes := series{title: "one spec with many input fields", unit: "KB"}
	for _, want := range s.Bytes {
		name := fmt.Sprintf("bytes/%d.json", want)
		info, err := os.Stat(filepath.Join(p.data, name))
		if err != nil {
			panic(err)
		}
		bytes.steps = append(bytes.steps, step{float64(info.Size()) / 1024, command(linted(1, "no problems"), "lint", name), runs(want >= 1<<20)})
	}
	fields := series{title: "inline Avro schema of one spec", unit: "field"}
	made := series{title: "Avro schema that a job is made of", unit: "field"}
	for _, count := range s.Fields {
		fields.steps = append(fields.steps, step{float64(count), command(linted(1, "no problems"), "lint", fmt.Sprintf("fields/%d.json", count)), runs(count >= 1000)})
		made.steps = append(made.steps, step{float64(count), command(lines(min(count, 1000), `"columnName"`),
			"gen", "job", "--from", fmt.Sprintf("fields/%d.avsc", count), "--table", "wide", "--connection", "wide"), runs(count >= 1000)})
	}
	expressions := series{title: "one expression of a mapping", unit: "KB"}
	for _, length := range s.Expression {
		expressions.steps = append(expressions.steps, step{float64(len(expression(length))) / 1000, command(linted(1, "no problems"), "lint", fmt.Sprintf("expression/%d.json", length)), runs(length >= 100_000)})
	}
	return []series{files, bytes, fields, made, expressions}
}

// noticeable is how much CPU time above the start-up a step must take, for its time per unit to mean something.
const noticeable = 10 * time.Millisecond

// grow measures the series and writes their table. It returns what grows faster than the work.
func grow(list []series, out *strings.Builder) ([]string, error) {
	var findings []string
	out.WriteString("| what grows | command | wall ms | CPU ms | CPU µs a unit, without the start-up | peak MB | peak KB a unit |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, one := range list {
		began := time.Now()
		var startUp time.Duration
		var startPeak int64
		least := 0.0
		for i, s := range one.steps {
			samples, err := measure([]*command{s.command}, s.runs)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", one.title, err)
			}
			took, high := median(samples[0], cpu), median(samples[0], peak)
			if i == 0 {
				startUp, startPeak = took, high
			}
			each, highEach, flag := "", "", ""
			if took-startUp >= noticeable {
				perUnit := float64((took - startUp).Microseconds()) / (s.units - one.steps[0].units)
				each = digits(perUnit)
				highEach = digits(float64(high-startPeak) / 1024 / (s.units - one.steps[0].units))
				if least > 0 && perUnit > 2*least {
					flag = " **more than twice the least**"
					findings = append(findings, fmt.Sprintf("%s, at %s: %s µs for one more, at best %s", one.title, plural(s.units, one.unit), each, digits(least)))
				}
				if least == 0 || perUnit < least {
					least = perUnit
				}
			}
			fmt.Fprintf(out, "| %s: %s | `%s` | %s | %s | %s%s | %s | %s |\n", one.title, plural(s.units, one.unit), s.command.shown,
				milliseconds(median(samples[0], wall)), milliseconds(took), each, flag, megabytes(high), highEach)
		}
		logf("%s: %.0f s", one.title, time.Since(began).Seconds())
	}
	return findings, nil
}

// plural writes a number of units, whole numbers as such.
func plural(units float64, unit string) string {
	number := digits(units)
	if units == float64(int(units)) {
		number = grouped(strconv.Itoa(int(units)))
	}
	if unit == "KB" || units == 1 {
		return number + " " + unit
	}
	return number + " " + unit + "s"
}
