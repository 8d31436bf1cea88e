package report

import (
	"io"
	"strings"
	"unicode"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

const (
	toolName = "polarspec"
	toolURL  = "https://github.com/polarspec/polarspec"

	// fingerprintName is versioned: what a fingerprint is made of may change, and the two must then not be compared.
	// It is not GitHub's primaryLocationLineHash, which the upload computes itself and compares with what it finds.
	fingerprintName = "polarspecFingerprint/v1"
)

// SARIF prints the result as a SARIF 2.1.0 log of one run, for code scanning and editors. Every rule of the options is described in it,
// so that a clean run tells what it looked for.
func SARIF(w io.Writer, result lint.Result, o Options) error {
	result = fromCheckoutRoot(result, o.Prefix)
	rules, index := sarifRulesOf(result.Findings, o.Rules)
	return encode(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:        sarifTool{sarifDriver{Name: toolName, Version: versionOf(o), InformationURI: toolURL, Rules: rules}},
			Invocations: []sarifInvocation{sarifInvocationOf(result.Errors)},
			OriginalURIBases: map[string]sarifLocation{
				relativeBase: {Description: &sarifText{Text: baseDescription(o.Prefix)}},
			},
			AutomationDetails: sarifAutomation{ID: toolName + "/"}, // before the slash: GitHub's category
			ColumnKind:        "utf16CodeUnits",
			Results:           each(result.Findings, func(f lint.Finding) sarifResult { return sarifResultOf(f, index[f.Rule]) }),
		}},
	})
}

func baseDescription(prefix string) string {
	if prefix == "" {
		return "The directory in which the tool was run."
	}
	return "The root of the checkout, in which the tool was run in a directory below."
}

func versionOf(o Options) string {
	if o.Version == "" {
		return "unknown"
	}
	return o.Version
}

// sarifRulesOf describes the known rules, then those that occur without being known (an organization's policies), and tells where each stands.
func sarifRulesOf(findings []lint.Finding, known []lint.Metadata) (rules []sarifRule, index map[string]int) {
	rules = make([]sarifRule, 0, len(known))
	index = make(map[string]int, len(known))
	add := func(m lint.Metadata) {
		if _, ok := index[m.ID]; !ok {
			index[m.ID] = len(rules)
			rules = append(rules, sarifRuleOf(m))
		}
	}
	for _, m := range known {
		add(m)
	}
	for _, f := range findings {
		add(lint.Metadata{ID: f.Rule, Severity: f.Severity})
	}
	return rules, index
}

func sarifRuleOf(m lint.Metadata) sarifRule {
	summary := sentence(m.Summary)
	if summary == "" {
		summary = sentence("The rule " + m.ID)
	}
	rule := sarifRule{
		ID:                   m.ID,
		Name:                 pascal(m.ID),
		ShortDescription:     sarifText{Text: summary},
		FullDescription:      sarifText{Text: summary},
		Help:                 sarifText{Text: summary},
		DefaultConfiguration: sarifConfiguration{Enabled: m.Severity != lint.Off, Level: levelOf(m.Severity)},
		Properties:           propertiesOf(m),
	}
	if m.Evidence != "" {
		rule.FullDescription.Text += " Evidence: " + sentence(m.Evidence)
	}
	if m.Page != "" {
		rule.HelpURI = m.URL()
		rule.Help = sarifText{Text: summary + " See " + m.URL(), Markdown: m.Page}
	}
	return rule
}

// propertiesOf gives GitHub what it sorts and filters by. The precision follows from the severity law:
// an error is certain, a warning rests on an inference or concerns some rows only.
func propertiesOf(m lint.Metadata) sarifProperties {
	category, _, _ := strings.Cut(m.ID, "/")
	p := sarifProperties{Tags: []string{toolName, category}}
	switch m.Severity {
	case lint.Error:
		p.Precision, p.Severity = "very-high", "error"
	case lint.Warning:
		p.Precision, p.Severity = "high", "warning"
	default:
		p.Precision, p.Severity = "medium", "recommendation"
	}
	return p
}

