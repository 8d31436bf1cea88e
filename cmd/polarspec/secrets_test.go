package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/rules"
)

// canary is a secret that must never be seen. It is made of equal parts, so that a part of it is found too.
const (
	part   = "Kanarie7"
	canary = part + "-" + part + "-" + part
)

// planted are files with the canary where a secret is, or where somebody might have put one by mistake.
func planted() map[string]string {
	files := map[string]string{}
	connections := []string{
		`{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example.com"], "secrets": %s}`,
		`{"type": "confluent", "name": "no good", "bootstrapServers": "k.example.com:9092", "topicName": "t", "secrets": %s}`,
		`{"type": "azure", "name": "a", "storageAccount": 1, "secrets": %s}`,
	}
	secrets := []string{
		`{"type": "basic", "username": "u", "password": "CANARY"}`,
		`{"type": "basic", "usrname": "u", "password": "CANARY"}`, // an unknown field beside it
		`{"type": "basic", "username": "u", "pasword": "CANARY"}`,
		`{"type": "basic", "username": "u", "key": "CANARY"}`,
		`{"type": "basic", "username": "u", "password": ["CANARY"]}`, // the wrong type
		`{"type": "basic", "username": "u", "password": {"value": "CANARY"}}`,
		`{"type": "basic", "username": 1, "password": "CANARY"}`,
		`"CANARY"`,
		`["CANARY"]`,
		`{"type": "sas_token", "sasToken": "CANARY", "sastoken": "CANARY"}`,
		`{"type": "access_key", "accessKey": "CANARY" }`,
		`{"type": "unknown", "anything": "CANARY"}`,
		`{"secrets": {"password": "CANARY"}}`,
		`{"type": "basic", "username": "u", "password": "CANARY", "password": "CANARY"}`,
		`{"type": "basic", "username": "u", "password": "x\"CANARY"}`,
		`{"type": "basic", "username": "u", "password": "\u004banarie7 CANARY"}`,
	}
	for i, c := range connections {
		for j, s := range secrets {
			text := fmt.Sprintf(c, strings.ReplaceAll(s, "CANARY", canary))
			files[fmt.Sprintf("%d-%d.json", i, j)] = text
			files[fmt.Sprintf("%d-%d.yaml", i, j)] = text
			files[fmt.Sprintf("%d-%d-lines.json", i, j)] = strings.NewReplacer(", ", ",\n  ", "{", "{\n", ": ", ":\n ").Replace(text)
			files[fmt.Sprintf("%d-%d-comment.json", i, j)] = "// a comment\n" + text
			files[fmt.Sprintf("%d-%d-comma.json", i, j)] = strings.ReplaceAll(text, "}", ",}")
			files[fmt.Sprintf("%d-%d-quotes.json", i, j)] = strings.ReplaceAll(text, `"`, `'`)
			files[fmt.Sprintf("%d-%d-values.json", i, j)] = `{"values": [` + text + `]}`
		}
	}
	files["url.json"] = `{"type": "confluent_schema_registry", "name": "r r", "urls": ["https://u:` + canary + `@r.example.com", "https://` + canary + `@r.example.com"]}`
	files["properties.json"] = `{"type": "kafka", "name": "k k", "bootstrapServers": "k:1", "topicName": "t", sasl.password=` + canary + `}`
	files["query.json"] = `{"type": "confluent_schema_registry", "name": "r r", "urls": ["https://r.example.com/?a=b&api_key=` + canary + `", "https://r/?sig=` + canary + `"], "url": "https://r/?token=` + canary + `#x"}`
	files["url-type.json"] = `{"type": "confluent_schema_registry", "name": "r", "urls": "https://u:` + canary + `@r.example.com"}`
	files["servers.json"] = `{"type": "kafka", "name": "k k", "bootstrapServers": ["https://u:` + canary + `@k.example.com:9092"], "topicName": "t"}`
	files["jaas.json"] = `{"type": "kafka", "name": "k k", "bootstrapServers": "k:1", "topicName": "t", "sasl.jaas.config": "org.X required username=\"u\" password=\"` + canary + `\";"}`
	files["block.yaml"] = "type: basic\nname: r r\nurls: []\ntype: confluent_schema_registry\nsecrets:\n  type: basic\n  username: u\n  password: |\n    " + canary + "\n  extra: >-\n    " + canary + "\n"
	files["plain.yaml"] = "type: confluent_schema_registry\nname: r r\nurls: https://u:" + canary + "@h\nsecrets: {type: basic, username: u, password: " + canary + ", x: }\n"
	files["comment.jsonc"] = `{"type": "kafka", "name": "k k", "bootstrapServers": "k:1", "topicName": "t", // password: ` + canary + `
  // "saslPassword": "` + canary + `", an old one
  "secrets": {"username": "u", /* api-key = ` + canary + ` */ "type": "basic"}}`
	files["comment.json"] = files["comment.jsonc"]
	files["comment.yaml"] = "type: kafka # token: " + canary + "\nname: k k\nbootstrapServers: k\ntopicName: t\nsecrets: {usrname: u}\n#  password: '" + canary + "'\n"
	files["broken.yaml"] = "type: confluent_schema_registry\nname: r r\nurls: [https://h\nsecrets: {type: basic, username: u, password: " + canary + ", x: \n"
	files["tabs.yaml"] = "type: confluent_schema_registry\nname: r\nbootstrapServers: x\nsecrets:\n\tpassword: " + canary + "\n"
	return files
}

