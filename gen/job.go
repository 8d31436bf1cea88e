package gen

import (
	"iter"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// maxColumns is the documented number of columns of a table.
const maxColumns = 1000

// job is a job in the making.
type job struct {
	source  *Source
	options *Options
	reading field.Reading
	// sourceType is the type of the source of the job, format its format.
	sourceType, format string
	provider           document.Value

	entries []*entry
	byName  map[string]*entry

	time    *moment
	columns []column
	taken   map[string]bool
	// uses are the entries whose inputs the job declares.
	uses map[*entry]bool
	// measured are the entries that only measures use.
	measured map[*entry]bool
	renames  renames

	notes      []Note
	unreadable []string
}

// column is a mapping.
type column struct {
	name, expression string
	aggregation      bool
	origin           origin
}

// origin is what a column is made of: a field, or a value within one; nothing for measures and the time.
type origin struct {
	entry *entry
	// name is what the user calls it: a path with dots for a value within a field.
	name string
	typ  *field.Type
	// dataType is that of the column, empty for the one of the input.
	dataType string
}

// Job makes a job that reads data of a source. The error is an *Error.
func Job(source *Source, options *Options) (Result, error) {
	j, err := newJob(source, options)
	if err != nil {
		return Result{}, err
	}
	spec := j.spec()
	if len(options.Set) > 0 {
		if spec, err = setAll(spec, polaris.JobKind, options.Set); err != nil {
			return Result{}, err
		}
	}
	return Result{Spec: spec, Notes: j.notes, Unreadable: j.unreadable}, nil
}

// newJob makes all that a job has of its data.
func newJob(source *Source, options *Options) (*job, error) {
	j := &job{source: source, options: options, taken: map[string]bool{}, uses: map[*entry]bool{}, measured: map[*entry]bool{}}
	for _, step := range []func() error{j.chooseSource, j.check, j.readFields, j.readTypes, j.readRenames, j.chooseTime, j.useMeasures, j.makeColumns, j.unusedRenames} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return j, nil
}

func (j *job) note(name, message string) { j.notes = append(j.notes, Note{name, message}) }

func (j *job) streaming() bool { return j.sourceType == "connection" }

// aggregates reports whether the job makes an aggregate table.
func (j *job) aggregates() bool { return len(j.options.Measures) > 0 || j.options.Rollup != "" }

// check refuses choices that no job can have.
func (j *job) check() error {
	o := j.options
	switch {
	case o.Table == "":
		return refuse("--table is missing: the table that the job writes to")
	case j.streaming() && len(o.ReplaceIntervals) > 0:
		return refuse("--replace-interval is for batch jobs: a stream only adds data")
	case !j.streaming() && o.ReadFrom != "":
		return refuse("--read-from is for streaming jobs: a batch job reads its files whole")
	case o.ReadFrom != "" && o.ReadFrom != "latest" && o.ReadFrom != "earliest":
		return refuse("--read-from is latest or earliest, not %q", o.ReadFrom)
	case o.FieldNames != "" && o.FieldNames != "json" && o.FieldNames != "proto":
		return refuse("--field-names is json or proto, not %q", o.FieldNames)
	case o.FieldNames != "" && j.source.Message == nil:
		return refuse("--field-names is for Protobuf: in other data a field has one name")
	case o.Registry != "" && j.source.Avro == nil && j.source.Message == nil:
		return refuse("--provider registry is for Avro and Protobuf: records of the format %s have no schema in a registry", j.format)
	case o.Registry != "" && !j.streaming():
		return refuse("--provider registry is for streaming jobs: a container file has its schema inside")
	}
	if o.Rollup != "" {
		if _, err := isotime.ParsePeriod(o.Rollup); err != nil {
			return refuse("--rollup is a period of ISO 8601 such as PT1H or P1D, not %q", o.Rollup)
		}
	}
	if slices.Contains(o.ReplaceIntervals, "all") {
		if len(o.ReplaceIntervals) > 1 {
			return refuse("--replace-interval all replaces the whole table: give no other interval beside it")
		}
		return nil
	}
	for _, text := range o.ReplaceIntervals {
		if _, err := isotime.ParseInterval(text); err != nil {
			return refuse("--replace-interval is an interval of ISO 8601 such as 2024-01-01/2024-02-01, or all, not %q", text)
		}
	}
	return nil
}

// names yields the names of the fields.
func (j *job) names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, e := range j.entries {
			if !yield(e.name) {
				return
			}
		}
	}
}

// spec is the whole job, in the order of the documentation.
func (j *job) spec() document.Value {
	kind := "batch"
	if j.streaming() {
		kind = "streaming"
	}
	target := []document.Member{text("type", "table"), text("tableName", j.options.Table)}
	replaceAll := slices.Contains(j.options.ReplaceIntervals, "all")
	if len(j.options.ReplaceIntervals) > 0 && !replaceAll {
		target = append(target, texts("intervals", j.options.ReplaceIntervals))
	}
	members := []document.Member{
		text("type", kind),
		{Key: "target", Value: document.ObjectOf(target...)},
		{Key: "createTableIfNotExists", Value: document.BoolOf(true)},
		{Key: "source", Value: j.sourceSpec()},
	}
	if len(j.options.ReplaceIntervals) > 0 {
		members = append(members, text("ingestionMode", "replace"))
	}
	if replaceAll {
		members = append(members, document.Member{Key: "replaceAll", Value: document.BoolOf(true)})
	}
	members = append(members, document.Member{Key: "mappings", Value: j.mappings()})
	if filter := j.filter(); filter != "" {
		members = append(members, text("filterExpression", filter))
	}
	if j.options.ReadFrom != "" {
		members = append(members, text("readFromPoint", j.options.ReadFrom))
	}
	return document.ObjectOf(members...)
}

func (j *job) mappings() document.Value {
	list := make([]document.Value, 0, len(j.columns))
	for _, c := range j.columns {
		members := []document.Member{text("columnName", c.name), text("expression", c.expression)}
		if c.aggregation {
			members = append(members, document.Member{Key: "isAggregation", Value: document.BoolOf(true)})
		}
		list = append(list, document.ObjectOf(members...))
	}
	return document.ArrayOf(list...)
}

// filter is the condition of the user, and that there is a time: a batch job fails on a row without one.
func (j *job) filter() string {
	needed := ""
	if !j.streaming() && j.time.nullable {
		needed = j.time.operand + " IS NOT NULL"
	}
	switch {
	case needed == "":
		return j.options.Filter
	case j.options.Filter == "":
		return needed
	}
	return needed + " AND (" + j.options.Filter + ")"
}

// inputSchema declares the fields that the job uses, in the order of the data schema.
func (j *job) inputSchema() document.Value {
	all := j.format == "csv" || j.format == "tsv" // their order tells which is which
	list := []document.Value{}
	seen := map[string]bool{}
	for _, e := range j.entries {
		if !all && !j.uses[e] {
			continue
		}
		for _, name := range e.inputs {
			if !seen[name] {
				seen[name] = true
				list = append(list, document.ObjectOf(text("name", name), text("dataType", e.declared())))
			}
		}
	}
	return document.ArrayOf(list...)
}

func text(key, value string) document.Member {
	return document.Member{Key: key, Value: document.StringOf(value)}
}

func texts(key string, values []string) document.Member {
	items := make([]document.Value, 0, len(values))
	for _, value := range values {
		items = append(items, document.StringOf(value))
	}
	return document.Member{Key: key, Value: document.ArrayOf(items...)}
}
