package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/polarspec/polarspec/lint"
)

// JUnit prints the result as a JUnit report in the dialect of Jenkins (junit-10.xsd): one suite per file, one failed test case per finding,
// one with an error for an input that could not be judged. A clean run is one suite with one test case that passed, since Jenkins takes a
// report without test cases for a fault.
func JUnit(w io.Writer, result lint.Result, _ Options) error {
	document := junitSuites{Name: toolName, Suites: each(byFile(result), junitSuiteOf)}
	if len(document.Suites) == 0 {
		document.Suites = []junitSuite{{Name: toolName, Tests: 1, Cases: []junitCase{{Name: "no findings", Class: toolName}}}}
	}
	for _, s := range document.Suites {
		document.Tests += s.Tests
		document.Failures += s.Failures
		document.Errors += s.Errors
	}
	return encodeXML(w, document)
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	File     string      `xml:"file,attr,omitempty"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Error   *junitProblem `xml:"error"`
	Failure *junitProblem `xml:"failure"`
}

type junitProblem struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",cdata"` // characters of markup stay readable in it; encoding/xml parts what would end it
}

func junitSuiteOf(g fileGroup) junitSuite {
	suite := junitSuite{
		Name: toolName, File: visible(g.file),
		Tests: len(g.errors) + len(g.findings), Failures: len(g.findings), Errors: len(g.errors),
	}
	if suite.File != "" {
		suite.Name = suite.File
	}
	for _, e := range g.errors {
		suite.Cases = append(suite.Cases, junitCase{
			Name: "input", Class: suite.Name,
			Error: &junitProblem{Type: "error", Message: visible(e.Message), Text: visible(e.Message)},
		})
	}
	for _, f := range g.findings {
		suite.Cases = append(suite.Cases, junitCase{Name: junitName(f), Class: suite.Name, Failure: junitFailure(f)})
	}
	return suite
}

// junitName names the test case of a finding. Jenkins tells test cases of one class apart by their names over many runs; so the pointer
// stands in it and not the line, which moves.
func junitName(f lint.Finding) string {
	if f.Pointer == "" {
		return visible(f.Rule)
	}
	return fmt.Sprintf("%s at %s", visible(f.Rule), visible(f.Pointer))
}

// junitFailure has the whole finding as its text, as the text format prints it.
func junitFailure(f lint.Finding) *junitProblem {
	var p printer
	p.finding(f)
	return &junitProblem{Type: f.Severity.String(), Message: visible(f.Message), Text: "\n" + p.out.String()}
}
