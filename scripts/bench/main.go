//go:build ignore

// What polarspec takes, beside what others take for as much of the same as they can do. scripts/bench.sh runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func logf(format string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...) }

func main() {
	if err := work(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func work() error {
	var p programs
	var tmp, write, coldInstall, date string
	var isQuick, onlyData, onlyGrowth bool
	flag.StringVar(&p.source, "source", "", "the repository")
	flag.StringVar(&tmp, "tmp", "", "folder to write to")
	flag.StringVar(&p.polarspec, "polarspec", "", "the program, as go install builds it")
	flag.StringVar(&p.against, "against", "", "polarspec as it was")
	flag.StringVar(&p.revision, "revision", "", "which one that is")
	flag.StringVar(&p.stripped, "stripped", "", "the program, as a release has it")
	flag.StringVar(&p.bare, "bare", "", "a program that does nothing")
	flag.StringVar(&p.cue, "cue", "", "")
	flag.StringVar(&p.jv, "jv", "", "")
	flag.StringVar(&p.kubeconform, "kubeconform", "", "")
	flag.StringVar(&p.ajv, "ajv", "", "")
	flag.StringVar(&write, "write", "", "Markdown file whose marked parts are written; without it they are printed")
	flag.StringVar(&coldInstall, "cold", "", "how many seconds a first install takes")
	flag.StringVar(&date, "date", time.Now().UTC().Format(time.DateOnly), "")
	flag.BoolVar(&isQuick, "quick", false, "little of everything: whether it works, not how fast it is")
	flag.BoolVar(&onlyData, "data", false, "only write the data")
	flag.BoolVar(&onlyGrowth, "growth", false, "only measure how the time grows, and print it")
	flag.Parse()
	s := full
	if isQuick {
		s = quick
	}
	p.data = filepath.Join(tmp, "data")
	if onlyData {
		return writeData(p.data, p.source, s)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	generate := exec.Command(self, append([]string{"-data"}, os.Args[1:]...)...)
	generate.Stderr = os.Stderr
	if err := generate.Run(); err != nil {
		return fmt.Errorf("writing the data: %w", err)
	}

	if onlyGrowth {
		var growth strings.Builder
		findings, err := grow(p.growing(s), &growth)
		fmt.Printf("%s\n%s\n", growth.String(), strings.Join(findings, "\n"))
		return err
	}
	checks, err := p.noticed()
	if err != nil {
		return err
	}
	var machine, comparison, within, growth, verdicts strings.Builder
	describe(&machine, p, date, isQuick)
	all, err := compare(p.comparisons(s), s, &comparison)
	if err != nil {
		return err
	}
	medians, err := benchmarks(p.source, tmp, s.Small, &within)
	if err != nil {
		return err
	}
	started, top, err := packageInit(p.polarspec, s.Small)
	if err != nil {
		return err
	}
	findings, err := grow(p.growing(s), &growth)
	if err != nil {
		return err
	}
	if err := p.judge(all, medians, started, top, coldInstall, findings, &verdicts); err != nil {
		return err
	}
	parts := []part{{"machine", machine.String()}, {"verdicts", verdicts.String()}, {"comparison", comparison.String()}, {"within", within.String()}, {"growth", growth.String()}}
	if write == "" {
		for _, part := range parts {
			fmt.Printf("## %s\n\n%s\n\n", part.name, strings.TrimSpace(part.text))
		}
	} else if err := writeParts(write, parts); err != nil {
		return err
	}
	if isQuick {
		for _, one := range all {
			for _, c := range one.row.commands {
				checks++
				fmt.Printf("ok      %s: %s: %s\n", one.row.title, c.name, c.does)
			}
		}
		fmt.Printf("%d passed, 0 failed\n", checks)
	}
	return nil
}

// noticed makes sure that a program that refuses what it should accept ends the measuring, and so does one that does nothing: each is given
// a spec that lacks its type, and a replacement that is silent.
func (p *programs) noticed() (int, error) {
	passed := 0
	wrong := append(p.polarspecs(command{args: []string{"lint", "wrong"}, dir: p.data, check: linted(1, "1 warning")}), p.peers("wrong", "wrong-wrapped", 1)...)
	for _, c := range wrong {
		if _, err := run(c); err == nil {
			return 0, fmt.Errorf("%s refuses a spec, and it is not noticed", c.name)
		}
		fmt.Printf("ok      noticed: %s refuses a spec\n", c.name)
		passed++
	}
	idle := append(p.polarspecs(command{args: []string{"lint", "seed"}, dir: p.data, check: linted(1, "1 warning")}), p.peers("seed", "seed-wrapped", 1)...)
	for _, c := range idle {
		// Silence and 0 are all that cue vet and jv say when they are content: for them the spec above has to do.
		if c.name == "cue vet" || c.name == "jv" {
			continue
		}
		c.args = []string{"true"}
		if _, err := run(c); err == nil {
			return 0, fmt.Errorf("a program in place of %s does nothing, and it is not noticed", c.name)
		}
		fmt.Printf("ok      noticed: what stands for %s does nothing\n", c.name)
		passed++
	}
	return passed, nil
}

type part struct{ name, text string }

// writeParts puts the parts between their markers.
func writeParts(path string, parts []part) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	page := string(text)
	for _, part := range parts {
		begin, end := "<!-- begin "+part.name+": scripts/bench.sh --write writes it -->\n", "<!-- end "+part.name+" -->\n"
		before, rest, found := strings.Cut(page, begin)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			return fmt.Errorf("%s has no markers %q and %q", path, begin, end)
		}
		page = before + begin + "\n" + strings.TrimSpace(part.text) + "\n\n" + end + after
	}
	return os.WriteFile(path, []byte(page), 0o644)
}

// describe says where the numbers come from.
func describe(out *strings.Builder, p programs, date string, isQuick bool) {
	model := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, found := strings.Cut(string(text), "model name"); found {
			line, _, _ := strings.Cut(rest, "\n")
			model = strings.TrimSpace(strings.TrimLeft(line, "\t: "))
		}
	}
	fmt.Fprintf(out, "%s, by `scripts/bench.sh`", date)
	if isQuick {
		out.WriteString(" `--quick`: these numbers mean nothing")
	}
	fmt.Fprintf(out, ". %d cores (%s), %s/%s, %s.\n\n| program | version |\n| --- | --- |\n", runtime.NumCPU(), model, runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Fprintf(out, "| polarspec | %s |\n", os.Getenv("BENCH_REVISION"))
	if p.against != "" {
		fmt.Fprintf(out, "| polarspec, before | %s |\n", p.revision)
	}
	for _, name := range []string{"cue", "jv", "kubeconform", "ajv"} {
		fmt.Fprintf(out, "| %s | %s |\n", map[string]string{"cue": "`cue`", "jv": "`jv`", "kubeconform": "`kubeconform`", "ajv": "`ajv-cli`, Node.js"}[name], os.Getenv("BENCH_"+strings.ToUpper(name)))
	}
}
