package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/lint"
)

//go:embed time-pattern.md
var timePatternPage string

func timePattern() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-pattern", Severity: lint.Warning, Page: timePatternPage,
			Summary:  "a time pattern that is none of Joda-Time, or that hardly means what was meant",
			Evidence: "Joda-Time's DateTimeFormat, which Druid uses, tried out with Druid (D§5)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				for _, call := range e.Calls() {
					reads := calls(call, "TIME_PARSE")
					if !reads && !calls(call, "TIME_FORMAT") {
						continue
					}
					if pattern := text(operand(call, 1)); pattern != nil {
						reportPattern(p, e, pattern, reads)
					}
				}
			}
		},
	}
}

// reportPattern looks at one pattern; reads is true for TIME_PARSE.
func reportPattern(p *lint.Pass, e *lint.Expression, pattern *druidsql.Literal, reads bool) {
	compiled, fault := joda.ParsePattern(pattern.Text)
	if meant, ok := fromStrftime(pattern.Text); ok {
		effect := "a % is a plain character there"
		if reads {
			effect += ", which no text of a time has, so that every time is NULL"
		}
		problem := about(e, pattern.Span(), fmt.Sprintf("%s is a pattern of strftime, but Druid takes Joda-Time's: %s", e.Text(pattern.Span()), effect))
		if fault != nil {
			problem.Severity = lint.Error
			problem.Message = fmt.Sprintf("%s is a pattern of strftime, but Druid takes Joda-Time's, and refuses this one: %s", e.Text(pattern.Span()), fault.Message)
		}
		problem.Message += advised(meant)
		if meant != "" {
			problem.Fixes = reworded(e, pattern.Span(), druidsql.QuoteString(meant), false)
		}
		p.Report(problem)
		return
	}
	if fault != nil {
		p.Report(illegalPattern(e, pattern, fault))
		return
	}
	for _, d := range compiled.Doubts() {
		if message := doubtMessage(d, reads); message != "" {
			p.Report(doubtful(e, pattern, d, message))
		}
	}
}

func advised(pattern string) string {
	if pattern == "" {
		return ". Write a pattern such as 'yyyy-MM-dd HH:mm:ss'"
	}
	return ". Write " + druidsql.QuoteString(pattern)
}

// illegalPattern is the problem of a pattern that Joda-Time refuses. A T between date and time lacks its quotes.
func illegalPattern(e *lint.Expression, pattern *druidsql.Literal, fault *joda.PatternError) lint.Problem {
	at := e.InLiteral(pattern, druidsql.Span{Start: fault.Offset, End: fault.Offset + fault.Length})
	message := fmt.Sprintf("Joda-Time refuses the pattern, and Druid the job: %s", fault.Message)
	if fault.Letter != 0 {
		message += fmt.Sprintf(". A letter that stands for itself is quoted: ''%c''", fault.Letter)
	} else {
		message += advised("")
	}
	problem := about(e, at, message)
	if fault.Letter == 'T' && fault.Length == 1 {
		quoted := pattern.Text[:fault.Offset] + "'T'" + pattern.Text[fault.Offset+1:]
		problem.Fixes = reworded(e, pattern.Span(), druidsql.QuoteString(quoted), false)
	}
	problem.Severity = lint.Error
	return problem
}

// doubtMessage words a doubt; the words of joda are about reading. "" if it is none where a time is written.
func doubtMessage(d joda.Doubt, reads bool) string {
	if reads {
		return d.Message
	}
	what := d.Message
	if i := strings.IndexAny(what, ",:"); i >= 0 {
		what = what[:i]
	}
	if strings.HasPrefix(what, `"H`) || strings.HasPrefix(what, `"z`) {
		return "" // good to write
	}
	return what + ", so that the text shows something else than was probably meant"
}

// doubtful is the problem of a field that is hardly meant.
func doubtful(e *lint.Expression, pattern *druidsql.Literal, d joda.Doubt, message string) lint.Problem {
	part := druidsql.Span{Start: d.Offset, End: d.Offset + d.Length}
	if d.Replacement != "" {
		message += fmt.Sprintf(". Write %q", d.Replacement)
	}
	problem := about(e, e.InLiteral(pattern, part), "in the pattern, "+message)
	if d.Replacement != "" {
		changed := pattern.Text[:part.Start] + d.Replacement + pattern.Text[part.End:]
		problem.Fixes = reworded(e, pattern.Span(), druidsql.QuoteString(changed), false)
	}
	return problem
}

// strftime are the directives of strftime and what Joda-Time writes for them.
var strftime = map[byte]string{
	'Y': "yyyy", 'm': "MM", 'd': "dd", 'H': "HH", 'I': "hh", 'M': "mm", 'S': "ss", 'f': "SSSSSS", 'L': "SSS", 'p': "a", 'y': "yy",
	'j': "DDD", 'b': "MMM", 'h': "MMM", 'B': "MMMM", 'a': "EEE", 'A': "EEEE", 'z': "Z", 'F': "yyyy-MM-dd", 'T': "HH:mm:ss", 'R': "HH:mm",
	'e': "d", 'k': "H", 'l': "h", 'i': "mm", 's': "ss", '%': "%",
}

// fromStrftime translates a pattern of strftime. ok is false if it is none: each of its letters stands behind a %, or is a T or Z.
// meant is "" if there is a directive without a counterpart.
func fromStrftime(pattern string) (meant string, ok bool) {
	var b strings.Builder
	known, directives := true, 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '%' && i+1 < len(pattern) && (isLetter(pattern[i+1]) || pattern[i+1] == '%'):
			i++
			letters, found := strftime[pattern[i]]
			known = known && found
			b.WriteString(letters)
			directives++
		case c == 'T' || c == 'Z':
			b.WriteString("'" + string(rune(c)) + "'")
		case isLetter(c) || c == '\'':
			return "", false
		default:
			b.WriteByte(c)
		}
	}
	if !known {
		return "", directives > 0
	}
	return b.String(), directives > 0
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
