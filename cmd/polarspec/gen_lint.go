package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// draft is a spec that is not written yet.
type draft struct {
	result gen.Result
	// emit is the name of the format, text the spec in it.
	emit string
	text []byte
	// path is where the spec goes: absolute, "" for standard output and for what no settings are about.
	path string
	// staged is the temporary file with the text, stagedSpec the one with what is linted; both are empty where text is there.
	staged, stagedSpec string
	// ownSchema is true if the data schema in the spec is the source, so that what is wrong with it is not the fault of a choice.
	ownSchema bool
	source    string

	// findings come from the user's choices, faults are what keeps the spec from being written.
	findings []genFinding
	faults   []error
	// suppressed is true if the settings say that the unreadable fields are so on purpose.
	suppressed bool
}

// linted is the text that is linted: what will be in the file, or the spec as JSON if that is a script.
func (d *draft) linted() []byte {
	if d.emit == "json" || d.emit == "yaml" {
		return d.text
	}
	return document.Encode(d.result.Spec)
}

// lintDrafts runs the rules on specs before a byte of them is written, with the settings of the folder. What the data schema itself is
// to blame for is a fault; what is left comes from the user's choices. The error is about what all have in common.
func lintDrafts(ctx context.Context, s *streams, folder string, drafts []*draft) error {
	here := *s
	here.dir, here.out = folder, s.err // what is wrong with the settings is no spec
	run, err := newRun(&here, lintFlags{
		formats: []string{"text"}, minSeverity: "warning", failLevel: "error", color: "never", baseline: "none", deadline: cuerun.DefaultDeadline,
	}, []string{"-"})
	if err == nil {
		err = run.prepare(ctx)
	}
	if err == nil {
		err = run.refuseSettings()
	}
	if err != nil {
		return err
	}
	names := map[string]*draft{}
	for _, d := range drafts {
		input := lint.Input{Path: "<stdin>", Name: "<stdin>", Claimed: true}
		if input.From = d.stagedSpec; input.From == "" {
			input.Source = d.linted()
		}
		if d.path != "" {
			input.Path, input.Name = d.path, run.name(d.path)
		}
		d.suppressed = len(d.result.Unreadable) > 0
		names[input.Name] = d
		run.drafts = append(run.drafts, input)
	}
	linted, err := run.collect(ctx)
	if err != nil {
		return err
	}
	for _, problem := range linted.Errors {
		if d := names[problem.File]; d != nil {
			d.faults = append(d.faults, failure(fmt.Errorf("checking the spec: %s", problem.Message)))
		}
	}
	for i := range linted.Findings {
		if d := names[linted.Findings[i].File]; d != nil {
			d.judge(&linted.Findings[i])
		}
	}
	return nil
}

// judge sorts out what a finding means.
func (d *draft) judge(f *lint.Finding) {
	switch {
	case f.Rule == "protobuf/unreadable-field" && len(d.result.Unreadable) > 0:
		d.suppressed = false
	case f.Rule == "provider/inline-on-registry-topic":
		d.faults = append(d.faults, usageError("%s, by --provider registry:CONNECTION", report.Visible(f.Message)))
	case f.Rule == "provider/framed-json":
		d.faults = append(d.faults, usageError("%s", report.Visible(f.Message)))
	case d.ownSchema && ofSchema(f):
		d.faults = append(d.faults, &exitError{exitFindings, fmt.Errorf("%s: %s [%s]", report.Visible(d.source), report.Visible(f.Message), f.Rule)})
	default:
		d.findings = append(d.findings, genFinding{f.Rule, f.Severity.String(), f.Message, f.Pointer})
	}
}

// fault is the error of a draft that is made alone: usage and failures count before what the data schema is to blame for, all of
// which is printed.
func (d *draft) fault(s *streams) error {
	for _, err := range d.faults {
		var exit *exitError
		if !errors.As(err, &exit) || exit.code != exitFindings {
			return err
		}
	}
	for _, err := range d.faults {
		if err := printed(fmt.Fprintf(s.err, "polarspec: %v\n", err)); err != nil {
			return err
		}
	}
	if len(d.faults) > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// ofSchema reports whether the data schema is to blame for a finding.
func ofSchema(f *lint.Finding) bool {
	return strings.HasPrefix(f.Rule, "avro/") || strings.HasPrefix(f.Rule, "protobuf/") && f.Rule != "protobuf/json-name" ||
		strings.HasPrefix(f.Pointer, "/source/formatSettings/parseSchemaProvider/schema/")
}

// String is a finding on one line.
func (f genFinding) String() string {
	return report.Visible(fmt.Sprintf("%s: %s (%s at %s)", f.Severity, f.Message, f.Rule, f.Pointer))
}
