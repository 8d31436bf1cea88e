// Package report prints the result of a run in the formats that people and machines read.
package report

import (
	"io"

	"github.com/polarspec/polarspec/lint"
)

// Format writes a result. A writer is made once a run and gets the whole result.
type Format func(w io.Writer, result lint.Result, options Options) error

// Options are what a format may need to know beside the result.
type Options struct {
	// Color asks for terminal colors; only the text format heeds it.
	Color bool
	// Version is the tool's version, for formats that name the tool.
	Version string
	// Rules describes the rules that can appear in the result, sorted by id.
	Rules []lint.Metadata
}