// TestSecretsAreNotShown lints all planted files in every format and looks for the canary in all that is printed.
func TestSecretsAreNotShown(t *testing.T) {
	dir := t.TempDir()
	for name, text := range planted() {
		write(t, dir, name, text)
	}
	write(t, dir, "clean.json", connection)
	summary := filepath.Join(t.TempDir(), "summary.md")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	for _, format := range report.Names() {
		got := polarspec(t, dir, "", "lint", "--min-severity", "info", "-f", format, "--color", "always", "--debug")
		if got.code != exitFindings {
			t.Errorf("%s: exit code %d: %s", format, got.code, got.stderr)
		}
		noCanary(t, format, got.stdout+got.stderr)
	}
	table, err := os.ReadFile(summary)
	if err != nil || bytes.Count(table, []byte("\n| ")) < 100 {
		t.Errorf("the summary of a GitHub step has too little to be searched: %v, %.1000s", err, table)
	}
	noCanary(t, "summary", string(table))
	for name, text := range planted() {
		got := polarspec(t, dir, text, "lint", "--min-severity", "info", "-", "--stdin-filename", name)
		noCanary(t, name, got.stdout+got.stderr)
	}
	got := polarspec(t, dir, "", "baseline", "write", "--min-severity", "info")
	known, err := os.ReadFile(filepath.Join(dir, baseline.FileName))
	if err != nil || got.code != exitClean || bytes.Count(known, []byte("\n")) < 100 {
		t.Errorf("the baseline has too little to be searched: %v, %.1000s", err, known)
	}
	noCanary(t, "baseline", got.stdout+got.stderr+string(known))
	for name := range planted() {
		got := polarspec(t, dir, "", "policy", "test", name)
		noCanary(t, "policy test "+name, got.stdout+got.stderr)
	}
	for _, args := range [][]string{{"init", "--print"}, {"init"}} {
		got := polarspec(t, dir, "", args...)
		noCanary(t, args[0], got.stdout+got.stderr)
	}
}

func noCanary(t *testing.T, name, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			t.Errorf("%s: %.300s", name, line)
		}
	}
}

// TestSecretsOfDamagedFiles damages files at every byte: no damage brings the secret out.
func TestSecretsOfDamagedFiles(t *testing.T) {
	text := `{"type": "confluent_schema_registry", "name": "r r", "urls": ["https://h"],
 "secrets": {"type": "basic", "username": "u", "password": "` + canary + `", "x": 1}}`
	yaml := "type: confluent_schema_registry\nname: r r\nurls: [\"https://h\"]\nsecrets:\n  type: basic\n  username: u\n  password: " + canary + "\n  x: 1\n"
	var inputs []lint.Input
	for name, text := range map[string]string{"a.json": text, "b.json": strings.ReplaceAll(text, "\n", ""), "c.yaml": yaml} {
		for i := range len(text) {
			for j, damaged := range []string{text[:i], text[:i] + text[i+1:], text[:i] + `"` + text[i:], text[:i] + "\n" + text[i:], text[:i] + "}" + text[i+1:], text[:i] + "\xff" + text[i:], text[:i] + ": " + text[i:]} {
				inputs = append(inputs, lint.Input{Path: name, Name: fmt.Sprintf("%s-%d-%d", name, i, j), Source: []byte(damaged), Claimed: true})
			}
		}
	}
	result, err := lint.New(rules.All(), nil, lint.Options{MinSeverity: lint.Info}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		for _, input := range inputs {
			yield(input)
		}
		return nil
	})
	if err != nil || len(result.Errors) > 0 {
		t.Fatal(err, result.Errors)
	}
	formats := map[string]report.Format{"summary": func(w io.Writer, result lint.Result, o report.Options) error {
		return report.StepSummary(w, result, o, 1<<30)
	}}
	for _, name := range report.Names() {
		formats[name], _ = report.ByName(name)
	}
	for name, format := range formats {
		var b bytes.Buffer
		if err := format(&b, result, report.Options{}); err != nil {
			t.Fatal(err)
		}
		noCanary(t, name, b.String())
	}
}
