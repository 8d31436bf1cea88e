package connection

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed plain-secret.md
var plainSecretPage string

func plainSecret() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/plain-secret", Severity: lint.Error, Page: plainSecretPage,
			Summary:  "a password, key or token written out",
			Evidence: "a matter of hygiene: what is committed is known to everyone who can read the repository",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for n := range texts(p) {
				if !isSecret(n) {
					continue
				}
				variable := "${" + variableName(p.Connection().Name().Text(), n.Key()) + "}"
				p.Report(lint.Problem{
					At: n,
					// The secret itself is not quoted.
					Message: fmt.Sprintf("%q is written out, so everyone who can read this file has it: write %q and fill it in when the spec is sent, and replace the secret if the file was ever shared", n.Key(), variable),
					Fixes:   []lint.Fix{{Title: fmt.Sprintf("replace by %q", variable), Edits: document.ReplaceValue(n, document.StringOf(variable))}},
				})
			}
		},
	}
}

// publicEndings are ends of names of fields that tell something about a secret and are none.
var publicEndings = []string{"url", "uri", "endpoint", "arn", "name", "type", "id"}

// isSecret reports whether a value is a secret itself: by the name of its field, and if it does not stand for another one.
func isSecret(n document.Node) bool {
	key := strings.ToLower(n.Key())
	if !n.HasKey() || !lint.NamesSecret(key) {
		return false
	}
	for _, ending := range publicEndings {
		if strings.HasSuffix(key, ending) {
			return false
		}
	}
	text := strings.TrimSpace(n.Text())
	return strings.Trim(text, "*xX.") != "" && !lint.IsPlaceholder(text)
}

// variableName makes the name of an environment variable for a field of a connection.
func variableName(connection, field string) string {
	var b strings.Builder
	after := byte('_') // what stands before; a word starts with a capital letter
	for _, c := range []byte(connection + "_" + field) {
		lower := c >= 'a' && c <= 'z'
		upper := c >= 'A' && c <= 'Z'
		digit := c >= '0' && c <= '9'
		switch {
		case lower:
			b.WriteByte(c - 'a' + 'A')
		case upper && after >= 'a' && after <= 'z':
			b.WriteByte('_')
			b.WriteByte(c)
		case upper || digit:
			b.WriteByte(c)
		case after != '_':
			b.WriteByte('_')
			c = '_'
		}
		after = c
	}
	name := strings.Trim(b.String(), "_")
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return "C_" + name
	}
	return name
}
