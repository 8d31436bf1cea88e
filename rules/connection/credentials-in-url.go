package connection

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/lint"
)

//go:embed credentials-in-url.md
var credentialsInURLPage string

func credentialsInURL() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/credentials-in-url", Severity: lint.Error, Page: credentialsInURLPage,
			Summary:  "user name and password in an address",
			Evidence: "a matter of hygiene: addresses are logged and shown, secrets are not",
			Over:     []string{"connection/plain-secret"},
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for n := range texts(p) {
				start, end, ok := password(n.Text())
				if !ok {
					continue
				}
				p.Report(lint.Problem{
					At: n, Span: n.Sub(start, end),
					// Neither is quoted.
					Message: `this address has a password in it, which is shown wherever the address is: take user name and password out, and give them in "secrets"`,
				})
			}
		},
	}
}

// password returns where an address has user name and password, if it has them and the password does not stand for another.
func password(address string) (start, end int, ok bool) {
	start = strings.Index(address, "://")
	if start < 0 {
		return 0, 0, false
	}
	start += len("://")
	end = len(address)
	if i := strings.IndexAny(address[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if end = strings.LastIndexByte(address[:end], '@'); end < start {
		return 0, 0, false
	}
	_, secret, found := strings.Cut(address[start:end], ":")
	return start, end, found && strings.Trim(secret, "*xX.") != "" && !lint.IsPlaceholder(secret)
}
