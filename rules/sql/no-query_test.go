package sql

import (
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
)

// TestPlaces underlines the first word of the wrong statement, whatever stands before it and however the text is written.
func TestPlaces(t *testing.T) {
	query := "/* \"a\" \t é 𝄞 \u2028 */\r\n-- 'b'; \\\nselect \"c;\"\n"
	encoded := string(document.EncodeCompact(document.StringOf(query)))
	escaped := strings.NewReplacer("é", `\u00e9`, "\u2028", `\u2028`, "𝄞", `\ud834\udd1e`, "/", `\/`).Replace(encoded)
	block := "type: sql\ncreateTableIfNotExists: true\nquery: |\n  -- \"a\" é 𝄞;\n\n    /* b */\n  select \"c\"\n"
	for name, text := range map[string]string{
		"a.json":       `{"type": "sql", "createTableIfNotExists": true, "query": ` + encoded + `}`,
		"escaped.json": `{"type": "sql", "createTableIfNotExists": true, "query": ` + escaped + `}`,
		// The YAML library knows neither pairs of surrogates nor an escaped slash.
		"flow.yaml":   `{type: sql, createTableIfNotExists: true, query: ` + strings.NewReplacer(`\ud834\udd1e`, `\U0001d11e`, `\/`, "/").Replace(escaped) + `}`,
		"block.yaml":  block,
		"crlf.yaml":   strings.ReplaceAll(block, "\n", "\r\n"),
		"keep.yaml":   strings.Replace(block, "|", "|2+ # the statement", 1),
		"folded.yaml": strings.Replace(block, "-- \"a\" é 𝄞;\n", "/* \"a\" é 𝄞; */\n", 1),
		"plain.yaml":  "type: sql\ncreateTableIfNotExists: true\nquery: /* it''s */\n  select 1\n",
		"single.yaml": "type: sql\ncreateTableIfNotExists: true\nquery: '/* it''s */\n\n  select 1'\n",
		"list.json":   `{"values": [{"type": "sql", "createTableIfNotExists": true, "query": ` + encoded + `}]}`,
	} {
		if name == "folded.yaml" {
			text = strings.Replace(text, "|", ">-", 1)
		}
		workspace := &ruletest.Workspace{Files: []ruletest.File{{Name: name, Text: []byte(text)}}}
		result, err := workspace.Lint([]*lint.Rule{noQuery()})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Findings) != 1 {
			t.Errorf("%s: %d findings: %v", name, len(result.Findings), result.Findings)
			continue
		}
		if got := workspace.Text(result.Findings[0]); got != "select" {
			t.Errorf("%s: %q is underlined", name, got)
		}
	}
}
