package connection

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed password-missing.md
var passwordMissingPage string

func passwordMissing() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/password-missing", Severity: lint.Warning, Page: passwordMissingPage,
			Summary:  "a user name without a password in a request",
			Evidence: "the documented requests have both; a response leaves the password out (E)",
			Over:     []string{"shape/missing-field"},
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			secrets := p.Root.Get("secrets")
			if p.Identity.Response || !lint.Present(secrets.Get("username")) || lint.Present(secrets.Get("password")) || !lint.Whole(secrets) {
				return
			}
			p.Report(lint.Problem{
				At: secrets, Span: lint.Absent(secrets), Subject: secrets.Pointer() + "/password",
				Message: fmt.Sprintf("%q has a user name and no password, so the connection cannot log in: write \"password\": \"${NAME}\" and fill it in when the spec is sent", secrets.Key()),
			})
		},
	}
}
