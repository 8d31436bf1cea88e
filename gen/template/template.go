// Package template makes specs from templates that users write in CUE: parameters go in, specs come out.
//
// A template is a package of CUE. It says what parameters it takes (#Params), which data schema the specs are for (from), and what
// the specs are (job, connection, table, or lists of them). It is evaluated in steps, so that what is wrong is said of where it is: the
// parameters alone, then what they make of "from", then the specs with what the data schema gave. docs/templates.md describes it.
package template

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// The fields of a template.
const (
	definitionField = "#Params"
	paramsField     = "params"
	fromField       = "from"
	dataField       = "data"
)

// output is a field that has specs.
type output struct {
	name string
	kind polaris.Kind
	list bool
}

// outputs are the fields that have specs, in the order in which the specs come.
func outputs() []output {
	return []output{
		{"connection", polaris.ConnectionKind, false}, {"connections", polaris.ConnectionKind, true},
		{"table", polaris.TableKind, false}, {"tables", polaris.TableKind, true},
		{"job", polaris.JobKind, false}, {"jobs", polaris.JobKind, true},
	}
}

// Template is a template that was loaded. It may be used from several goroutines.
type Template struct {
	runner *cuerun.Runner
	// head is the template without the specs: to look at the parameters does not cost what the specs do.
	head, body *cuerun.Package
	params     []cuerun.Field
	outputs    []output

	mu   sync.Mutex
	data map[string]*described // by what was read, and how
}

// Spec is a spec that a template made.
type Spec struct {
	Kind polaris.Kind
	// Name is that of the table of a job, else that of the connection or table itself.
	Name  string
	Value document.Value
	Notes []gen.Note
	// Params are the parameters, with defaults.
	Params document.Value
	// File is the data schema that it was made from; empty for none.
	File string
	// Unreadable are fields that Druid cannot read, which was accepted.
	Unreadable []string
}

// Fault is something that is wrong, and where: FILE:LINE:COLUMN, or the flag that gave a parameter.
type Fault struct{ Place, Message string }

// FaultErrors are all that is wrong with a template or its parameters. There is at least one.
type FaultErrors []Fault

// Error lists the faults, one a line.
func (f FaultErrors) Error() string {
	lines := make([]string, 0, len(f))
	for _, fault := range f {
		if fault.Place == "" {
			lines = append(lines, fault.Message)
			continue
		}
		lines = append(lines, fault.Place+": "+fault.Message)
	}
	return strings.Join(lines, "\n")
}

// RunError are faults within a template that it has with the parameters of one run: they do not say which one.
type RunError struct{ Faults FaultErrors }

// Error lists the faults, one a line.
func (e *RunError) Error() string { return e.Faults.Error() }

// Unwrap returns the faults.
func (e *RunError) Unwrap() error { return e.Faults }

// Load compiles a template. Names of files are what faults say. The error is [FaultErrors] if something is wrong with the files, a
// [cuerun.LimitError] if the evaluation was ended.
func Load(runner *cuerun.Runner, files []cuerun.File) (*Template, error) {
	t := &Template{runner: runner, data: map[string]*described{}}
	given := []cuerun.Given{{Name: paramsField, Definition: definitionField}, {Name: dataField}}
	var err error
	if t.body, err = runner.Load(files, cuerun.Options{Given: given}); err != nil {
		return nil, ofSource(err)
	}
	if err := t.readFields(files); err != nil {
		return nil, err
	}
	names := []string{}
	for _, o := range t.outputs {
		names = append(names, o.name)
	}
	if t.head, err = runner.Load(files, cuerun.Options{Given: given, Without: names}); err != nil {
		return nil, ofSource(err)
	}
	t.params = t.head.Get(definitionField).Fields()
	return t, nil
}

// Several reports whether one run may make several specs.
func (t *Template) Several() bool {
	return len(t.outputs) > 1 || slices.ContainsFunc(t.outputs, func(o output) bool { return o.list })
}

