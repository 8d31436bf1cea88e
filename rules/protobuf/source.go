package protobuf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// sourceFaults reports those faults of a .proto file that a rule is about, each at its place. What is wrong with a file that it imports
// is said once: there if the project names that file too, else here.
func sourceFaults(s *lint.SchemaPass, mine func(protobuf.Code) bool, happens string) {
	imported := map[string][]protobuf.SourceFault{}
	var order []string
	for _, fault := range s.File.Faults {
		switch {
		case !mine(fault.Code):
		case fault.File == "":
			s.Report(lint.Problem{
				Span: document.Span{Start: fault.Start, End: fault.End}, Subject: subject(fault.Message), Message: happens + ": " + fault.Message + advise(fault.Code),
			})
		case !reportedThere(s, fault):
			if imported[fault.File] == nil {
				order = append(order, fault.File)
			}
			imported[fault.File] = append(imported[fault.File], fault)
		}
	}
	for _, name := range order {
		s.Report(ofImport(s.File, imported[name], happens))
	}
}

// subject stands for a fault in a text without a tree, where the fingerprint of a finding has nothing else to go by.
func subject(text string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(text)
}

func advise(code protobuf.Code) string {
	if code == protobuf.ImportNotFound {
		return `. Imports are looked for in the folders of "include" in .polarspec.yaml, in the folder of the file, and in that of the settings`
	}
	return ""
}

// reportedThere reports whether the fault of an imported file is among those that the file itself has when it is linted.
func reportedThere(s *lint.SchemaPass, fault protobuf.SourceFault) bool {
	file := s.File.Imports[fault.File]
	if file == nil {
		return false
	}
	named := s.Project.File(file.Path)
	if named == nil || !named.Reported {
		return false
	}
	for _, other := range named.Faults {
		if other.File == "" && other.Start == fault.Start && other.Message == fault.Message {
			return true
		}
	}
	return false
}

// ofImport words one finding for all faults of an imported file, at the import if that stands in this file.
func ofImport(f *project.SchemaFile, faults []protobuf.SourceFault, happens string) lint.Problem {
	file := f.Imports[faults[0].File]
	name := faults[0].File
	if file != nil {
		name = file.Name
	}
	problem := lint.Problem{
		Span: importOf(f.Text.Source, faults[0].File), Subject: subject(name),
		Message: fmt.Sprintf("%s: %s, which it needs, has a fault: line %d, column %d: %s", happens, name, faults[0].Line, faults[0].Column, faults[0].Message),
	}
	if more := len(faults) - 1; more > 0 {
		problem.Message += fmt.Sprintf(" (and %d more)", more)
	}
	if file == nil {
		return problem
	}
	for _, fault := range faults[:min(len(faults), maxListed)] {
		problem.Related = append(problem.Related, lint.RelatedPlace{
			Message: fault.Message, Span: document.Span{Start: fault.Start, End: fault.End}, In: &lint.OtherFile{Name: file.Name, Text: file.Text},
		})
	}
	return problem
}

// importOf returns where a text names an import; nothing if the import is one of an import.
func importOf(source []byte, name string) document.Span {
	for _, quote := range []string{`"`, `'`} {
		if at := bytes.Index(source, []byte(quote+name+quote)); at >= 0 {
			return document.Span{Start: at, End: at + len(name) + 2}
		}
	}
	return document.Span{}
}
