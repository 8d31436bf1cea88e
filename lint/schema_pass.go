package lint

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
)

// SchemaPass is what a rule sees of one file with a data schema.
type SchemaPass struct {
	File *project.SchemaFile
	// Project is all that lies beside the specs.
	Project  *project.Project
	Settings *config.Settings

	rule   *Rule
	report func(*Rule, Problem)
}

// Report files a problem under the rule that is running. Its places are in the text of the file; in a file that is no text, a
// problem is about the file as a whole.
func (s *SchemaPass) Report(problem Problem) { s.report(s.rule, problem) }

// schemaFiles runs the rules on the data schema files that the user asked for.
func (l *Linter) schemaFiles(collected *collection) {
	if l.options.Project == nil {
		return
	}
	for _, f := range l.options.Project.Schemas {
		if f.Reported {
			collected.add(l.schemaFile(f))
		}
	}
}

func (l *Linter) schemaFile(f *project.SchemaFile) outcome {
	o := outcome{name: f.Name, reported: true, dataSchema: true}
	if f.Err != nil {
		o.errors = append(o.errors, FileError{File: f.Name, Message: f.Err.Error()})
		return o
	}
	c := &check{linter: l, input: Input{Path: f.Path, Name: f.Name}, file: f.Text}
	if c.file == nil || f.Kind == project.Container { // the text of a container is only the schema in it
		c.file = document.Text(nil)
	}
	c.located = &locator{name: f.Name, known: l.known(c.input), file: c.file}
	pass := &SchemaPass{File: f, Project: l.options.Project, Settings: l.settings, report: c.report}
	for _, rule := range l.rules {
		if rule.CheckSchema == nil || !l.enabled(rule, f.Path) {
			continue
		}
		pass.rule = rule
		c.guard("the rule", rule.ID, func() { rule.CheckSchema(pass) })
	}
	if f.Kind == project.Avsc {
		c.text()
	}
	c.guard("looking for suppressions in", f.Name, func() { o.suppressions = c.findSuppressions() })
	o.findings, o.errors = l.reportable(l.oneFault(c.findings)), c.errors
	if !c.file.Broken() {
		l.judge(&o, c.input)
	}
	return o
}
