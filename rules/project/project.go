// Package project holds the rules on requests that belong together: the jobs, connections and tables of one environment, or of one
// folder where no environment is declared.
package project

import (
	"fmt"
	"iter"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{secondStreamingJob(), duplicateConnection(), replaceOverStream(), tableMismatch(), retentionShorter(), unusedConnection()}
}

// key is a name among the documents that belong together.
type key struct {
	group    string
	declared bool
	name     string
}

func keyOf(w *lint.WorkspacePass, d *lint.Summarized, name string) key {
	group, declared := w.Group(d)
	return key{group, declared, name}
}

// severity lowers one to a warning where documents are only in one folder: they may be alternatives.
func (k key) severity(declared lint.Severity) lint.Severity {
	if k.declared {
		return declared
	}
	return lint.Warning
}

// together says where documents are together, for messages.
func (k key) together() string {
	if k.declared {
		return fmt.Sprintf("in the environment %q", k.group)
	}
	return "in this folder"
}

// streamingJobs yields the streaming jobs that name a table, with their keys.
func streamingJobs(w *lint.WorkspacePass) iter.Seq2[key, *lint.Summarized] {
	return func(yield func(key, *lint.Summarized) bool) {
		for _, d := range w.Documents {
			if d.Kind == polaris.JobKind && d.Type == "streaming" && d.Table.Text != "" && !yield(keyOf(w, d, d.Table.Text), d) {
				return
			}
		}
	}
}

// tables returns the table specs by name. Of a name that several have it is not known which is meant, so that none is returned.
func tables(w *lint.WorkspacePass) map[key]*lint.Summarized {
	found := map[key]*lint.Summarized{}
	for _, d := range w.Documents {
		if d.Kind != polaris.TableKind || d.Name.Text == "" {
			continue
		}
		k := keyOf(w, d, d.Name.Text)
		if _, twice := found[k]; twice {
			d = nil
		}
		found[k] = d
	}
	return found
}
