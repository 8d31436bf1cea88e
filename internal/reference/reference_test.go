package reference_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/reference"
)

func TestRenew(t *testing.T) {
	const marker = "<!-- Written by go generate from here on; do not edit. -->\n"
	file := filepath.Join(t.TempDir(), "page.md")
	for _, c := range []struct{ page, want string }{
		{"# By hand\n" + marker + "\nold\n", "# By hand\n" + marker + "\nnew\n"},
		{"# By hand\r\n" + strings.TrimSuffix(marker, "\n") + "\r\nold\r\n", "# By hand\n" + marker + "\nnew\n"},
		{marker, marker + "\nnew\n"},
	} {
		if err := os.WriteFile(file, []byte(c.page), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := reference.Renew(file, "\nnew\n"); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("%q became %q, want %q", c.page, got, c.want)
		}
	}
	if err := os.WriteFile(file, []byte("# By hand\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := reference.Renew(file, "new\n"); err == nil {
		t.Error("a page without the marker was renewed")
	}
	if err := reference.Renew(filepath.Join(t.TempDir(), "absent.md"), "new\n"); err == nil {
		t.Error("an absent page was renewed")
	}
}

func TestText(t *testing.T) {
	for plain, want := range map[string]string{
		"a | b":               `a \| b`,
		"SELECT * of <b> [x]": `SELECT \* of &lt;b> \[x]`,
		"two\n  lines":        "two lines",
		"in `a_b|*<c>` stays": "in `a_b\\|*<c>` stays",
		"snake_case":          `snake\_case`,
		"an open ` and a_b":   "an open ` and a\\_b",
	} {
		if got := reference.Text(plain); got != want {
			t.Errorf("%q became %q, want %q", plain, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"a|b*": "`a\\|b*`",
		"a`|b": "<code>a`&#124;b</code>",
	} {
		if got := reference.Code(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
