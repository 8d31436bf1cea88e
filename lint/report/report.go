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
	// Statistics asks the text format for numbers per rule in place of the findings, and the JSON format for both.
	Statistics bool
	// Version is the tool's version, for formats that name the tool.
	Version string
	// Rules describes the rules that can appear in the result, sorted by id.
	Rules []lint.Metadata
	// Prefix leads from the root of the checkout to the working directory, such as "services/clicks/"; empty if they are the same or not
	// known. The services that show a file by its path in the repository (github, gitlab and sarif) need it.
	Prefix string
	// Blob is the address below which GitHub shows the files of the commit, with a slash at its end; empty if it is not known.
	Blob string
	// Summarized tells the github format that [StepSummary] is printed too, so that it may refer to it.
	Summarized bool
}
