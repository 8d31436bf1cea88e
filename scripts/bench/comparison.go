//go:build ignore

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// programs are the paths of what is measured.
type programs struct {
	polarspec, against, revision string
	cue, jv, kubeconform, ajv    string
	source, data, stripped, bare string
}

// row is a comparison of commands that do the same, or as much of it as they can.
type row struct {
	title    string
	note     string
	count    int    // specs
	unit     string // what is counted, if not specs
	small    bool
	commands []*command // polarspec first
}

// printed checks for a text in what was printed.
func printed(text string) func(string, string) error {
	return func(stdout, stderr string) error {
		if !strings.Contains(stdout+stderr, text) {
			return fmt.Errorf("there is no %q in what it printed", text)
		}
		return nil
	}
}

// silent checks that nothing was printed.
func silent(stdout, stderr string) error {
	if stdout+stderr != "" {
		return fmt.Errorf("it printed something")
	}
	return nil
}

// lines checks how many lines have a text.
func lines(count int, text string) func(string, string) error {
	return func(stdout, stderr string) error {
		if got := strings.Count(stdout+stderr, text); got != count {
			return fmt.Errorf("%d times %q instead of %d", got, text, count)
		}
		return nil
	}
}

var summary = regexp.MustCompile(`(?m)^([0-9,]+ (?:error|warning|info)s?.*|no problems) in ([0-9,]+) specs?`)

// linted checks the closing line of polarspec: how many specs there were, and whether anything was found.
func linted(specs int, found string) func(string, string) error {
	return func(stdout, stderr string) error {
		match := summary.FindStringSubmatch(stdout + stderr)
		if match == nil {
			return fmt.Errorf("no closing line")
		}
		if got, _ := strconv.Atoi(strings.ReplaceAll(match[2], ",", "")); got != specs || match[1] != found {
			return fmt.Errorf("%q instead of %s in %d specs", match[0], found, specs)
		}
		return nil
	}
}

// everyJSON are the names of all specs below a folder, for programs that do not walk.
func everyJSON(dir, folder string) []string {
	var list []string
	err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".json") {
			relative, _ := filepath.Rel(dir, path)
			list = append(list, relative)
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	return list
}

// polarspecs is polarspec, and polarspec as it was if that is wanted.
func (p *programs) polarspecs(c command) []*command {
	c.name = "polarspec"
	c.shown = "polarspec " + strings.Join(c.args, " ")
	arguments := c.args
	c.args = append([]string{p.polarspec}, arguments...)
	list := []*command{&c}
	if p.against != "" {
		old := c
		old.name = "polarspec " + p.revision
		old.args = append([]string{p.against}, arguments...)
		list = append(list, &old)
	}
	return list
}

const allRules = "all rules"

// peers are the programs that compare documents with a schema. None of them knows anything but the schema.
func (p *programs) peers(folder, wrappedFolder string, count int) []*command {
	schema := filepath.Join(p.source, "schemas/jsonschema/job.schema.json")
	definitions, err := filepath.Glob(filepath.Join(p.source, "schemas/polaris/*.cue"))
	if err != nil || len(definitions) == 0 {
		panic(fmt.Sprint("no definitions: ", err))
	}
	files := everyJSON(p.data, folder)
	return []*command{
		{
			name: "cue vet", does: "our CUE definitions", shown: "cue vet -d '#Job' schemas/polaris/*.cue " + folder + "/…", dir: p.data,
			args: slices.Concat([]string{p.cue, "vet", "-d", "#Job"}, definitions, files), check: silent,
		},
		{
			name: "jv", does: "our JSON Schema", shown: "jv job.schema.json " + folder + "/…", dir: p.data,
			args: slices.Concat([]string{p.jv, schema}, files), check: silent,
		},
		{
			name: "kubeconform", does: "our JSON Schema; the specs have an apiVersion and a kind in addition", dir: p.data,
			shown: "kubeconform -summary -schema-location job.schema.json " + wrappedFolder,
			args:  []string{p.kubeconform, "-summary", "-schema-location", schema, wrappedFolder},
			check: printed(fmt.Sprintf("Valid: %d, Invalid: 0, Errors: 0, Skipped: 0", count)),
		},
		{
			name: "ajv-cli", does: "our JSON Schema", shown: "ajv validate --strict=false -s job.schema.json -d '" + folder + "/**/*.json'", dir: p.data,
			args: []string{p.ajv, "validate", "--strict=false", "-s", schema, "-d", folder + "/**/*.json"}, check: lines(count, " valid\n"),
		},
	}
}

