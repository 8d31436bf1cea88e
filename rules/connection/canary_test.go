package connection_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/rules"
)

// canary is the secret that must not come out anywhere.
const canary = "Kanari3nvogel-7f3a"

// TestSecretsAreNotShown lints connections with a secret in each place that a rule looks at: neither messages nor excerpts nor fixes
// have it.
func TestSecretsAreNotShown(t *testing.T) {
	texts := map[string]string{
		"password":       `{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example"], "secrets": {"type": "basic", "username": "u", "password": "CANARY"}}`,
		"escaped":        `{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example"], "secrets": {"type": "basic", "username": "u", "password": "ESCAPED"}}`,
		"dollar":         `{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example"], "secrets": {"type": "basic", "username": "u", "password": "$CANARY!"}}`,
		"deprecated":     `{"type": "confluent", "name": "c", "bootstrapServers": "b1", "topicName": "t", "secrets": {"type": "confluent", "username": "u", "password": "CANARY"}}`,
		"access key":     `{"type": "azure", "name": "a", "storageAccount": "s", "secrets": {"type": "access_key", "accessKeySecret": "CANARY"}}`,
		"token":          `{"type": "azure", "name": "a", "storageAccount": "s", "secrets": {"type": "sas_token", "sasToken": "?sig=CANARY"}}`,
		"wrong place":    `{"type": "azure", "name": "a", "storageAccount": "s", "sasToken": "CANARY"}`,
		"own field":      `{"type": "s3", "name": "s", "secrets": {"type": "x", "awsSecretAccessKey": "CANARY", "nested": {"api_token": ["CANARY"]}}}`,
		"URL":            `{"type": "confluent_schema_registry", "name": "r", "urls": ["http://u:CANARY@r.example:9092"]}`,
		"URL as secret":  `{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example"], "secrets": {"type": "basic", "username": "u", "password": "https://u:CANARY@r.example"}}`,
		"server":         `{"type": "kafka", "name": "k", "bootstrapServers": "SASL_SSL://u:CANARY@psrc-xxxxx.example:9092", "topicName": "t"}`,
		"another server": `{"type": "kafka", "name": "k", "bootstrapServers": "SASL_SSL://u:CANARY@b1.example/x", "topicName": "t"}`,
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			text = strings.NewReplacer("CANARY", canary, "ESCAPED", `\u004b`+canary[1:]).Replace(text)
			workspace := &ruletest.Workspace{Files: []ruletest.File{{Name: "connection.json", Text: []byte(text)}}}
			result, err := workspace.Lint(rules.All())
			if err != nil || len(result.Findings) == 0 {
				t.Fatal(result.Findings, err)
			}
			for _, f := range result.Findings {
				if shown := fmt.Sprintf("%+v", f); strings.Contains(shown, canary[1:]) {
					t.Errorf("it is shown: %s", shown)
				}
			}
		})
	}
}
