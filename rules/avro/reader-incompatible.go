package avro

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
)

//go:embed reader-incompatible.md
var readerIncompatiblePage string

func readerIncompatible() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/reader-incompatible", Severity: lint.Warning, Page: readerIncompatiblePage,
			Summary:  "a reader schema that cannot read an uploaded file",
			Evidence: "Avro specification, Schema Resolution, as Avro's Java library does it; the local copy of the file may be stale",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range schemas(p) {
				if s.Format.Name() == "avro_ocf" && s.Avro.IsRecord() && len(s.Avro.Faults) == 0 {
					for _, m := range misfits(p, s.Avro) {
						p.Report(m.problem())
					}
				}
			}
		},
	}
}

// misfit is a mismatch between a reader schema and the uploads that have it.
type misfit struct {
	avro.Mismatch
	files []*project.SchemaFile
}

// misfits compares the reader schema with all uploads that are known. What several of them have in common is one misfit.
func misfits(p *lint.Pass, reader *avro.Schema) []*misfit {
	type fault struct {
		at      document.Node
		message string
	}
	var list []*misfit
	known := map[fault]*misfit{}
	compared := map[*project.SchemaFile]bool{}
	for name := range p.Job().Source().Get("fileList").Children() {
		upload := p.Project.Upload(name.Text())
		if upload == nil || upload.Avro == nil || compared[upload] {
			continue
		}
		compared[upload] = true
		for _, mismatch := range avro.Compatible(reader, upload.Avro) {
			key := fault{mismatch.Reader, mismatch.Message}
			if known[key] == nil {
				known[key] = &misfit{Mismatch: mismatch}
				list = append(list, known[key])
			}
			if found := known[key]; !slices.Contains(found.files, upload) {
				found.files = append(found.files, upload)
			}
		}
	}
	return list
}

func (m *misfit) problem() lint.Problem {
	first := m.files[0]
	files := fmt.Sprintf("%q", first.Name)
	if more := len(m.files) - 1; more > 0 {
		files = fmt.Sprintf("%s and %s", files, counted(int64(more), "more file"))
	}
	happens := "so the job fails at its first record"
	if m.Sometimes {
		happens = "so the job fails at the first record that has it"
	}
	field := ""
	if m.Path != "" {
		field = fmt.Sprintf("field %q: ", m.Path)
	}
	problem := lint.Problem{
		At: m.Reader, Span: shown(m.Reader),
		Message: fmt.Sprintf("the schema cannot read %s: %s%s, %s. Correct it, or remove it: the files carry the schema that they were written with", files, field, m.Message, happens),
	}
	if m.Writer.Exists() {
		problem.Related = []lint.RelatedPlace{{
			Message: "the schema in the file", At: m.Writer, Span: shown(m.Writer), In: &lint.OtherFile{Name: first.Name, Text: m.Writer.File()},
		}}
	}
	return problem
}
