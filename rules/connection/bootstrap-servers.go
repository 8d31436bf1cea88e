package connection

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed bootstrap-servers.md
var bootstrapServersPage string

func bootstrapServers() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/bootstrap-servers", Severity: lint.Error, Page: bootstrapServersPage,
			Summary:  `"bootstrapServers" is not a list of host:port`,
			Evidence: "documented as a list of host:port (V)",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			n := p.Root.Get("bootstrapServers")
			kind := p.Connection().Type()
			if p.Identity.Response || n.Kind() != document.String || kind != "kafka" && kind != "confluent" || namesRegistry(n.Text()) {
				return
			}
			checkServers(p, n)
		},
	}
}

// checkServers reports the first server that is not host:port, with a fix for all of them.
func checkServers(p *lint.Pass, n document.Node) {
	text := n.Text()
	var written []string
	problem := lint.Problem{At: n}
	at := 0
	for item := range strings.SplitSeq(text, ",") {
		start := at + len(item) - len(strings.TrimLeft(item, " \t\r\n"))
		at += len(item) + 1
		if item = strings.TrimSpace(item); item == "" {
			continue // Kafka passes over them
		}
		fault, right := judgeServer(item)
		if fault != "" && problem.Message == "" {
			problem.Span = n.Sub(start, start+len(item))
			problem.Message = "this is not host:port: " + fault
		}
		written = append(written, right)
	}
	if len(written) == 0 {
		problem.Message = `"bootstrapServers" is empty: write the servers of the cluster as host:port, separated by commas`
	}
	if problem.Message == "" {
		return
	}
	if fixed := strings.Join(written, ","); fixed != "" && allServers(fixed) {
		problem.Fixes = []lint.Fix{{Title: "write the servers as host:port", Edits: document.ReplaceText(n, fixed)}}
	}
	p.Report(problem)
}

// judgeServer says what is wrong with a server, "" if nothing is, and how it was probably meant.
func judgeServer(server string) (fault, right string) {
	if lint.IsPlaceholder(server) || strings.Contains(server, "${") {
		return "", server
	}
	if i := strings.Index(server, "://"); i >= 0 {
		start, end := host(server)
		rest := server[end:]
		if j := strings.IndexAny(rest, "/?#"); j >= 0 {
			rest = rest[:j]
		}
		return fmt.Sprintf("Kafka has no addresses such as %s, and how to log in is told by \"secrets\"; write host:port alone", server[:i]+"://"), withPort(server[start:end] + rest)
	}
	if i := strings.IndexAny(server, "; \t"); i >= 0 {
		return "servers are separated by commas", strings.Join(strings.FieldsFunc(server, func(r rune) bool { return strings.ContainsRune("; \t", r) }), ",")
	}
	if i := strings.IndexByte(server, '/'); i >= 0 {
		return "a server has no path", withPort(server[:i])
	}
	start, end := host(server)
	name, port := server[start:end], strings.TrimPrefix(server[end:], ":")
	number, err := strconv.ParseUint(port, 10, 16)
	switch {
	case start > 0:
		return "a server has no user name, which \"secrets\" tells", withPort(server[start:])
	case name == "":
		return "there is no host in it", server
	case server[end:] == "":
		return "the port is missing, which is 9092 for most clusters", server + ":9092"
	case err != nil || number == 0:
		return "a port is a number from 1 to 65535", server
	}
	return "", server
}

// withPort adds the usual port to a host without one.
func withPort(server string) string {
	if _, end := host(server); end == len(server) {
		return server + ":9092"
	}
	return server
}

// allServers reports whether nothing is wrong with any server of a list.
func allServers(list string) bool {
	for server := range strings.SplitSeq(list, ",") {
		if fault, _ := judgeServer(server); fault != "" {
			return false
		}
	}
	return true
}