// comparisons are the rows.
func (p *programs) comparisons(s scale) []row {
	specs := strconv.Itoa(s.Specs)
	lint := func(does string, specs int, found string, args ...string) []*command {
		return p.polarspecs(command{does: does, args: append([]string{"lint"}, args...), dir: p.data, check: linted(specs, found)})
	}
	in := func(folder string, commands []*command) []*command {
		for _, c := range commands {
			c.dir = filepath.Join(p.data, folder)
		}
		return commands
	}
	version := p.polarspecs(command{does: "starts and says its version", args: []string{"version"}, dir: p.data, check: printed("polarspec ")})
	bare := &command{name: "a Go program", does: "nothing", shown: "func main() {}", args: []string{p.bare}, dir: p.data, check: silent}
	rows := []row{
		{
			title: "One spec: the seed `inline-avro.json`, whole process", count: 1, small: true,
			note:     "The seed has one warning, which `polarspec` reports.",
			commands: slices.Concat(lint(allRules, 1, "1 warning", "seed"), p.peers("seed", "seed-wrapped", 1), version, []*command{bare}),
		},
		{
			title: grouped(specs) + " specs of 2 KB", count: s.Specs,
			commands: slices.Concat(lint(allRules, s.Specs, "no problems", "specs"), lint(allRules+", one worker", s.Specs, "no problems", "--jobs", "1", "specs"), p.peers("specs", "wrapped", s.Specs)),
		},
		{
			title: "The same specs in other ways", count: s.Specs,
			commands: slices.Concat(
				lint(allRules, s.Specs, "no problems", "specs"),
				lint(allRules+", YAML", s.Specs, "no problems", "yaml"),
				in("policies", lint(allRules+" and three policies of `docs/policies`", s.Specs, "no problems", "specs")),
				in("policies", lint(allRules+", without the policies", s.Specs, "no problems", "--rule", "policy/*=off", "specs"))),
		},
		{
			title: grouped(strconv.Itoa(s.Suppressed)) + " specs with a finding each", count: s.Suppressed,
			commands: slices.Concat(
				in("suppressed", lint(allRules+", and as many entries of `ignore`", s.Suppressed, "no problems", ".")),
				in("suppressed", p.polarspecs(command{
					does: allRules + ", and a report of all findings", args: []string{"lint", "--config", "no-entries.yaml", "."}, check: linted(s.Suppressed, strconv.Itoa(s.Suppressed)+" warnings"),
				}))),
		},
		{
			title: grouped(specs) + " specs with a misspelt key each", count: s.Specs,
			commands: slices.Concat(
				p.polarspecs(command{does: allRules + ", and a report", args: []string{"lint", "typos"}, dir: p.data, want: 1, check: linted(s.Specs, specs+" errors")}),
				p.fixes(s)),
		},
	}
	var generated []*command
	for _, fields := range s.Generated {
		file := fmt.Sprintf("gen/wide-%d.avsc", fields)
		generated = append(generated, p.polarspecs(command{
			does: fmt.Sprintf("a job of an Avro schema with %s fields, linted", grouped(strconv.Itoa(fields))), count: fields,
			args: []string{"gen", "job", "--from", file, "--table", "wide", "--connection", "wide"}, dir: p.data, check: lines(min(fields, 1000), `"columnName"`),
		})...)
	}
	jobs := filepath.Join(p.data, "gen/jobs")
	templates := &command{
		name: "polarspec", does: "a job for each line of a table, linted, written to the disk and flushed", dir: filepath.Join(p.data, "gen"),
		shown:   "polarspec gen template streaming-avro-inline --params jobs.csv -o 'jobs/{table}.json'",
		args:    []string{p.polarspec, "gen", "template", "streaming-avro-inline", "--params", "jobs.csv", "-o", "jobs/{table}.json"},
		prepare: func() error { return os.RemoveAll(jobs) },
		check: func(string, string) error {
			entries, err := os.ReadDir(jobs)
			if err == nil && len(entries) != s.Templates {
				err = fmt.Errorf("%d files instead of %d", len(entries), s.Templates)
			}
			return err
		},
	}
	rows = append(rows, row{title: "Generating by a template", count: s.Templates, unit: "job", commands: []*command{templates}})
	rows = append(rows, row{title: "Generating", count: 1, unit: "field", small: true, commands: generated})
	return rows
}

