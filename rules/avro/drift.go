package avro

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed drift.md
var driftPage string

func drift() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/drift", Severity: lint.Warning, Page: driftPage,
			Summary:  "an inline schema that differs from the .avsc file of the same record",
			Evidence: "Avro specification, Schema Resolution: bare records carry no schema and are decoded with the one at hand",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range schemas(p) {
				root := s.Avro.Root
				if !s.Provider.Exists() || len(s.Avro.Faults) > 0 || root.Kind != field.Record || root.Name == "" {
					continue // the reader schema of a container may differ: it is resolved against what the file carries
				}
				if topic := p.Topic(); topic != nil && topic.Values(nil).Verdict == evidence.Registry {
					continue // no inline schema reads such records, whatever is in it
				}
				if file, changes := nearest(p, s.Avro); file != nil {
					p.Report(drifted(s, file, changes))
				}
			}
		},
	}
}

// nearest returns the file of the same record that differs least, and how; nil if there is none or one is equal. A schema that the
// settings name for the topic is the only one that counts.
func nearest(p *lint.Pass, inline *avro.Schema) (file *project.SchemaFile, changes []avro.Change) {
	files := p.Project.AvroRecord(inline.Root.Name)
	if topic := p.Topic(); topic != nil && topic.Schema.Sound() && topic.Schema.Avro != nil && topic.Schema.Avro.Root.Name == inline.Root.Name {
		files = []*project.SchemaFile{topic.Schema}
	}
	for _, candidate := range files {
		found := avro.Compare(inline, candidate.Avro)
		if len(found) == 0 {
			return nil, nil
		}
		if file == nil || len(found) < len(changes) {
			file, changes = candidate, found
		}
	}
	return file, changes
}

// maxListed bounds what a message lists.
const maxListed = 8

func drifted(s *lint.DataSchema, file *project.SchemaFile, changes []avro.Change) lint.Problem {
	var texts []string
	problem := lint.Problem{At: s.Node, Span: shown(s.Node)}
	for _, change := range changes {
		texts = append(texts, describe(change))
		if len(problem.Related) < maxListed {
			problem.Related = append(problem.Related, placeOf(change, file))
		}
	}
	if more := len(texts) - maxListed; more > 0 {
		texts = append(texts[:maxListed], fmt.Sprintf("and %d more", more))
	}
	problem.Message = fmt.Sprintf("the schema of %q is not the one in %s: %s. Records without a framing decode right only with the schema that they were written with; with another one, fields get the bytes of others or reading fails. Use the schema that the producer uses",
		s.Avro.Root.Name, file.Name, strings.Join(texts, "; "))
	if edits := takeOver(s.Node, file); edits != nil {
		problem.Fixes = []lint.Fix{{Title: "take over the schema of " + file.Name, Edits: edits}}
	}
	return problem
}

// placeOf is where the file has what is different, or else where the job has what the file lacks.
func placeOf(change avro.Change, file *project.SchemaFile) lint.RelatedPlace {
	if !change.New.Exists() {
		return lint.RelatedPlace{Message: "what the file lacks", At: change.Old, Span: shown(change.Old)}
	}
	return lint.RelatedPlace{Message: "what the file has", At: change.New, Span: shown(change.New), In: &lint.OtherFile{Name: file.Name, Text: change.New.File()}}
}

// describe says how the file differs from the inline schema.
func describe(change avro.Change) string {
	switch {
	case change.Kind == avro.Added:
		return fmt.Sprintf("the file has %q, %s", change.Path, strings.TrimPrefix(change.Message, "a new field, "))
	case change.Kind == avro.Removed:
		return fmt.Sprintf("the file has no %q", change.Path)
	case change.Path == "":
		return change.Message
	default:
		return fmt.Sprintf("%q: %s", change.Path, change.Message)
	}
}

// takeOver returns the edits that put the schema of a file in the place of another: as it is written there, if the notation allows it.
func takeOver(n document.Node, file *project.SchemaFile) []document.Edit {
	value, ok := file.Inlined()
	if !ok || !lint.Whole(n) {
		return nil
	}
	edits := document.ReplaceValue(n, value)
	if len(edits) != 1 || n.File().Syntax == document.YAML || !file.Avro.StandsAlone() || hasComments(file.Text.Source) {
		return edits
	}
	source := n.File().Source
	start := 1 + bytes.LastIndexByte(source[:n.Span().Start], '\n')
	line := source[start:n.Span().Start]
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	text := strings.ReplaceAll(string(file.Avro.Node().Raw()), "\r\n", "\n")
	edits[0].Text = strings.ReplaceAll(text, "\n", "\n"+string(indent))
	return edits
}

// hasComments reports whether a text, read as JSON, has faults; of a schema that was read these can only be comments.
func hasComments(source []byte) bool { return len(document.Parse(source, document.JSON).Faults) > 0 }
