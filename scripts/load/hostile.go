//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// bounds are what a run over anything may take.
var bounds = limits{time: 5 * time.Minute, memory: 2 << 30, nobody: true}

// anything lints a folder with everything at once, among specs that are judged as if nothing were there.
func (t *test) anything(isQuick bool) error {
	dir := filepath.Join(t.tmp, "hostile")
	good := 500
	if isQuick {
		good = 100
	}
	for number := range good {
		text, _, _ := numbered(number)
		if err := write(filepath.Join(dir, "specs", nameOf(number)), text); err != nil {
			return err
		}
	}
	specs, schemas := specFiles(), schemaFiles()
	uploads := ""
	for _, one := range append(append([]file{}, specs...), schemas...) {
		if err := write(filepath.Join(dir, one.name), one.text); err != nil {
			return err
		}
		if name, found := strings.CutPrefix(one.name, "data/"); found {
			uploads += fmt.Sprintf("  %s: %s\n", name, one.name)
		}
	}
	if err := write(filepath.Join(dir, ".polarspec.yaml"), "version: 1\nroot: true\nfiles: ['**/*.json', '**/*.jsonc', '**/*.yaml', '**/*.yml']\nexclude: ['data/**', 'samples/**']\nschemas: ['schemas/*']\nuploads:\n"+uploads+
		"topics:\n  events_000000: {connection: kafka_000000, samples: ['samples/*']}\n"); err != nil {
		return err
	}
	for name, text := range map[string]string{"empty": "", "magic": "\x00", "random": "\x00\xff\xff\xff\xff\x93\x81", "large": strings.Repeat("\x00", 20<<20), "json": strings.Repeat("[", 1<<20)} {
		if err := write(filepath.Join(dir, "samples", name+".bin"), text); err != nil {
			return err
		}
	}
	if err := special(dir); err != nil {
		return err
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go churn(filepath.Join(dir, "changing"), stop, stopped)
	fmt.Fprintf(&t.hostile, "With anything that can be wrong with a file, as a user for whom permissions hold; each run may take %s and %d MB:\n\n| command | result | wall s | peak MB |\n| --- | --- | ---: | ---: |\n", bounds.time, bounds.memory>>20)
	result, err := watched(bounds, dir, nil, t.polarspec, "lint", "--format", "json", ".")
	close(stop)
	<-stopped
	if err != nil {
		return err
	}
	_ = os.WriteFile(filepath.Join(t.tmp, "hostile.json"), result.stdout, 0o644)
	_ = os.WriteFile(filepath.Join(t.tmp, "hostile.txt"), result.stderr, 0o644)
	t.ended("everything at once", result)
	t.want("everything at once: exit code", result.code == 3, "exit code %d instead of 3: some files cannot be read", result.code)
	var report jsonReport
	if err := json.Unmarshal(result.stdout, &report); err != nil {
		t.want("everything at once: the report is JSON", false, "%v", err)
		return nil
	}
	got := map[string]map[string]int{}
	for _, finding := range report.Findings {
		if got[finding.File] == nil {
			got[finding.File] = map[string]int{}
		}
		got[finding.File][finding.Rule]++
	}
	said := map[string]string{}
	for _, one := range report.Errors {
		said[one.File] += one.Message
	}
	wrong := 0
	for number := range good {
		_, _, rules := numbered(number)
		name := "specs/" + nameOf(number)
		want := map[string]int{}
		for _, rule := range rules {
			want[rule]++
		}
		if fmt.Sprint(got[name]) != fmt.Sprint(want) && len(got[name])+len(want) > 0 {
			wrong++
			fmt.Printf("        %s: %v instead of %v\n", name, got[name], want)
		}
	}
	t.want(fmt.Sprintf("everything at once: %d specs are judged as if they were alone", good), wrong == 0, "%d are not", wrong)
	for _, one := range append(specs, schemas...) {
		if one.rule != "" {
			t.want(one.name+": "+one.rule, got[one.name][one.rule] > 0, "reported are %v, said is %.300q", got[one.name], said[one.name])
		}
		if one.said != "" {
			t.want(one.name+": an error", strings.Contains(said[one.name], one.said), "%q is not in %.300q; reported are %v", one.said, said[one.name], got[one.name])
		}
		t.want(one.name+": nothing broke", !strings.Contains(said[one.name], "fault of polarspec"), "%s", said[one.name])
	}
	// What changes all the time may be whole, cut or gone, but it is nothing else.
	for name, rules := range got {
		if strings.HasPrefix(name, "changing/") {
			for rule := range rules {
				t.want(name+": whole or cut", rule == "syntax/invalid", "%s", rule)
			}
		}
	}
	t.want("size/findings.json: all 10,000", got["size/findings.json"]["shape/not-allowed"] == 10_000, "%v", got["size/findings.json"])
	for _, name := range []string{"size/larger.json", "locked.json"} {
		t.want(name+": it is said that it cannot be read", said[name] != "", "nothing is said")
	}
	fmt.Fprintf(&t.hostile, "| `polarspec lint --format json .` in a folder with %d specs and %d hostile files, while others change and vanish | exit code %d; %s findings, %d files that cannot be read are named; the %d specs are judged as if they were alone | %.1f | %d |\n",
		good, len(specs)+len(schemas)+len(specials), result.code, grouped(len(report.Findings)), len(report.Errors), good, result.wall.Seconds(), result.peak>>20)
	for _, part := range []func(string) error{t.settings, t.commands} {
		if err := part(dir); err != nil {
			return err
		}
	}
	return nil
}

// ended checks what must hold for whatever is run.
func (t *test) ended(name string, result outcome) {
	t.want(name+": it ends in time, within its memory", result.exceeded == "", "%s", result.exceeded)
	text := string(result.stderr)
	t.want(name+": nothing breaks", result.code >= 0 && result.code <= 3 && !strings.Contains(text, "fault of polarspec") && !strings.Contains(text, "goroutine ") && !strings.Contains(text, "panic:"),
		"exit code %d\n%.3000s", result.code, text)
}

// specials are made by special.
var specials = []string{"size/larger.json", "locked.json", "locked", "pipe.json", "links/up", "links/self.json", "links/nowhere.json", "links/a", "a name with a line break"}

// special makes what is more than a text.
func special(dir string) error {
	larger := filepath.Join(dir, "size/larger.json")
	if err := write(larger, ""); err != nil {
		return err
	}
	if err := os.Truncate(larger, 200<<20); err != nil { // sparse: it takes no room
		return err
	}
	spec := fill(bases["text"].text, 7)
	for _, name := range []string{"locked.json", "locked/a.json", "names/a\nb\x1b[31m.json", "names/" + strings.Repeat("n", 250) + ".json"} {
		if err := write(filepath.Join(dir, name), strings.Replace(spec, "// Events as lines of JSON.\n", "", 1)); err != nil {
			return err
		}
	}
	for _, name := range []string{"locked.json", "locked"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			return err
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.json"), 0o644); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "links"), 0o755); err != nil {
		return err
	}
	for name, target := range map[string]string{"up": "..", "self.json": "self.json", "nowhere.json": "nothing.json", "a": "b", "b": "a"} {
		if err := os.Symlink(target, filepath.Join(dir, "links", name)); err != nil {
			return err
		}
	}
	return nil
}

// churn changes, cuts, replaces and removes files until it is stopped.
func churn(dir string, stop, stopped chan struct{}) {
	defer close(stopped)
	_ = os.MkdirAll(dir, 0o755)
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		path := filepath.Join(dir, fmt.Sprintf("%02d.json", i%50))
		text := fill(bases["avro"].text, 900_000+i%50)
		switch i % 4 {
		case 0:
			_ = os.WriteFile(path, []byte(text), 0o644)
		case 1:
			_ = os.WriteFile(path, []byte(text[:i%len(text)]), 0o644)
		case 2:
			_ = os.Remove(path)
		case 3:
			_ = os.RemoveAll(dir)
			_ = os.MkdirAll(dir, 0o755)
		}
	}
}
