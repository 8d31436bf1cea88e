package report

import (
	"cmp"
	"encoding/xml"
	"io"

	"github.com/polarspec/polarspec/lint"
)

// checkstyleVersion is the version of Checkstyle whose report is imitated. All readers know it, and what later ones added is not needed.
const checkstyleVersion = "4.3"

// Checkstyle prints the result as Checkstyle's XML, which many review tools read. An input that could not be judged is an error of the tool
// in its first line.
func Checkstyle(w io.Writer, result lint.Result, _ Options) error {
	return encodeXML(w, checkstyleReport{Version: checkstyleVersion, Files: each(byFile(result), checkstyleFileOf)})
}

type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func checkstyleFileOf(g fileGroup) checkstyleFile {
	file := checkstyleFile{Name: visible(cmp.Or(g.file, noFile))}
	for _, e := range g.errors {
		file.Errors = append(file.Errors, checkstyleError{Line: 1, Severity: lint.Error.String(), Message: visible(e.Message), Source: toolName})
	}
	for _, f := range g.findings {
		file.Errors = append(file.Errors, checkstyleError{
			Line: max(1, f.Start.Line), Column: f.Start.Column,
			Severity: f.Severity.String(), Message: visible(f.Message), Source: visible(f.Rule),
		})
	}
	return file
}
