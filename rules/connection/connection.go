// Package connection holds the rules on connection specs.
package connection

import (
	"iter"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		plainSecret(), unexpandedVariable(), insecureURL(), credentialsInURL(), noURLs(), bootstrapServers(), wrongEndpoint(),
		sharedKey(), passwordMissing(), deprecatedSecret(), placeholder(),
	}
}

// connections is what the rules of this category look at.
var connections = []polaris.Kind{polaris.ConnectionKind}

// texts yields all texts of a request, in their order: what a response shows is not the user's to change. A description is prose.
func texts(p *lint.Pass) iter.Seq[document.Node] {
	return func(yield func(document.Node) bool) {
		if !p.Identity.Response {
			walk(p.Root, yield)
		}
	}
}

func walk(n document.Node, yield func(document.Node) bool) bool {
	for child := range n.Children() {
		switch child.Kind() {
		case document.Object, document.Array:
			if !walk(child, yield) {
				return false
			}
		case document.String, document.Number:
			if !child.KeyIs("description") && !yield(child) {
				return false
			}
		}
	}
	return true
}

// host returns where the host of an address stands in it, without user name and port.
func host(address string) (start, end int) {
	if i := strings.Index(address, "://"); i >= 0 {
		start = i + len("://")
	}
	end = len(address)
	if i := strings.IndexAny(address[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if i := strings.LastIndexByte(address[start:end], '@'); i >= 0 {
		start += i + 1
	}
	if strings.HasPrefix(address[start:end], "[") {
		if i := strings.IndexByte(address[start:end], ']'); i >= 0 {
			return start, start + i + 1
		}
	}
	if i := strings.LastIndexByte(address[start:end], ':'); i >= 0 {
		end = start + i
	}
	return start, end
}
