package druidsql

import "strings"

// QuoteIdentifier returns a name as a quoted identifier: double quotes inside are doubled.
func QuoteIdentifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// QuoteString returns a text as a string literal: single quotes inside are doubled.
func QuoteString(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
