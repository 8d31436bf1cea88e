package protobuf

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed missing-import.md
var missingImportPage string

func missingImport() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/missing-import", Severity: lint.Error, Page: missingImportPage,
			Summary:  "a descriptor set without a file that it imports",
			Evidence: "documented: the descriptor includes its imports (V); what Druid does without them is in druid-semantics section 2.4",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range sets(p) {
				missing := s.Descriptor.MissingImports()
				if len(missing) == 0 {
					continue
				}
				problem := lackingImports(missing, refusesJob)
				problem.At = s.Node
				if rebuilt := s.Descriptor.Complete(compiled(p)...); rebuilt != nil {
					problem.Fixes = []lint.Fix{replacement(s.Node, "put in the files that are missing", rebuilt.Encode(), false)}
				}
				p.Report(problem)
			}
		},
		CheckSchema: func(s *lint.SchemaPass) {
			if s.File.Kind != project.DescriptorSet || s.File.Fault != nil {
				return
			}
			if missing := s.File.Set.MissingImports(); len(missing) > 0 {
				s.Report(lackingImports(missing, refusesUse))
			}
		},
	}
}

// compiled returns the sets of the project, which may have what another set lacks.
func compiled(p *lint.Pass) []*protobuf.Set {
	if p.Project == nil {
		return nil
	}
	var list []*protobuf.Set
	for _, f := range p.Project.Schemas {
		if f.Set != nil && f.Sound() {
			list = append(list, f.Set)
		}
	}
	return list
}

// lackingImports words one finding for all imports that a set lacks: they are left out by one slip.
func lackingImports(missing []*protobuf.MissingImport, happens string) (problem lint.Problem) {
	var files, uses, importers []string
	for _, m := range missing {
		files = appendNew(files, fmt.Sprintf("%q", m.Import))
		if m.Public {
			importers = appendNew(importers, fmt.Sprintf("%q imports it publicly", m.File))
		}
		for _, use := range m.Uses {
			uses = appendNew(uses, fmt.Sprintf("%s needs %s", use.Element, strings.TrimPrefix(use.Type, ".")))
		}
	}
	problem.Message = fmt.Sprintf("the descriptor set lacks %s, which it imports", listed(files))
	switch {
	case len(uses) > 0:
		problem.Message += fmt.Sprintf(", so %s: %s", happens, listed(uses))
	case len(importers) > 0:
		problem.Message += fmt.Sprintf(", so %s: %s", happens, listed(importers))
	default:
		problem.Severity = lint.Warning
		problem.Message += `. No type is needed from there, but Druid through 34 refuses the set all the same and calls it "not valid Base64"`
	}
	problem.Message += ". Compile it once more with protoc --include_imports, or with polarspec descriptor"
	return problem
}

func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
