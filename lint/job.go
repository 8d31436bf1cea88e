package lint

import (
	"iter"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Job is the view of a job that rules have. What nearly all of them look at is looked up once.
type Job struct {
	polaris.Job

	source   polaris.Source
	mappings []polaris.Mapping
	formats  []polaris.Format
	made     lazy[polaris.MadeFields]
}

func newJob(root document.Node) *Job {
	j := &Job{Job: polaris.Job{Node: root}}
	j.source = j.Job.Source()
	j.mappings = make([]polaris.Mapping, 0, j.Get("mappings").Len())
	j.mappings = slices.AppendSeq(j.mappings, j.Job.Mappings())
	j.formats = slices.Collect(j.Job.Formats())
	return j
}

// Source returns where the data comes from.
func (j *Job) Source() polaris.Source { return j.source }

// Mappings yields the mappings of the job.
func (j *Job) Mappings() iter.Seq[polaris.Mapping] { return slices.Values(j.mappings) }

// Formats yields the format settings of the source and, below kafka and kinesis, those of value and key.
func (j *Job) Formats() iter.Seq[polaris.Format] { return slices.Values(j.formats) }

// MadeFields returns the input fields that do not come from the record.
func (j *Job) MadeFields() polaris.MadeFields { return j.made.get(j.Job.MadeFields) }