// fixes repairs a new copy of the specs in each run.
func (p *programs) fixes(s scale) []*command {
	work := filepath.Join(p.data, "typos-fixed")
	return p.polarspecs(command{
		does: allRules + ", every spec repaired, and written to the disk and flushed", args: []string{"lint", "--fix", "typos-fixed"}, dir: p.data,
		prepare: func() error {
			if err := os.RemoveAll(work); err != nil {
				return err
			}
			return os.CopyFS(work, os.DirFS(filepath.Join(p.data, "typos")))
		},
		check: linted(s.Specs, "no problems"),
	})
}

// measured is what the verdicts are made of.
type measured struct {
	row     row
	samples [][]sample
}

func (m measured) of(name string, args ...string) []sample {
	for i, c := range m.row.commands {
		if c.name == name && strings.HasPrefix(strings.Join(c.args[1:], " "), strings.Join(args, " ")) {
			return m.samples[i]
		}
	}
	return nil
}

// compare measures the rows and writes their tables.
func compare(rows []row, s scale, out *strings.Builder) ([]measured, error) {
	var all []measured
	for _, r := range rows {
		runs := s.Big
		if r.small {
			runs = s.Small
		}
		began := time.Now()
		samples, err := measure(r.commands, runs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.title, err)
		}
		logf("%s: %d runs of %d commands in %.0f s", r.title, runs, len(r.commands), time.Since(began).Seconds())
		all = append(all, measured{r, samples})
		fmt.Fprintf(out, "### %s\n\n%d runs each, in turn.", r.title, runs)
		if r.note != "" {
			out.WriteString(" " + r.note)
		}
		unit := r.unit
		if unit == "" {
			unit = "spec"
		}
		fmt.Fprintf(out, "\n\n| command | what it does | wall ms | CPU ms | CPU µs a %s | peak MB | wall, × the first | CPU, × the first |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n", unit)
		for i, c := range r.commands {
			count := r.count
			if c.count > 0 {
				count = c.count
			}
			took := median(samples[i], cpu)
			wallRatio, cpuRatio := "1", "1"
			if i > 0 {
				wallRatio, cpuRatio = digits(ratio(samples[i], samples[0], wall)), digits(ratio(samples[i], samples[0], cpu))
			}
			name := ""
			if strings.HasPrefix(c.name, "polarspec ") {
				name = ", " + strings.TrimPrefix(c.name, "polarspec ")
			}
			fmt.Fprintf(out, "| `%s`%s | %s | %s | %s | %s | %s | %s | %s |\n", c.shown, name, c.does, milliseconds(median(samples[i], wall)), milliseconds(took),
				digits(float64(took.Microseconds())/float64(count)), megabytes(median(samples[i], peak)), wallRatio, cpuRatio)
		}
		out.WriteString("\n")
	}
	return all, nil
}
