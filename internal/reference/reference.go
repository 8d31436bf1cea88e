// Package reference keeps the generated parts of the pages in docs/reference. Generators and tests use it; the command does not.
package reference

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// marker ends the part of a page that is written by hand.
const marker = "<!-- Written by go generate from here on; do not edit. -->\n"

// Renewed reads a page and returns it as it is and as it would be with the generated text below its marker. The text above stays.
// An error is a page that cannot be read or has no marker.
func Renewed(file, generated string) (before, after string, err error) {
	page, err := os.ReadFile(file)
	if err != nil {
		return "", "", fmt.Errorf("reading a reference page: %w", err)
	}
	before = string(bytes.ReplaceAll(page, []byte("\r\n"), []byte("\n")))
	head, _, found := strings.Cut(before, marker)
	if !found {
		return "", "", fmt.Errorf("%s has no line %s", file, strings.TrimSpace(marker))
	}
	return before, head + marker + "\n" + strings.TrimLeft(generated, "\n"), nil
}

// Renew writes the generated text into the page below its marker.
func Renew(file, generated string) error {
	before, after, err := Renewed(file, generated)
	if err != nil || before == after {
		return err
	}
	if err := os.WriteFile(file, []byte(after), 0o644); err != nil {
		return fmt.Errorf("writing a reference page: %w", err)
	}
	return nil
}

// Text makes plain text fit for the cell of a table: what looks like markup is no markup. Parts in backquotes are left alone but for bars.
func Text(plain string) string {
	parts := strings.Split(plain, "`")
	// An odd number of backquotes leaves one open, which then is no quote.
	for i := range parts {
		if i%2 == 0 || i == len(parts)-1 {
			parts[i] = strings.NewReplacer("<", "&lt;", "*", `\*`, "[", `\[`, "_", `\_`).Replace(parts[i])
		}
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(strings.Join(parts, "`")), " "), "|", `\|`)
}

// Code is text in backquotes, fit for the cell of a table.
func Code(text string) string {
	if strings.Contains(text, "`") {
		return "<code>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", "|", "&#124;", "*", "&#42;", "_", "&#95;").Replace(text) + "</code>"
	}
	return "`" + strings.ReplaceAll(text, "|", `\|`) + "`"
}
