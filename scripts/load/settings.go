//go:build ignore

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// project is a folder with two good specs whose settings, policies or evidence are hostile.
type project struct {
	name  string
	files map[string]string
	code  int
	said  string // in the report or on standard error
}

const policySettings = "version: 1\nroot: true\npolicies: [p.cue]\n"

func projects() []project {
	settings := func(name, text string, code int, said string) project {
		return project{name, map[string]string{".polarspec.yaml": text}, code, said}
	}
	policy := func(name, text string, code int, said string) project {
		return project{name, map[string]string{".polarspec.yaml": policySettings, "p.cue": text}, code, said}
	}
	evidence := func(name, text string, said string) project {
		return project{name, map[string]string{".polarspec.yaml": "version: 1\nroot: true\n", "polarspec.topics.json": text}, 2, said}
	}
	entries := "version: 1\nroot: true\nignore:\n"
	for i := range 20_000 {
		entries += fmt.Sprintf("  - {file: '**/{a,b,c}*%d*/**', rules: [input/*], reason: x}\n", i)
	}
	fields := `id: "a", severity: "error", message: "m", require: {` + "\n"
	for i := range 5000 {
		fields += fmt.Sprintf("a%d?: string\n", i)
	}
	return []project{
		settings("settings of laughs", laughs(), 2, "config/invalid"),
		settings("settings that nest", "version: 1\nroot: true\nfiles: "+strings.Repeat("[", 200_000), 2, "config/invalid"),
		settings("settings of a staircase", staircase(2000), 2, "config/"),
		settings("settings with NUL bytes", "version: 1\x00", 2, ""),
		settings("settings cut off", "version: 1\nroot: tr", 2, "config/invalid"),
		settings("settings with 20,000 entries of patterns", entries, 0, ""),
		settings("a pattern of stars", "version: 1\nroot: true\nfiles: ['"+strings.Repeat("**/*a*", 500)+"b.json']\n", 0, ""),
		settings("a pattern of braces", "version: 1\nroot: true\nfiles: ['"+strings.Repeat("{a,b}", 40)+"', '*.json']\n", 2, "alternatives"),
		settings("a pattern out of the project", "version: 1\nroot: true\nschemas: ['../../../../../../etc/*']\n", 2, ""),
		settings("settings of a megabyte in one key", "version: 1\nroot: true\n"+strings.Repeat("k", 1<<20)+": 1\n", 2, "config/invalid"),
		settings("samples of a device", "version: 1\nroot: true\ntopics: {events_000000: {samples: ['/dev/zero']}}\n", 2, ""),
		policy("a policy that grows", `id: "a", severity: "error", message: "m", require: {}`+"\n#a: {b: #b}\n#b: {a: #a}\nrequire: #a\n", 2, ""),
		policy("a policy that does not parse", "id: {{{{", 2, "config/invalid"),
		policy("a policy that nests", "id: "+strings.Repeat("{a: ", 100_000), 2, "config/invalid"),
		policy("a policy that counts", `import "list"`+"\n"+`id: "a", severity: "error", message: "m", require: _x: [for a in list.Range(0, 100000, 1) for b in list.Range(0, 100000, 1) {a*b}]`, 3, "still evaluating after 2s"),
		policy("a policy of disjunctions", `id: "a", severity: "error", message: "m", require: _x: `+strings.TrimSuffix(strings.Repeat(`({a: 1} | {b: 1} | {c: 1}) & `, 20), "& "), 0, ""),
		policy("a policy with 5,000 fields", fields+"}\n", 0, ""),
		policy("a policy that imports the system", `import "tool/exec"`+"\n"+`id: "a", severity: "error", message: "m", require: {}`, 2, "config/invalid"),
		evidence("evidence that does not parse", `{"version": 1, "topics": [`, "config/evidence"),
		evidence("evidence that nests", strings.Repeat(`{"topics":`, 200_000), "config/evidence"),
		evidence("evidence of NUL bytes", "{\x00}", ""),
		evidence("evidence of another kind", `[1, 2, 3]`, "config/evidence"),
		evidence("evidence with numbers out of range", `{"version": 1e999, "topics": {"a": {"records": -99999999999999999999}}}`, "config/evidence"),
	}
}

