package emit

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// endOfSpec ends the spec in a script. No line of a spec is like it: inside of texts line breaks are escaped.
const endOfSpec = "END_OF_SPEC"

// Curl writes a script for any POSIX shell that sends a spec. The address, the project and all secrets come from the environment; the
// key is handed to curl on its standard input, so that lists of processes do not show it. Redirects are errors.
func Curl(spec document.Value, to Endpoint) []byte {
	secrets := secretsOf(spec)
	var b strings.Builder
	b.WriteString(`#!/bin/sh
# Sends the spec below to Polaris. Set POLARIS_URL to the address of your organization
# (https://ORGANIZATION_NAME.REGION.CLOUD_PROVIDER.api.imply.io), POLARIS_PROJECT_ID
# and POLARIS_API_KEY` + others(secrets) + `.
set -eu
: "${POLARIS_URL:?}" "${POLARIS_PROJECT_ID:?}" "${POLARIS_API_KEY:?}"
`)
	for _, name := range secrets {
		b.WriteString(`: "${` + name + `:?}"` + "\n")
	}
	b.WriteString(`
# A text inside quotes, of the configuration of curl and of JSON. Control characters have no place in a secret.
quoted() {
  case $1 in
  *[[:cntrl:]]*) echo "there is a line break or another control character in a secret" >&2; return 1 ;;
  esac
  printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'
}
secret_POLARIS_API_KEY=$(quoted "$POLARIS_API_KEY")
`)
	for _, name := range secrets {
		b.WriteString("secret_" + name + `=$(quoted "$` + name + `")` + "\n")
	}
	b.WriteString(`
printf 'header = "Authorization: Basic %s"\n' "$secret_POLARIS_API_KEY" |
  curl --config - --silent --show-error --fail-with-body --location --max-redirs 0 \
    --request POST \
    --url "${POLARIS_URL%/}/v1/projects/${POLARIS_PROJECT_ID}/` + string(to) + `" \
    --header 'Content-Type: application/json' \
    --data-binary @/dev/fd/3 3<<` + delimiter(secrets) + `
`)
	b.WriteString(shellBody(spec, secrets))
	b.WriteString(endOfSpec + "\n")
	return []byte(b.String())
}

// others are the secrets of the spec as the end of a sentence.
func others(secrets []string) string {
	if len(secrets) == 0 {
		return ""
	}
	return ",\n# and what the connection logs in with: " + strings.Join(secrets, ", ")
}

// delimiter is quoted where the shell is to leave the text as it is.
func delimiter(secrets []string) string {
	if len(secrets) == 0 {
		return "'" + endOfSpec + "'"
	}
	return endOfSpec
}

// shellBody is the spec as JSON, in which the shell replaces nothing but the secrets.
func shellBody(spec document.Value, secrets []string) string {
	text := string(document.Encode(spec))
	if len(secrets) == 0 {
		return text
	}
	mark := "secret"
	for strings.Contains(text, mark) {
		mark += "_"
	}
	marked := replaceSecrets(spec, nil, func(s secret) document.Value { return document.StringOf(mark + "{" + s.variable + "}") })
	text = strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`").Replace(string(document.Encode(marked)))
	for _, name := range secrets {
		text = strings.ReplaceAll(text, mark+"{"+name+"}", "${secret_"+name+"}")
	}
	return text
}

// replaceSecrets copies a spec with other values for its secrets.
func replaceSecrets(v document.Value, path []string, replace func(secret) document.Value) document.Value {
	if s, ok := secretOf(path, v); ok {
		return replace(s)
	}
	switch v.Kind() {
	case document.Object:
		members := make([]document.Member, 0, len(v.Members()))
		for _, m := range v.Members() {
			members = append(members, document.Member{Key: m.Key, Value: replaceSecrets(m.Value, append(path[:len(path):len(path)], m.Key), replace)})
		}
		return document.ObjectOf(members...)
	case document.Array:
		items := make([]document.Value, 0, len(v.Items()))
		for _, item := range v.Items() {
			items = append(items, replaceSecrets(item, append(path[:len(path):len(path)], "-"), replace))
		}
		return document.ArrayOf(items...)
	}
	return v
}
