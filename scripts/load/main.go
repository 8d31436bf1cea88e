//go:build ignore

// polarspec with a great many specs, and with files that nobody means well with. scripts/load.sh runs it.
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

// test counts checks and collects the rows of the table.
type test struct {
	polarspec, race, tmp, source string
	count                        int
	passed, failed               int
	load, hostile                strings.Builder
}

// want is one check; the words say what should have been.
func (t *test) want(name string, met bool, otherwise string, args ...any) {
	if met {
		t.passed++
		fmt.Printf("ok      %s\n", name)
		return
	}
	t.failed++
	fmt.Printf("NOT OK  %s\n        %s\n", name, strings.ReplaceAll(fmt.Sprintf(otherwise, args...), "\n", "\n        | "))
}

func main() {
	var t test
	var page string
	var onlyData, isQuick bool
	flag.StringVar(&t.source, "source", "", "the repository")
	flag.StringVar(&t.polarspec, "polarspec", "", "the program")
	flag.StringVar(&t.race, "race", "", "the program, with the race detector")
	flag.StringVar(&t.tmp, "tmp", "", "folder to write to")
	flag.StringVar(&page, "write", "", "Markdown file whose marked part is written")
	flag.IntVar(&t.count, "count", 100_000, "how many specs")
	flag.BoolVar(&onlyData, "data", false, "only write the specs")
	flag.BoolVar(&isQuick, "quick", false, "")
	flag.Parse()
	var err error
	if onlyData {
		err = t.writeSpecs()
	} else {
		err = t.run(page, isQuick)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(2)
	}
	if t.failed > 0 {
		os.Exit(1)
	}
}

func (t *test) run(page string, isQuick bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	began := time.Now()
	// In a process of its own: what was large once counts into what its children seem to take.
	if output, err := exec.Command(self, append([]string{"-data"}, os.Args[1:]...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("writing the specs: %w\n%s", err, output)
	}
	fmt.Fprintf(os.Stderr, "load: %d specs written in %.0f s\n", t.count, time.Since(began).Seconds())
	if err := t.many(); err != nil {
		return err
	}
	if err := t.anything(isQuick); err != nil {
		return err
	}
	table := fmt.Sprintf("%s, by `scripts/load.sh`. %d cores, %s/%s, %s.\n\n%s\n%s", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), t.load.String(), t.hostile.String())
	if page == "" {
		fmt.Println("\n" + table)
	} else if t.failed == 0 {
		if err := writePart(page, table); err != nil {
			return err
		}
	}
	fmt.Printf("%d passed, %d failed\n", t.passed, t.failed)
	return nil
}

// writePart puts the table between its markers.
func writePart(path, table string) error {
	const begin, end = "<!-- begin load: scripts/load.sh --write writes it -->\n", "<!-- end load -->\n"
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no markers", path)
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+strings.TrimSpace(table)+"\n\n"+end+after), 0o644)
}

// write writes a file and the folders that it needs.
func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
