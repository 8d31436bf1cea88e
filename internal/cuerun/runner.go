// Package cuerun runs CUE that users write: policies and templates. It is the only place of the command where CUE runs, and none
// of CUE's types leaves it.
//
// Nothing is fetched and nothing is read: the files come from the caller, and the only package that they may import beside CUE's
// own is that of the definitions of specs, which are part of the command. CUE takes no context, so that a watchdog ends what takes
// too long or too much memory.
package cuerun

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
)

// Runner evaluates CUE. It may be used from several goroutines.
type Runner struct {
	context  *cue.Context
	deadline time.Duration
	memory   uint64

	loading sync.Mutex     // build contexts are for one goroutine
	build   *build.Context // keeps the definitions once they are loaded
}

// DefaultDeadline is how long one evaluation may take where the user says nothing else.
const DefaultDeadline = 10 * time.Second

// maxGrowth is by how many bytes the heap may grow during one evaluation before it is ended.
const maxGrowth = 1 << 30

// New returns a runner. No single evaluation (the load of a package, the judgement of one document) takes longer than the deadline.
func New(deadline time.Duration) *Runner {
	r := &Runner{context: cuecontext.New(), deadline: deadline, memory: maxGrowth}
	r.build = build.NewContext(build.Loader(definitions))
	return r
}

// LimitError says that an evaluation was ended by the watchdog. What it was doing may go on for ever beside the caller, who should end
// the program soon.
type LimitError struct {
	// Deadline is how long it was allowed to take; 0 if it was ended for the memory that it took.
	Deadline time.Duration
}

// Error says which limit was passed.
func (e *LimitError) Error() string {
	if e.Deadline > 0 {
		return fmt.Sprintf("CUE was still evaluating after %s and was ended: look for lists or comprehensions that multiply", e.Deadline)
	}
	return fmt.Sprintf("CUE needed more than %d MiB of memory and was ended: look for lists or comprehensions that multiply", maxGrowth>>20)
}

// watchPeriod is how often the watchdog looks at the memory. Most evaluations are over before it does.
const watchPeriod = 20 * time.Millisecond

// run does work under the eyes of the watchdog. A panic in CUE becomes an error.
func run[T any](r *Runner, work func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if reason := recover(); reason != nil {
				o.err = fmt.Errorf("CUE failed, which is a fault of CUE or polarspec: %v\n%s", reason, debug.Stack())
			}
			done <- o
		}()
		o.value, o.err = work()
	}()
	deadline := time.NewTimer(r.deadline)
	defer deadline.Stop()
	watch := time.NewTicker(watchPeriod)
	defer watch.Stop()
	var before uint64
	for {
		select {
		case o := <-done:
			return o.value, o.err
		case <-deadline.C:
			var none T
			return none, &LimitError{Deadline: r.deadline}
		case <-watch.C:
			now := heap()
			if before == 0 {
				before = now
			}
			if now > before+r.memory {
				var none T
				return none, &LimitError{}
			}
		}
	}
}

// heap returns the bytes of the objects on the heap.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
