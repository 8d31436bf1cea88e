package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/polarspec/polarspec/lint"
)

// annotationsPerLevel is how many annotations of each level GitHub keeps from one step. It drops the rest without a word.
const annotationsPerLevel = 10

// GitHub prints findings as workflow commands, which a step of GitHub Actions turns into annotations beside the code: the worst ones that
// GitHub keeps, and a notice with the number of the others. Nothing is printed for a clean run.
func GitHub(w io.Writer, result lint.Result, o Options) error {
	kept, more := annotations(worstFirst(problems(result, o.Prefix)))
	var out strings.Builder
	for _, p := range kept {
		out.WriteString(workflowCommand(p))
	}
	if more > 0 {
		out.WriteString(workflowCommand(problem{severity: lint.Info, message: remainder(more, o)}))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// annotations takes what GitHub keeps from a sorted list. The notice about the others takes the place of one of the notices.
func annotations(list []problem) (kept []problem, more int) {
	count := map[lint.Severity]int{}
	for _, p := range list {
		if count[p.severity] < annotationsPerLevel {
			kept = append(kept, p)
			count[p.severity]++
		}
	}
	if len(kept) < len(list) && count[lint.Info] == annotationsPerLevel {
		kept = kept[:len(kept)-1]
	}
	return kept, len(list) - len(kept)
}

func remainder(more int, o Options) string {
	if o.Summarized {
		return fmt.Sprintf("%d more, see the summary of the job", more)
	}
	return fmt.Sprintf("%d more, which GitHub does not show for one step; a report to a file, such as --format json=FILE, has all of them", more)
}

// workflowCommand prints a problem as a line such as
//
//	::error file=jobs/a.json,line=3,col=5,endLine=3,endColumn=9,title=shape/unknown-field::a message
//
// GitHub's columns are those of the first and of the last character, and are taken within one line only.
func workflowCommand(p problem) string {
	var properties []string
	if p.file != "" {
		properties = append(properties, "file="+commandProperty(p.file))
	}
	switch {
	case p.start.Line == 0:
	case p.start.Line == p.end.Line:
		properties = append(properties, fmt.Sprintf("line=%d,col=%d,endLine=%d,endColumn=%d",
			p.start.Line, p.start.Column, p.end.Line, max(p.start.Column, p.end.Column-1)))
	default:
		properties = append(properties, fmt.Sprintf("line=%d,endLine=%d", p.start.Line, p.end.Line))
	}
	properties = append(properties, "title="+commandProperty(p.name()))
	return fmt.Sprintf("::%s %s::%s\n", githubLevel(p.severity), strings.Join(properties, ","), commandData(p.message))
}

func githubLevel(s lint.Severity) string {
	if s == lint.Info {
		return "notice"
	}
	return levelOf(s)
}

// commandData escapes the message of a workflow command, which ends with its line.
func commandData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visibleLines(text))
}

// commandProperty escapes the value of a property, which ends at a comma, or at the colons before the message.
func commandProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(visibleLines(text))
}

// visibleLines is [visible] for a text whose line ends are escaped by the format.
func visibleLines(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, "\r\n")
		if i < 0 {
			b.WriteString(visible(text))
			return b.String()
		}
		b.WriteString(visible(text[:i]))
		b.WriteByte(text[i])
		text = text[i+1:]
	}
}
