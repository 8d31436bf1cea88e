package emit

import (
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// Python writes a script for Python 3 without other libraries that sends a spec. The address, the project and all secrets come from
// the environment; redirects are errors, so that the key goes to no other place.
func Python(spec document.Value, to Endpoint) []byte {
	secrets := secretsOf(spec)
	var b strings.Builder
	b.WriteString(`#!/usr/bin/env python3
# Sends the spec below to Polaris. Set POLARIS_URL to the address of your organization
# (https://ORGANIZATION_NAME.REGION.CLOUD_PROVIDER.api.imply.io), POLARIS_PROJECT_ID
# and POLARIS_API_KEY` + others(secrets) + `.
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


def variable(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(name + " is not set")
    return value


SPEC = `)
	writePython(&b, spec, nil, "")
	b.WriteString(`


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def main():
    project = urllib.parse.quote(variable("POLARIS_PROJECT_ID"), safe="")
    request = urllib.request.Request(
        variable("POLARIS_URL").rstrip("/") + "/v1/projects/" + project + "/` + string(to) + `",
        data=json.dumps(SPEC, ensure_ascii=False).encode("utf-8"),
        headers={
            "Authorization": "Basic " + variable("POLARIS_API_KEY"),
            "Content-Type": "application/json",
        },
        method="POST",
    )
    try:
        with urllib.request.build_opener(NoRedirects).open(request) as response:
            print(response.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        sys.exit("HTTP {}: {}".format(error.code, error.read().decode("utf-8", "replace")))
    except urllib.error.URLError as error:
        sys.exit("{}: {}".format(request.full_url, error.reason))


if __name__ == "__main__":
    main()
`)
	return []byte(b.String())
}

// writePython writes a value as a literal of Python.
func writePython(b *strings.Builder, v document.Value, path []string, indent string) {
	if s, ok := secretOf(path, v); ok {
		b.WriteString(`variable("` + s.variable + `")`)
		return
	}
	inner := indent + "    "
	switch v.Kind() {
	case document.Object:
		b.WriteByte('{')
		for _, m := range v.Members() {
			b.WriteString("\n" + inner + pythonText(m.Key) + ": ")
			writePython(b, m.Value, append(path[:len(path):len(path)], m.Key), inner)
			b.WriteByte(',')
		}
		closeList(b, len(v.Members()), indent, '}')
	case document.Array:
		b.WriteByte('[')
		for _, item := range v.Items() {
			b.WriteString("\n" + inner)
			writePython(b, item, append(path[:len(path):len(path)], "-"), inner)
			b.WriteByte(',')
		}
		closeList(b, len(v.Items()), indent, ']')
	case document.String:
		b.WriteString(pythonText(v.Text()))
	case document.Bool:
		b.WriteString(strings.ToUpper(v.Text()[:1]) + v.Text()[1:])
	case document.Null:
		b.WriteString("None")
	default:
		b.WriteString(v.Text())
	}
}

func closeList(b *strings.Builder, count int, indent string, bracket byte) {
	if count > 0 {
		b.WriteString("\n" + indent)
	}
	b.WriteByte(bracket)
}

// pythonText is a text literal. Characters that cannot be seen are escaped.
func pythonText(text string) string {
	quoted := string(document.EncodeCompact(document.StringOf(text))) // the escapes of JSON are those of Python
	if strings.IndexFunc(quoted, hidden) < 0 {
		return quoted
	}
	var b strings.Builder
	for _, r := range quoted {
		switch {
		case hidden(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
