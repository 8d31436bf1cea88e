package connection

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed wrong-endpoint.md
var wrongEndpointPage string

func wrongEndpoint() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/wrong-endpoint", Severity: lint.Warning, Page: wrongEndpointPage,
			Summary:  "the address of a cluster where that of a registry belongs, or the reverse",
			Evidence: "documented: a registry has web addresses, a cluster host:port (V); Confluent Cloud names them psrc- and pkc-",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			if p.Identity.Response {
				return
			}
			for n := range p.Root.Get("urls").Children() {
				start, end := host(n.Text())
				if n.Kind() == document.String && (strings.HasPrefix(n.Text()[start:end], "pkc-") || strings.HasPrefix(n.Text()[end:], ":9092")) {
					p.Report(lint.Problem{At: n, Message: `this is the address of a Kafka cluster, which is no schema registry: write that of the registry, such as "https://psrc-….confluent.cloud"`})
				}
			}
			if n := p.Root.Get("bootstrapServers"); n.Kind() == document.String && namesRegistry(n.Text()) {
				p.Report(lint.Problem{At: n, Message: `this is the address of a schema registry, which is no Kafka cluster: write that of the cluster, such as "pkc-….confluent.cloud:9092", and make a connection of the type confluent_schema_registry for the registry`})
			}
		},
	}
}

// namesRegistry reports whether one of the servers is a schema registry of Confluent Cloud by its name.
func namesRegistry(servers string) bool {
	for server := range strings.SplitSeq(servers, ",") {
		server = strings.TrimSpace(server)
		if start, end := host(server); strings.HasPrefix(server[start:end], "psrc-") {
			return true
		}
	}
	return false
}
