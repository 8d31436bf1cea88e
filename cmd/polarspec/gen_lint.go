package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// lint runs the rules on a spec before a byte of it is written, with the settings of the working directory. What the data schema itself
// is to blame for is an error; what is left comes from the user's choices.
func (g *generation) lint(ctx context.Context, result gen.Result, text []byte) ([]genFinding, error) {
	text, name := g.linted(result.Spec, text)
	onErr := *g.streams
	onErr.out = g.err // what is wrong with the settings is no spec
	run, err := newRun(&onErr, lintFlags{
		formats: []string{"text"}, minSeverity: "warning", failLevel: "error", color: "never", stdinFilename: name, baseline: "none", deadline: cuerun.DefaultDeadline,
	}, []string{"-"})
	if err == nil {
		err = run.prepare(ctx)
	}
	if err == nil {
		err = run.refuseSettings()
	}
	if err != nil {
		return nil, err
	}
	run.standardInput = text
	linted, err := run.collect(ctx)
	if err != nil {
		return nil, err
	}
	own := "<stdin>"
	if name != "" {
		own = run.name(absolute(g.dir, name))
	}
	for _, problem := range linted.Errors {
		if problem.File == own {
			return nil, failure(fmt.Errorf("checking the spec: %s", problem.Message))
		}
	}
	findings := []genFinding{}
	blamed := 0
	for _, f := range linted.Findings {
		switch {
		case f.File != own, f.Rule == "protobuf/unreadable-field" && len(result.Unreadable) > 0:
		case f.Rule == "provider/inline-on-registry-topic":
			return nil, usageError("%s, by --provider registry:CONNECTION", report.Visible(f.Message))
		case f.Rule == "provider/framed-json":
			return nil, usageError("%s", report.Visible(f.Message))
		case g.ownSchema && ofSchema(&f):
			blamed++
			if err := printed(fmt.Fprintf(g.err, "polarspec: %s: %s [%s]\n", report.Visible(g.source), report.Visible(f.Message), f.Rule)); err != nil {
				return nil, err
			}
		default:
			findings = append(findings, genFinding{f.Rule, f.Severity.String(), f.Message, f.Pointer})
		}
	}
	if blamed > 0 {
		return nil, &exitError{code: exitFindings}
	}
	return findings, nil
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
