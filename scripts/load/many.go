//go:build ignore

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// nameOf is the file of a spec: 1,000 a folder, in the order of their numbers.
func nameOf(number int) string {
	_, ending, _ := numbered(number)
	return fmt.Sprintf("%03d/spec-%06d.%s", number/1000, number, ending)
}

func (t *test) writeSpecs() error {
	for number := range t.count {
		text, _, _ := numbered(number)
		if err := write(filepath.Join(t.tmp, "many", nameOf(number)), text); err != nil {
			return err
		}
	}
	return nil
}

// jsonReport is what is read of a report.
type jsonReport struct {
	Findings []struct{ Rule, File, Message string }
	Errors   []struct{ File, Message string }
	Summary  struct{ Files, Specs, Errors, Warnings, Infos int }
}

// many lints the specs with all cores and with one worker, with the race detector, and compares the report with what was broken.
func (t *test) many() error {
	want := map[string]int{} // file and rule
	perRule := map[string]int{}
	broken, unread := 0, 0
	for number := range t.count {
		_, _, rules := numbered(number)
		if number%10 == brokenPlace {
			broken++
			if faults[number/10%len(faults)].unread {
				unread++
			}
		}
		for _, rule := range rules {
			want[nameOf(number)+" "+rule]++
			perRule[rule]++
		}
	}
	// A spec leaves a summary of 1 KB, and the report takes its part; up to 512 MB polarspec collects garbage late. The race detector's own
	// memory, which no limit counts, is several times that of the program.
	const bound, raceBound = 640 << 20, 2560 << 20
	var first []byte
	fmt.Fprintf(&t.load, "%s specs of 0.2 to 3 KB, JSON, JSONC and YAML; %s of them broken in %d ways, which are %d rules:\n\n| command | result | wall s | CPU s | peak MB | open files |\n| --- | --- | ---: | ---: | ---: | ---: |\n",
		grouped(t.count), grouped(broken), len(faults), len(perRule))
	for _, run := range []struct {
		name, binary, jobs string
		env                []string
		bound              int64
	}{
		{"with `-race`, `GOMEMLIMIT=512MiB`", t.race, "8", []string{"GOMEMLIMIT=512MiB", "GORACE=exitcode=66"}, raceBound},
		{"with `-race`, `GOMEMLIMIT=512MiB`", t.race, "1", []string{"GOMEMLIMIT=512MiB", "GORACE=exitcode=66"}, raceBound},
		{"as released", t.polarspec, "8", nil, bound},
		{"as released", t.polarspec, "1", nil, bound},
	} {
		name := fmt.Sprintf("%s, --jobs %s", strings.ReplaceAll(run.name, "`", ""), run.jobs)
		// A descriptor that is not closed is one of 100,000: 64 are soon used up.
		result, err := watched(limits{time: 30 * time.Minute, memory: run.bound}, filepath.Join(t.tmp, "many"), run.env,
			"sh", "-c", `ulimit -n 64 && exec "$@"`, "sh", run.binary, "lint", "--jobs", run.jobs, "--format", "json", ".")
		if err != nil {
			return err
		}
		t.want(name+": it ends in time, within its memory", result.exceeded == "", "%s", result.exceeded)
		t.want(name+": exit code", result.code == 1, "exit code %d instead of 1\n%.2000s", result.code, result.stderr)
		t.want(name+": no race", !bytes.Contains(result.stderr, []byte("DATA RACE")), "%.5000s", result.stderr)
		t.want(name+": nothing else is said", len(result.stderr) == 0, "%.2000s", result.stderr)
		if first == nil {
			first = result.stdout
			t.compare(name, result.stdout, want, perRule, t.count-unread)
		} else {
			t.want(name+": the same bytes as before", bytes.Equal(first, result.stdout), "the report is another one, of %d instead of %d bytes", len(result.stdout), len(first))
		}
		fmt.Fprintf(&t.load, "| `polarspec lint --jobs %s --format json .`, %s | exit code %d; each of the %s findings in its file, no other; report of %s MB, the same bytes each time | %.1f | %.1f | %d | %d |\n",
			run.jobs, run.name, result.code, grouped(sum(perRule)), fmt.Sprintf("%.1f", float64(len(result.stdout))/1e6), result.wall.Seconds(), result.cpu.Seconds(), result.peak>>20, result.descriptors)
	}
	return nil
}

// compare holds a report to what is expected: in each file each rule as often as it was broken, and no more.
func (t *test) compare(name string, text []byte, want, perRule map[string]int, specs int) {
	var report jsonReport
	if err := json.Unmarshal(text, &report); err != nil {
		t.want(name+": the report is JSON", false, "%v", err)
		return
	}
	got := map[string]int{}
	gotRule := map[string]int{}
	for _, finding := range report.Findings {
		got[finding.File+" "+finding.Rule]++
		gotRule[finding.Rule]++
	}
	for _, rule := range slices.Sorted(maps.Keys(perRule)) {
		t.want(fmt.Sprintf("%s: %d findings of %s", name, perRule[rule], rule), gotRule[rule] == perRule[rule], "%d findings", gotRule[rule])
	}
	var differences []string
	for key := range want {
		if got[key] != want[key] {
			differences = append(differences, fmt.Sprintf("%s: %d instead of %d", key, got[key], want[key]))
		}
	}
	for key := range got {
		if want[key] == 0 {
			differences = append(differences, key+": not expected")
		}
	}
	slices.Sort(differences)
	t.want(name+": each finding is in its file, and there is no other", len(differences) == 0, "%d differences\n%s", len(differences), strings.Join(differences[:min(len(differences), 20)], "\n"))
	t.want(name+": all specs are judged", report.Summary.Specs == specs && report.Summary.Files == t.count, "%d specs in %d files of %d", report.Summary.Specs, report.Summary.Files, t.count)
	t.want(name+": no errors", len(report.Errors) == 0, "%v", report.Errors)
}

func sum(counts map[string]int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
