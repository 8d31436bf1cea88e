package avro

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
)

//go:embed invalid.md
var invalidPage string

func invalid() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/invalid", Severity: lint.Error, Page: invalidPage,
			Summary:  "a schema that Avro refuses",
			Evidence: "Avro specification, and what Avro's Java library refuses in the versions 1.11 and 1.12",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range schemas(p) {
				judge(s.Node, s.Avro, p.Report)
			}
		},
		CheckSchema: func(s *lint.SchemaPass) {
			// Names and defaults in a container are not judged, as in Java; all else is damage of the file. A file without any value
			// is no schema, which its text says.
			if s.File.Kind == project.Avsc && s.File.Text.Root().Exists() {
				judge(s.File.Text.Root(), s.File.Avro, s.Report)
			}
		},
	}
}

// judge reports what Avro refuses in the schema at a node.
func judge(node document.Node, schema *avro.Schema, report func(lint.Problem)) {
	damaged := damaged(node)
	for _, fault := range schema.Faults {
		if fault.Code != avro.Unresolved && (!damaged || !needsWhole(fault.Code)) {
			report(problemOf(fault, "Avro refuses the schema: ", lint.Error))
		}
	}
	for _, fault := range schema.Doubts {
		if fault.Code == avro.LaterBranch {
			continue // Avro before 1.12 refuses it, but so many schemas have it that saying so would be noise
		}
		if !damaged || !needsWhole(fault.Code) {
			report(problemOf(fault, "some versions of Avro refuse the schema: ", lint.Warning))
		}
	}
}

func problemOf(fault avro.Fault, prefix string, severity lint.Severity) lint.Problem {
	problem := lint.Problem{At: fault.Node, Span: fault.Span, Severity: severity, Message: prefix + fault.Text()}
	if fault.Related.Exists() {
		problem.Related = []lint.RelatedPlace{{Message: relation(fault.Code), At: fault.Related, Span: shown(fault.Related)}}
	}
	return problem
}

func relation(code avro.Code) string {
	switch code {
	case avro.Redefined:
		return "first defined here"
	case avro.Undefined, avro.UsedBefore:
		return "defined here"
	default:
		return "first here"
	}
}

// shown returns the part of a value that is underlined: all of a scalar, of a container its key or first character.
func shown(n document.Node) document.Span {
	if n.Kind() == document.Object || n.Kind() == document.Array {
		return lint.Absent(n)
	}
	return n.Span()
}

// damaged reports whether something of the schema may have been lost to a fault of the text.
func damaged(schema document.Node) bool {
	for _, fault := range schema.File().Faults {
		if fault.Code != document.Invalid && fault.Code != document.TooDeep || fault.Fix != nil {
			continue
		}
		if !fault.Near.Exists() || fault.Near == schema || schema.Span().Contains(fault.Near.Span()) || schema.Span().Contains(fault.Span) {
			return true
		}
	}
	return false
}

// needsWhole reports whether a fault is about something that is not there, which can only be said of a schema that was read as a whole.
func needsWhole(code avro.Code) bool {
	switch code {
	case avro.Missing, avro.Undefined, avro.UsedBefore, avro.BadDefault:
		return true
	}
	return false
}