// readFields finds out what a template has.
func (t *Template) readFields(files []cuerun.File) error {
	start := "template"
	if len(files) > 0 {
		start = files[0].Name + ":1:1"
	}
	var faults FaultErrors
	known := []string{paramsField, fromField, dataField}
	for _, o := range outputs() {
		known = append(known, o.name)
	}
	for _, name := range t.body.Names() {
		if slices.Contains(known, name) {
			continue
		}
		message := fmt.Sprintf("%q is not a field of a template, so it has no effect", name)
		if near, ok := spelling.Near(name, slices.Values(known)); ok {
			message += fmt.Sprintf("; did you mean %q?", near)
		} else {
			message += fmt.Sprintf(": a template has %s; what is only referred to is written as a definition (#%s) or hidden (_%s)", strings.Join(known[1:], ", "), name, name)
		}
		faults = append(faults, Fault{t.body.Where(name), message})
	}
	if !t.body.Get(definitionField).Exists() {
		faults = append(faults, Fault{start, "a template needs #Params: the parameters that it takes, such as #Params: {table!: string}; without any, #Params: {}"})
	}
	for _, o := range outputs() {
		if slices.Contains(t.body.Names(), o.name) {
			t.outputs = append(t.outputs, o)
		}
	}
	if len(t.outputs) == 0 && len(faults) == 0 {
		faults = append(faults, Fault{start, "a template makes at least one of job, connection, table, jobs, connections and tables"})
	}
	if !t.body.Get(fromField).Exists() && len(faults) == 0 && t.body.Refers(dataField) {
		faults = append(faults, Fault{start, `the template refers to data, which is there only with "from": write from: {file: params.schema}`})
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// ofSource are the faults of the files of a template.
func ofSource(err error) error {
	var source cuerun.SourceErrors
	if !errors.As(err, &source) {
		return err
	}
	var faults FaultErrors
	for _, f := range source {
		faults = append(faults, Fault{fmt.Sprintf("%s:%d:%d", f.File, f.Position.Line, f.Position.Column), f.Message})
	}
	return faults
}

// Run makes the specs of one set of parameters. The error is [FaultErrors] about the parameters, a [RunError], a
// [cuerun.LimitError], or that of the reader.
func (t *Template) Run(ctx context.Context, params Params, read Reader) ([]Spec, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	values, err := t.Complete(params)
	if err != nil {
		return nil, err
	}
	specs, err := t.specs(values, read)
	var faults FaultErrors
	if errors.As(err, &faults) {
		return nil, &RunError{faults}
	}
	return specs, err
}

// specs makes the specs of parameters that are complete.
func (t *Template) specs(values document.Value, read Reader) ([]Spec, error) {
	given, err := t.runner.Open(values)
	if err != nil {
		return nil, err
	}
	filled := []cuerun.Filled{{Name: paramsField, Data: given}}
	d := &described{}
	if t.head.Get(fromField).Exists() {
		if d, err = t.describe(filled, read); err != nil {
			return nil, err
		}
		filled = append(filled, cuerun.Filled{Name: dataField, Data: d.data})
	}
	body, err := t.body.Fill(filled...)
	if err != nil {
		return nil, ofSource(err)
	}
	var specs []Spec
	var faults FaultErrors
	for _, o := range t.outputs {
		value, err := body.Export(o.name)
		var own FaultErrors
		if errors.As(ofSource(err), &own) {
			faults = append(faults, own...)
			continue
		}
		if err != nil {
			return nil, err
		}
		made, fault := o.specs(value)
		if fault != "" {
			faults = append(faults, Fault{t.body.Where(o.name), fault})
		}
		for i := range made {
			made[i].Params = values
			made[i].Notes, made[i].File, made[i].Unreadable = d.notes, d.file, d.unreadable
		}
		specs = append(specs, made...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return specs, nil
}

// specs are those that a field has; fault says why it has none.
func (o output) specs(value document.Value) (specs []Spec, fault string) {
	values := []document.Value{value}
	if o.list {
		if values = value.Items(); value.Kind() != document.Array {
			return nil, fmt.Sprintf("%q is a list", o.name)
		}
	}
	for _, v := range values {
		if v.Kind() != document.Object {
			return nil, fmt.Sprintf("a %s is an object, not %s", o.kind, v.Kind())
		}
		v = gen.Ordered(v, o.kind)
		specs = append(specs, Spec{Kind: o.kind, Name: nameOf(v, o.kind), Value: v})
	}
	return specs, ""
}

// nameOf is what a spec is called.
func nameOf(spec document.Value, kind polaris.Kind) string {
	key := "name"
	if kind == polaris.JobKind {
		spec, _ = spec.Get("target")
		key = "tableName"
	}
	name, _ := spec.Get(key)
	if name.Kind() != document.String {
		return ""
	}
	return name.Text()
}
