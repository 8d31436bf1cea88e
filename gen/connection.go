package gen

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// ConnectionOptions are what the user chose for a connection.
type ConnectionOptions struct {
	// Type is the type of the connection, Name its name.
	Type, Name string
	// Description says what it is for.
	Description string
	// BootstrapServers and Topic are those of Kafka and Confluent Cloud.
	BootstrapServers, Topic string
	// URLs are the addresses of a schema registry.
	URLs []string
	// StorageAccount is that of Azure; Prefix chooses objects of a bucket or container.
	StorageAccount, Prefix string
	// Secrets is the type of the secrets; empty for the usual one, none for no secrets.
	Secrets string
	// Variables are the environment variables that hold secrets, by the names of their fields.
	Variables []Pair
	// Set are values of the spec by their paths.
	Set []Pair
}

// kind is what a type of connections has.
type kind struct {
	// needs are the fields that must be given, takes those that may be.
	needs, takes []string
	// secrets are the types of secrets, the usual one first; none for types without documented secrets.
	secrets []string
	// unknown says which fields are not documented.
	unknown string
}

// kinds are the types of connections. Sources: the pages connections and api-connection-auth of the documentation.
var kinds = map[string]kind{
	"confluent":                 {needs: []string{"bootstrap-servers", "topic"}, secrets: []string{"sasl_plain"}},
	"kafka":                     {needs: []string{"bootstrap-servers", "topic"}, secrets: []string{"sasl_plain", "sasl_scram", "none"}},
	"kinesis":                   {unknown: "the stream, its endpoint and the role to assume"},
	"s3":                        {takes: []string{"prefix"}, unknown: "the bucket, its endpoint and the role or keys"},
	"azure":                     {needs: []string{"storage-account"}, takes: []string{"prefix"}, secrets: []string{"access_key", "sas_token"}, unknown: "the container"},
	"push_streaming":            {},
	"confluent_schema_registry": {needs: []string{"url"}, secrets: []string{"basic", "sasl_plain", "sasl_scram", "none"}},
}

// ConnectionTypes returns the types that a connection can be made of, sorted.
func ConnectionTypes() []string {
	return []string{"azure", "confluent", "confluent_schema_registry", "kafka", "kinesis", "push_streaming", "s3"}
}

// SecretTypes returns the types of secrets that there are, sorted.
func SecretTypes() []string {
	return []string{"access_key", "basic", "none", "sas_token", "sasl_plain", "sasl_scram"}
}

// secretFields are the fields of a type of secrets.
func secretFields(secrets string) []string {
	switch secrets {
	case "access_key":
		return []string{"accessKeySecret"}
	case "sas_token":
		return []string{"sasToken"}
	}
	return []string{"username", "password"}
}

// Connection makes a connection. The error is an *Error.
func Connection(o *ConnectionOptions) (Result, error) {
	k, known := kinds[o.Type]
	if !known {
		if near, ok := spelling.Near(o.Type, slices.Values(ConnectionTypes())); ok {
			return Result{}, refuse("there is no connection type %q. Did you mean %q?", o.Type, near)
		}
		return Result{}, refuse("there is no connection type %q: use %s", o.Type, strings.Join(ConnectionTypes(), ", "))
	}
	if o.Name == "" {
		return Result{}, refuse("--name is missing: the name of the connection")
	}
	if err := o.check(k); err != nil {
		return Result{}, err
	}
	members := []document.Member{text("type", o.Type), text("name", o.Name)}
	for _, m := range []Pair{{"description", o.Description}, {"prefix", o.Prefix}, {"bootstrapServers", o.BootstrapServers}, {"topicName", o.Topic}} {
		if m.Value != "" {
			members = append(members, text(m.Name, m.Value))
		}
	}
	if len(o.URLs) > 0 {
		members = append(members, texts("urls", o.URLs))
	}
	if o.StorageAccount != "" {
		members = append(members, text("storageAccount", o.StorageAccount))
	}
	secrets, err := o.secrets(k)
	if err != nil {
		return Result{}, err
	}
	if secrets != nil {
		members = append(members, document.Member{Key: "secrets", Value: document.ObjectOf(secrets...)})
	}
	result := Result{Spec: document.ObjectOf(members...)}
	if k.unknown != "" {
		result.Notes = append(result.Notes, Note{"", "the documentation that could be read does not name the fields for " + k.unknown + ": add them with --set"})
	}
	if len(o.Set) > 0 {
		if result.Spec, err = setAll(result.Spec, polaris.ConnectionKind, o.Set); err != nil {
			return Result{}, err
		}
	}
	return result, literalSecret(result.Spec)
}

