package gen_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// complete are the choices that a connection of each type needs.
func complete(kind string) gen.ConnectionOptions {
	o := gen.ConnectionOptions{Type: kind, Name: "my-1st.connection"}
	switch kind {
	case "kafka", "confluent":
		o.BootstrapServers, o.Topic = "kafka.example.com:9092", "events"
	case "confluent_schema_registry":
		o.URLs = []string{"https://registry.example.com"}
	case "azure":
		o.StorageAccount = "acme"
	}
	return o
}

// TestConnections keeps the law for every type of connections and of secrets, and leaves no type of the model out.
func TestConnections(t *testing.T) {
	var known []string
	for _, v := range polaris.ConnectionType().Variants {
		known = append(known, v.Value)
	}
	slices.Sort(known)
	if diff := cmp.Diff(known, gen.ConnectionTypes()); diff != "" {
		t.Errorf("the types of the model -, of the generator +:\n%s", diff)
	}
	l, seen := linter(t), map[string]bool{}
	for _, kind := range gen.ConnectionTypes() {
		for _, secrets := range append(gen.SecretTypes(), "") {
			o := complete(kind)
			o.Secrets, o.Description = secrets, "what it is for"
			result, err := gen.Connection(&o)
			var refused *gen.Error
			if errors.As(err, &refused) && strings.HasPrefix(refused.Message, "--secrets") {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings(t, l, result.Spec) {
				t.Errorf("%s with %s: %s", kind, secrets, f)
			}
			for _, variable := range maps.Collect(gen.Placeholders(result.Spec)) {
				seen[variable] = true
			}
		}
	}
	want := []string{"MY_1ST_CONNECTION_ACCESS_KEY", "MY_1ST_CONNECTION_PASSWORD", "MY_1ST_CONNECTION_SAS_TOKEN", "MY_1ST_CONNECTION_USERNAME"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("the variables, want -, got +:\n%s", diff)
	}
}

func TestConnectionRefused(t *testing.T) {
	change := func(kind string, f func(*gen.ConnectionOptions)) gen.ConnectionOptions {
		o := complete(kind)
		f(&o)
		return o
	}
	for _, c := range []struct {
		options gen.ConnectionOptions
		want    string
	}{
		{change("kafak", func(*gen.ConnectionOptions) {}), `there is no connection type "kafak". Did you mean "kafka"?`},
		{change("gcs", func(*gen.ConnectionOptions) {}), `there is no connection type "gcs": use azure, confluent, confluent_schema_registry, kafka, kinesis, push_streaming, s3`},
		{change("kafka", func(o *gen.ConnectionOptions) { o.Name = "" }), "--name is missing: the name of the connection"},
		{change("kafka", func(o *gen.ConnectionOptions) { o.Topic = "" }), "--topic is missing: a connection of the type kafka needs it"},
		{change("s3", func(o *gen.ConnectionOptions) { o.Topic = "x" }), "--topic is not for connections of the type s3"},
		{change("s3", func(o *gen.ConnectionOptions) { o.Secrets = "basic" }), "--secrets: the documentation names no secrets for connections of the type s3"},
		{change("confluent", func(o *gen.ConnectionOptions) { o.Secrets = "none" }), `--secrets of a confluent connection is sasl_plain, not "none"`},
		{change("kafka", func(o *gen.ConnectionOptions) {
			o.Secrets, o.Variables = "none", []gen.Pair{{Name: "password", Value: "X"}}
		}), "--secret names a variable, and --secrets none wants no secrets: leave one of them out"},
		{change("kafka", func(o *gen.ConnectionOptions) { o.Variables = []gen.Pair{{Name: "passwd", Value: "X"}} }), `--secret: secrets of the type sasl_plain have username and password, not "passwd"`},
		{change("kafka", func(o *gen.ConnectionOptions) { o.Variables = []gen.Pair{{Name: "password", Value: "hunter2"}} }), "--secret password: what is wanted is the name of an environment variable in capital letters, such as KAFKA_PASSWORD; the secret itself stays out of the file"},
		{change("kafka", func(o *gen.ConnectionOptions) { o.Set = []gen.Pair{{Name: "secrets.password", Value: "hunter2"}} }), "a secret does not belong into a file: name the environment variable that holds it by --secret password=VARIABLE"},
	} {
		_, err := gen.Connection(&c.options)
		var refused *gen.Error
		if !errors.As(err, &refused) || refused.Message != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// TestFromResponse: each response of the seed becomes its request, but for what the service chose.
func TestFromResponse(t *testing.T) {
	chosen := map[string]bool{"lateMessageRejectionPeriod": true, "readFromPoint": true, "ingestionMode": true, "binaryAsString": true, "extractUnionsByType": true}
	var without func(v document.Value) document.Value
	without = func(v document.Value) document.Value {
		switch v.Kind() {
		case document.Object:
			var members []document.Member
			for _, m := range v.Members() {
				if !chosen[m.Key] {
					members = append(members, document.Member{Key: m.Key, Value: without(m.Value)})
				}
			}
			return document.ObjectOf(members...)
		case document.Array:
			var items []document.Value
			for _, item := range v.Items() {
				if name, _ := item.Get("columnName"); name.Text() != "__count" {
					items = append(items, without(item))
				}
			}
			return document.ArrayOf(items...)
		}
		return v
	}
	l := linter(t)
	for _, name := range []string{"avro-ocf", "inline-avro", "inline-protobuf", "schema-registry-avro"} {
		response, request := seedFile(t, "responses", name), seedFile(t, "requests", name)
		result, err := gen.FromResponse(response, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(document.Encode(request.Value())), string(document.Encode(without(result.Spec)))); diff != "" {
			t.Errorf("%s: the request -, of the response +:\n%s", name, diff)
		}
		if got, want := strings.Join(findings(t, l, result.Spec), "\n"), strings.Join(findings(t, l, request.Value()), "\n"); got != want {
			t.Errorf("%s: findings\n%s\nwant\n%s", name, got, want)
		}
	}
	if _, err := gen.FromResponse(seedFile(t, "responses", "schema-registry-connection"), nil); err == nil {
		t.Error("a connection became a job")
	}
	if _, err := gen.FromResponse(document.Parse([]byte(`{"a": 1}`), document.JSON).Root(), nil); err == nil {
		t.Error("nothing became a job")
	}
}

func seedFile(t *testing.T, folder, name string) document.Node {
	t.Helper()
	text, err := os.ReadFile("../testdata/seed/" + folder + "/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return document.Parse(text, document.JSON).Root()
}
