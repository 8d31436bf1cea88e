// Package emit writes specs: as JSON, as YAML, and as scripts that send them.
package emit

import (
	"github.com/polarspec/polarspec/internal/document"
)

// Endpoint is where a spec is sent to, below the address of the project.
type Endpoint string

// The endpoints of the API.
const (
	Jobs        Endpoint = "jobs"
	Connections Endpoint = "connections"
)

// Format is a way to write a spec.
type Format func(spec document.Value, to Endpoint) []byte

// Names returns the names of the formats.
func Names() []string { return []string{"json", "yaml", "curl", "python"} }

// ByName returns the format of a name; ok is false if there is none.
func ByName(name string) (format Format, ok bool) {
	switch name {
	case "json":
		return JSON, true
	case "yaml":
		return YAML, true
	case "curl":
		return Curl, true
	case "python":
		return Python, true
	}
	return nil, false
}

// JSON writes a spec with two spaces a level and a line break at the end.
func JSON(spec document.Value, _ Endpoint) []byte { return document.Encode(spec) }

// secret is a value of the spec that stands for an environment variable.
type secret struct{ variable string }

// secretOf returns the environment variable that a member of the secrets of a connection stands for.
func secretOf(path []string, value document.Value) (s secret, ok bool) {
	text := value.Text()
	if len(path) != 2 || path[0] != "secrets" || value.Kind() != document.String || len(text) < 4 || text[:2] != "${" || text[len(text)-1] != '}' {
		return secret{}, false
	}
	name := text[2 : len(text)-1]
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return secret{}, false
		}
	}
	return secret{name}, true
}

// secretsOf are the variables of a spec, each once.
func secretsOf(spec document.Value) []string {
	var list []string
	secrets, _ := spec.Get("secrets")
	for _, member := range secrets.Members() {
		if s, ok := secretOf([]string{"secrets", member.Key}, member.Value); ok {
			list = appendOnce(list, s.variable)
		}
	}
	return list
}

func appendOnce(list []string, name string) []string {
	for _, other := range list {
		if other == name {
			return list
		}
	}
	return append(list, name)
}