// levelOf maps a severity. A rule that is off by default has the level of the information that it gives once it is on.
func levelOf(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	default:
		return "note"
	}
}

func sarifInvocationOf(failures []lint.FileError) sarifInvocation {
	invocation := sarifInvocation{Successful: len(failures) == 0}
	for _, e := range failures {
		n := sarifNotification{Level: "error", Message: messageOf(e.Message)}
		if e.File != "" {
			n.Locations = []sarifLocation{{Physical: &sarifPhysical{Artifact: artifactOf(e.File)}}}
		}
		invocation.Notifications = append(invocation.Notifications, n)
	}
	return invocation
}

func sarifResultOf(f lint.Finding, rule int) sarifResult {
	result := sarifResult{
		RuleID:    f.Rule,
		RuleIndex: rule,
		Level:     levelOf(f.Severity),
		Message:   messageOf(f.Message),
		Locations: []sarifLocation{locationOf(f.File, f.Start, f.End, f.Pointer)},
	}
	if f.Fingerprint != "" {
		result.Fingerprints = map[string]string{fingerprintName: f.Fingerprint}
	}
	for i, r := range f.Related {
		at := locationOf(r.File, r.Start, r.End, r.Pointer)
		message := messageOf(r.Message)
		at.ID, at.Message = i+1, &message
		result.Related = append(result.Related, at)
	}
	for _, fix := range f.Fixes {
		result.Fixes = append(result.Fixes, sarifFixOf(f.File, fix))
	}
	return result
}

func locationOf(file string, start, end document.Position, pointer string) sarifLocation {
	at := sarifLocation{Physical: &sarifPhysical{Artifact: artifactOf(file), Region: regionOf(start, end)}}
	if pointer != "" { // the root's pointer is empty, and a name must not be
		at.Logical = []sarifLogical{{FullyQualifiedName: pointer}}
	}
	return at
}

// regionOf places a finding on a whole file at its beginning, because code scanning drops a result without a region.
func regionOf(start, end document.Position) *sarifRegion {
	if start.Line == 0 {
		return &sarifRegion{1, 1, 1, 1}
	}
	return &sarifRegion{start.Line, start.Column16, end.Line, end.Column16}
}

func sarifFixOf(file string, fix lint.Fix) sarifFix {
	return sarifFix{
		Description: messageOf(fix.Title + caution(fix)),
		Changes: []sarifChange{{
			Artifact: artifactOf(file),
			Replacements: each(fix.Edits, func(e document.Edit) sarifReplacement {
				return sarifReplacement{sarifBytes{e.Span.Start, e.Span.Len()}, sarifContent{e.Text}}
			}),
		}},
	}
}

// messageOf makes a plain text message of text, whatever characters are in it.
func messageOf(text string) sarifText { return sarifText{Text: literal(text)} }

// literal escapes what SARIF would take for a placeholder, {0}, or for a link, [text](target). Braces and brackets that cannot be
// mistaken stay as they are, because most viewers show a needless escape: ${{NAME}} for ${NAME}.
func literal(text string) string {
	if hasPlaceholder(text) {
		text = strings.NewReplacer("{", "{{", "}", "}}").Replace(text)
	}
	if strings.Contains(text, "](") {
		text = strings.NewReplacer("[", `\[`, "]", `\]`).Replace(text)
	}
	return text
}

func hasPlaceholder(text string) bool {
	for {
		_, after, found := strings.Cut(text, "{")
		if !found {
			return false
		}
		if rest := strings.TrimLeft(after, "0123456789"); rest != after && strings.HasPrefix(rest, "}") {
			return true
		}
		text = after
	}
}

// sentence ends text with a full stop, as SARIF's descriptions do.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// pascal turns an id into the readable name that SARIF wants beside it: shape/unknown-field becomes ShapeUnknownField.
func pascal(id string) string {
	var b strings.Builder
	up := true
	for _, r := range id {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			up = true
		case up:
			b.WriteRune(unicode.ToUpper(r))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
