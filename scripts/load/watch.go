//go:build ignore

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// limits are what a run may take. What takes more is killed.
type limits struct {
	time   time.Duration
	memory int64 // resident, in bytes
	// nobody runs the program as a user for whom permissions hold.
	nobody bool
}

// outcome is what became of a run.
type outcome struct {
	code           int
	stdout, stderr []byte
	wall, cpu      time.Duration
	peak           int64
	descriptors    int
	exceeded       string // the limit that ended the run
}

// watched runs a program within limits. Its resident memory and open files are read 20 times a second, because a limit on addresses
// (ulimit -v) is of no use for Go, let alone with the race detector, which reserves terabytes; the peak is what the system says at the end.
func watched(limit limits, dir string, env []string, args ...string) (outcome, error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	var stdout, stderr bytes.Buffer
	process := exec.CommandContext(ctx, args[0], args[1:]...)
	process.Dir, process.Stdout, process.Stderr = dir, &stdout, &stderr
	process.Env = append(os.Environ(), env...)
	if limit.nobody && os.Getuid() == 0 {
		process.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	began := time.Now()
	if err := process.Start(); err != nil {
		return outcome{}, err
	}
	ended := make(chan struct{})
	highest := make(chan int)
	go func() {
		most := 0
		defer func() { highest <- most }()
		for {
			select {
			case <-ended:
				return
			case <-time.After(50 * time.Millisecond):
			}
			most = max(most, openFiles(process.Process.Pid))
			switch memory := resident(process.Process.Pid); {
			case memory > limit.memory:
				cancel(fmt.Errorf("it took %d MB of memory", memory>>20))
			case time.Since(began) > limit.time:
				cancel(fmt.Errorf("it took %s", limit.time))
			}
		}
	}()
	err := process.Wait()
	close(ended)
	result := outcome{wall: time.Since(began), descriptors: <-highest, stdout: stdout.Bytes(), stderr: stderr.Bytes()}
	if process.ProcessState == nil {
		return outcome{}, err
	}
	result.code = process.ProcessState.ExitCode()
	result.cpu = process.ProcessState.UserTime() + process.ProcessState.SystemTime()
	if usage, ok := process.ProcessState.SysUsage().(*syscall.Rusage); ok {
		result.peak = usage.Maxrss * 1024
	}
	if cause := context.Cause(ctx); cause != nil {
		result.exceeded = cause.Error()
	} else if result.peak > limit.memory {
		result.exceeded = fmt.Sprintf("it took %d MB of memory", result.peak>>20)
	}
	return result, nil
}

func resident(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

func openFiles(pid int) int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0
	}
	return len(entries)
}
