package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// exprFindings are what the rules on expressions say of one: it is linted as that of a job that has nothing else.
func exprFindings(ctx context.Context, text string, inputs []inputField, filter, aggregate bool) ([]exprFinding, error) {
	source, err := exprJob(text, inputs, filter, aggregate)
	if err != nil {
		return nil, err
	}
	pointer := "/mappings/0/expression"
	if filter {
		pointer = "/filterExpression"
	}
	about := slices.DeleteFunc(rules.All(), func(r *lint.Rule) bool {
		return !strings.HasPrefix(r.ID, "mapping/") && !strings.HasPrefix(r.ID, "filter/")
	})
	result, err := lint.New(about, nil, lint.Options{MinSeverity: lint.Info, Jobs: 1}).Run(ctx, func(yield func(lint.Input) bool) error {
		yield(lint.Input{Path: "job.json", Name: "job.json", Source: source})
		return nil
	})
	if err != nil {
		return nil, failure(fmt.Errorf("checking the expression: %w", err))
	}
	if len(result.Errors) > 0 {
		return nil, failure(fmt.Errorf("checking the expression: %s", result.Errors[0].Message))
	}
	places := offsetsOf(document.Parse(source, document.JSON).Find(pointer))
	findings := []exprFinding{}
	for i := range result.Findings {
		f := &result.Findings[i]
		if f.Pointer != pointer {
			continue
		}
		found := exprFinding{Rule: f.Rule, Severity: f.Severity.String(), Message: f.Message, End: len(text), Fixes: []exprFix{}}
		if start, ok := places[f.Start.Offset]; ok {
			found.Start = start
		}
		if end, ok := places[f.End.Offset]; ok {
			found.End = end
		}
		for _, fix := range f.Fixes {
			if fixed, ok := afterFix(source, fix, pointer); ok {
				found.Fixes = append(found.Fixes, exprFix{fix.Title, fix.Safe, fixed})
			}
		}
		findings = append(findings, found)
	}
	return findings, nil
}

// afterFix returns the expression as a fix leaves it; ok is false if the fix is about something else.
func afterFix(source []byte, fix lint.Fix, pointer string) (text string, ok bool) {
	changed, err := document.Apply(source, fix.Edits)
	if err != nil {
		return "", false
	}
	before, after := document.Parse(source, document.JSON).Find(pointer), document.Parse(changed, document.JSON).Find(pointer)
	return after.Text(), after.Kind() == document.String && after.Text() != before.Text()
}

// offsetsOf maps places in the file to those in the expression.
func offsetsOf(expression document.Node) map[int]int {
	places := map[int]int{}
	for i := range len(expression.Text()) + 1 {
		places[expression.Sub(i, i).Start] = i
	}
	return places
}

// exprJob is a streaming job with one expression. Without inputs it discovers them, so that any may exist.
func exprJob(text string, inputs []inputField, filter, aggregate bool) ([]byte, error) {
	type object map[string]any
	fields := []object{}
	for _, input := range inputs {
		fields = append(fields, object{"name": input.name, "dataType": input.dataType})
	}
	job := object{
		"type": "streaming", "target": object{"type": "table", "tableName": "t"}, "createTableIfNotExists": true,
		"useSchemaDiscovery": len(inputs) == 0,
		"source": object{
			"type": "connection", "connectionName": "c", "inputSchema": fields, "formatSettings": object{"format": "nd-json"},
		},
	}
	if filter {
		job["filterExpression"] = text
	} else {
		job["mappings"] = []object{{"columnName": "column", "expression": text, "isAggregation": aggregate}}
	}
	source, err := json.Marshal(job)
	if err != nil {
		return nil, failure(fmt.Errorf("writing a job with the expression: %w", err))
	}
	return source, nil
}
