package connection

import (
	_ "embed"
	"net/netip"
	"strings"

	"github.com/polarspec/polarspec/lint"
)

//go:embed insecure-url.md
var insecureURLPage string

func insecureURL() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/insecure-url", Severity: lint.Warning, Page: insecureURLPage,
			Summary:  "an address that starts with http://",
			Evidence: "a matter of hygiene: HTTP sends user name and password in the clear",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for n := range texts(p) {
				text := n.Text()
				if len(text) < len(plain) || !strings.EqualFold(text[:len(plain)], plain) {
					continue
				}
				if start, end := host(text); !isLoopback(text[start:end]) {
					p.Report(lint.Problem{
						At: n, Span: n.Sub(0, len(plain)),
						Message: `this address starts with http://, so that user name, password and data can be read on the way: write https://, if the server takes it`,
					})
				}
			}
		},
	}
}

const plain = "http://"

// isLoopback reports whether a host is the machine itself.
func isLoopback(name string) bool {
	name = strings.ToLower(strings.Trim(name, "[]"))
	address, err := netip.ParseAddr(name)
	return err == nil && address.IsLoopback() || name == "localhost" || strings.HasSuffix(name, ".localhost")
}