// secretNames are the fields that hold a secret itself.
var secretNames = []string{"password", "accessKeySecret", "sasToken"}

// literalSecret is the error about a secret that --set wrote down.
func literalSecret(spec document.Value) error {
	secrets, _ := spec.Get("secrets")
	for _, name := range secretNames {
		if value, ok := secrets.Get(name); ok && !placeholder.MatchString(value.Text()) {
			return refuse("a secret does not belong into a file: name the environment variable that holds it by --secret %s=VARIABLE", name)
		}
	}
	return nil
}

// placeholder is what stands for a secret.
var placeholder = regexp.MustCompile(`^\$\{[A-Za-z_][A-Za-z0-9_]*\}$`)

// given are the flags that have a value.
func (o *ConnectionOptions) given() []string {
	var list []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"bootstrap-servers", o.BootstrapServers != ""}, {"topic", o.Topic != ""}, {"url", len(o.URLs) > 0},
		{"storage-account", o.StorageAccount != ""}, {"prefix", o.Prefix != ""},
	} {
		if f.set {
			list = append(list, f.name)
		}
	}
	return list
}

func (o *ConnectionOptions) check(k kind) error {
	given := o.given()
	for _, name := range k.needs {
		if !slices.Contains(given, name) {
			return refuse("--%s is missing: a connection of the type %s needs it", name, o.Type)
		}
	}
	for _, name := range given {
		if !slices.Contains(k.needs, name) && !slices.Contains(k.takes, name) {
			return refuse("--%s is not for connections of the type %s", name, o.Type)
		}
	}
	return nil
}

// secrets are the members of the secrets: only names of environment variables, never values.
func (o *ConnectionOptions) secrets(k kind) ([]document.Member, error) {
	chosen := o.Secrets
	switch {
	case len(k.secrets) == 0 && (chosen != "" && chosen != "none" || len(o.Variables) > 0):
		return nil, refuse("--secrets: the documentation names no secrets for connections of the type %s", o.Type)
	case len(k.secrets) == 0 || chosen == "none" && slices.Contains(k.secrets, "none"):
		if len(o.Variables) > 0 {
			return nil, refuse("--secret names a variable, and --secrets none wants no secrets: leave one of them out")
		}
		return nil, nil
	case chosen == "":
		chosen = k.secrets[0]
	case !slices.Contains(k.secrets, chosen):
		return nil, refuse("--secrets of a %s connection is %s, not %q", o.Type, strings.Join(k.secrets, " or "), chosen)
	}
	fields := secretFields(chosen)
	for _, pair := range o.Variables {
		if !slices.Contains(fields, pair.Name) {
			return nil, refuse("--secret: secrets of the type %s have %s, not %q", chosen, strings.Join(fields, " and "), pair.Name)
		}
		if !variableName(pair.Value) {
			// The value is not shown: it may be the secret itself.
			return nil, refuse("--secret %s: what is wanted is the name of an environment variable in capital letters, such as KAFKA_PASSWORD; the secret itself stays out of the file", pair.Name)
		}
	}
	members := []document.Member{text("type", chosen)}
	for _, name := range fields {
		members = append(members, text(name, "${"+o.variable(name)+"}"))
	}
	return members, nil
}

// variable is the environment variable that holds a secret: the one that the user named, else one that is called like the connection.
func (o *ConnectionOptions) variable(name string) string {
	for _, pair := range o.Variables {
		if pair.Name == name {
			return pair.Value
		}
	}
	prefix := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, o.Name)
	if prefix[0] >= '0' && prefix[0] <= '9' {
		prefix = "_" + prefix
	}
	suffix := map[string]string{"username": "USERNAME", "password": "PASSWORD", "accessKeySecret": "ACCESS_KEY", "sasToken": "SAS_TOKEN"}
	return prefix + "_" + suffix[name]
}

func variableName(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'A' || c > 'Z') && c != '_' && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}

// Placeholders yields the environment variables of the secrets of a connection, by their fields.
func Placeholders(spec document.Value) iter.Seq2[string, string] {
	secrets, _ := spec.Get("secrets")
	return func(yield func(string, string) bool) {
		for _, member := range secrets.Members() {
			if value := member.Value.Text(); member.Value.Kind() == document.String && placeholder.MatchString(value) {
				if !yield(member.Key, value[2:len(value)-1]) {
					return
				}
			}
		}
	}
}