// settings lints each of the projects. Damage to them ends a run, so they cannot all be in one folder.
func (t *test) settings(string) error {
	worst := outcome{}
	list := projects()
	for i, p := range list {
		dir := filepath.Join(t.tmp, fmt.Sprintf("project-%d", i))
		for number := range 2 {
			if err := write(filepath.Join(dir, fmt.Sprintf("good-%d.json", number)), fill(bases["avro"].text, number)); err != nil {
				return err
			}
		}
		for name, text := range p.files {
			if err := write(filepath.Join(dir, name), text); err != nil {
				return err
			}
		}
		limit := bounds
		limit.time = time.Minute
		result, err := watched(limit, dir, nil, t.polarspec, "lint", "--policy-deadline", "2s", ".")
		if err != nil {
			return err
		}
		t.ended(p.name, result)
		output := string(result.stdout) + string(result.stderr)
		t.want(p.name+": what is said", result.code == p.code && strings.Contains(output, p.said), "exit code %d, wanted %d and %q\n%.600s", result.code, p.code, p.said, output)
		t.want(p.name+": it is said in few words", len(output) < 20_000, "%d bytes", len(output))
		worst.wall, worst.peak = max(worst.wall, result.wall), max(worst.peak, result.peak)
	}
	fmt.Fprintf(&t.hostile, "| `polarspec lint .` in %d projects with hostile settings, policies or evidence | exit code 2 or 3 with the reason, or 0 where it is only strange | at most %.1f | at most %d |\n", len(list), worst.wall.Seconds(), worst.peak>>20)
	return nil
}

// commands gives the hostile data schemas and specs by name to all commands that read such files.
func (t *test) commands(dir string) error {
	type run struct {
		name  string
		stdin string
		args  []string
		codes []int
	}
	var runs []run
	for _, one := range schemaFiles() {
		runs = append(runs,
			run{name: "fields", args: []string{"fields", one.name}},
			run{name: "gen job", args: []string{"gen", "job", "--from", one.name, "--table", "t", "--connection", "c"}})
		if strings.HasSuffix(one.name, ".proto") {
			runs = append(runs, run{name: "descriptor", args: []string{"descriptor", one.name}})
		}
	}
	for _, one := range specFiles() {
		if strings.HasPrefix(one.name, "cut/") {
			continue
		}
		runs = append(runs, run{name: "fmt --check", args: []string{"fmt", "--check", one.name}}, run{name: "lint --fix -", stdin: one.name, args: []string{"lint", "--fix", "-"}})
	}
	runs = append(runs,
		run{name: "lint", args: []string{"lint", "pipe.json"}, codes: []int{3}},
		run{name: "lint", args: []string{"lint", "/dev/zero"}, codes: []int{3}},
		run{name: "lint", args: []string{"lint", "links/a"}, codes: []int{3}},
		run{name: "lint", stdin: "/dev/zero", args: []string{"lint", "-"}, codes: []int{3}},
		run{name: "lint", args: []string{"lint", "locked.json"}, codes: []int{3}},
		run{name: "fields", args: []string{"fields", "/dev/zero"}, codes: []int{1, 2, 3}},
		run{name: "gen job", args: []string{"gen", "job", "--from", "/dev/zero", "--table", "t", "--connection", "c"}, codes: []int{1, 2, 3}},
		run{name: "probe", args: []string{"probe", "samples/large.bin", "samples/magic.bin", "samples/random.bin", "samples/json.bin", "--schema", "schemas/recursive.avsc"}},
		run{name: "expr", args: []string{"expr", strings.Repeat("(", 100_000)}},
		run{name: "baseline write", args: []string{"baseline", "write", "--baseline", "/dev/null"}},
	)
	worst := outcome{}
	for _, r := range runs {
		limit := bounds
		limit.time = time.Minute
		args := append([]string{t.polarspec}, r.args...)
		if r.stdin != "" {
			args = slices.Concat([]string{"sh", "-c", `file=$1; shift; exec "$@" <"$file"`, "sh", r.stdin}, args)
		}
		result, err := watched(limit, dir, nil, args...)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s %s", r.name, r.stdin+r.args[len(r.args)-1])
		if r.name == "gen job" || r.name == "fields" {
			name = r.name + " " + strings.TrimPrefix(strings.Join(r.args[1:], " "), "job --from ")
		}
		if len(name) > 80 {
			name = name[:80] + "…"
		}
		t.ended(name, result)
		if r.codes != nil {
			t.want(name+": exit code", slices.Contains(r.codes, result.code), "exit code %d, not %v\n%.500s", result.code, r.codes, result.stderr)
		}
		worst.wall, worst.peak = max(worst.wall, result.wall), max(worst.peak, result.peak)
	}
	fmt.Fprintf(&t.hostile, "| `fields`, `gen job`, `descriptor`, `fmt --check`, `lint --fix -`, `probe`, `expr` and others, %d times, on one hostile file each | they end with an exit code of theirs | at most %.1f | at most %d |\n", len(runs), worst.wall.Seconds(), worst.peak>>20)
	return nil
}
