//go:build ignore

package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// command is something that is measured as a whole process.
type command struct {
	name  string   // who it is, in the table
	does  string   // what it does with the specs: peers do less
	shown string   // the command line as a reader would type it
	args  []string // the program and its arguments
	dir   string   // working directory
	// count is how many specs it handles, where that is not what the row says.
	count int
	want  int // exit code
	// check looks at what was printed: a program that did not do its work is not fast.
	check func(stdout, stderr string) error
	// prepare runs before each run and is not measured.
	prepare func() error
}

// sample is what one run took.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // resident memory in bytes
}

// run runs a command once and checks what it did.
func run(c *command) (sample, error) {
	if c.prepare != nil {
		if err := c.prepare(); err != nil {
			return sample{}, fmt.Errorf("%s: preparing: %w", c.name, err)
		}
	}
	var stdout, stderr bytes.Buffer
	process := exec.Command(c.args[0], c.args[1:]...)
	process.Dir, process.Stdout, process.Stderr = c.dir, &stdout, &stderr
	began := time.Now()
	err := process.Run()
	wall := time.Since(began)
	if process.ProcessState == nil {
		return sample{}, fmt.Errorf("%s: %w", c.name, err)
	}
	if code := process.ProcessState.ExitCode(); code != c.want {
		return sample{}, fmt.Errorf("%s: exit code %d instead of %d\n%s\n%.2000s%.2000s", c.name, code, c.want, strings.Join(c.args, " "), stdout.String(), stderr.String())
	}
	if c.check != nil {
		if err := c.check(stdout.String(), stderr.String()); err != nil {
			return sample{}, fmt.Errorf("%s: %w\n%s\n%.2000s%.2000s", c.name, err, strings.Join(c.args, " "), stdout.String(), stderr.String())
		}
	}
	usage, ok := process.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return sample{}, fmt.Errorf("%s: the system does not say what it took", c.name)
	}
	return sample{
		wall: wall,
		cpu:  process.ProcessState.UserTime() + process.ProcessState.SystemTime(),
		peak: usage.Maxrss * 1024, // Linux counts in KiB
	}, nil
}

// measure runs the commands in turn, A B C A B C …, after one round that does not count.
func measure(commands []*command, runs int) ([][]sample, error) {
	samples := make([][]sample, len(commands))
	for round := range runs + 1 {
		for i, c := range commands {
			s, err := run(c)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				samples[i] = append(samples[i], s)
			}
		}
	}
	return samples, nil
}

// median of one figure of the samples.
func median[T int64 | float64 | time.Duration](samples []sample, figure func(sample) T) T {
	var list []T
	for _, s := range samples {
		list = append(list, figure(s))
	}
	return middle(list)
}

func middle[T int64 | float64 | time.Duration](list []T) T {
	slices.Sort(list)
	n := len(list)
	if n%2 == 1 {
		return list[n/2]
	}
	return (list[n/2-1] + list[n/2]) / 2
}

// ratio is the median of a/b run by run: neighbours in time saw the same machine.
func ratio(a, b []sample, figure func(sample) time.Duration) float64 {
	var list []float64
	for i := range a {
		list = append(list, float64(figure(a[i]))/float64(figure(b[i])))
	}
	return middle(list)
}

func wall(s sample) time.Duration { return s.wall }
func cpu(s sample) time.Duration  { return s.cpu }
func peak(s sample) int64         { return s.peak }

// milliseconds with three digits that count.
func milliseconds(d time.Duration) string { return digits(float64(d) / 1e6) }

// digits writes a number with three digits that count.
func digits(f float64) string {
	switch {
	case f >= 100:
		return grouped(fmt.Sprintf("%.0f", f))
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

func megabytes(n int64) string { return digits(float64(n) / (1 << 20)) }

// grouped puts commas between thousands.
func grouped(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
