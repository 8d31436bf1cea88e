package emit_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/internal/document"
)

// evil are texts that a shell, Python, YAML or curl could take for something else than text.
var evil = []string{
	`$(touch pwned)`, "`touch pwned`", `${HOME}`, `$HOME`, `'; touch pwned; '`, `"; touch pwned; "`, `\`, `\\`, `\$(touch pwned)`, "\\`", `\u0041`,
	"END_OF_SPEC", "\nEND_OF_SPEC\n", `"""`, `'''`, `{}`, `%s %d`, `!x`, "tab\tbell\x07nul\x00del\x7f", "\u2028\u0085\ufeff", "\u202eright to left", "😀", "\U000e0041", "ünï",
	"true", "null", "~", "1e5", "0x1f", "2024-01-01", "yes", "- a", "a: b", "#c", "&a", "*a", "!!str", "|", "", " lead", "trail ", "@file", "secret{X}", "secret_{NEXT}", "\\\n",
}

func spec(text func(string) string) document.Value {
	var items []document.Value
	var members []document.Member
	for _, e := range evil {
		items = append(items, document.StringOf(text(e)))
		members = append(members, document.Member{Key: text(e) + "k", Value: document.StringOf(e)})
	}
	return document.ObjectOf(
		document.Member{Key: "type", Value: document.StringOf("streaming")},
		document.Member{Key: "yes", Value: document.BoolOf(true)},
		document.Member{Key: "nothing", Value: document.NullValue()},
		document.Member{Key: "numbers", Value: document.ArrayOf(document.NumberOf("1"), document.NumberOf("-0.5"), document.NumberOf("12345678901234567890"), document.NumberOf("1e5"))},
		document.Member{Key: "empty", Value: document.ArrayOf(document.ArrayOf(), document.ObjectOf(), document.ArrayOf(document.ArrayOf(document.StringOf("deep"))))},
		document.Member{Key: "texts", Value: document.ArrayOf(items...)},
		document.Member{Key: "object", Value: document.ObjectOf(members...)},
	)
}

func plainSpec() document.Value { return spec(func(s string) string { return s }) }

// connection has the secrets of two variables, and a text that is none although it looks like one.
func connection() document.Value {
	return document.ObjectOf(
		document.Member{Key: "type", Value: document.StringOf("kafka")},
		document.Member{Key: "name", Value: document.StringOf("${PASSWORD}")},
		document.Member{Key: "topicName", Value: plainSpec()},
		document.Member{Key: "secrets", Value: document.ObjectOf(
			document.Member{Key: "username", Value: document.StringOf("${USER_NAME}")},
			document.Member{Key: "password", Value: document.StringOf("${PASSWORD}")},
			document.Member{Key: "note", Value: document.StringOf("${not a name}")},
		)},
	)
}

// request is what arrived at the server.
type request struct {
	Method, Path, Authorization, ContentType string
	Body                                     string
}

// server records what arrives and answers with a status and a text.
type server struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []request
}

func newServer(t *testing.T, status int, answer string) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.requests = append(s.requests, request{r.Method, r.URL.EscapedPath(), r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)})
		if status == http.StatusFound {
			w.Header().Set("Location", s.URL+"/elsewhere")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s
}

// ran is how a script ended.
type ran struct {
	code           int
	stdout, stderr string
	files          []string
}

// run runs a script in a folder of its own, with nothing in its environment but what it needs. A machine without the program cannot
// test the scripts, which is an error.
func run(t *testing.T, format string, script []byte, environment ...string) ran {
	t.Helper()
	program := map[string]string{"curl": "sh", "python": "python3"}[format]
	for _, name := range []string{program, format} {
		if name == "python" {
			continue
		}
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("%s is needed to test the scripts that polarspec writes: install it", name)
		}
	}
	dir := t.TempDir()
	name := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(name, script, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, name)
	command.Dir = dir
	command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=/nowhere", "PYTHONIOENCODING=utf-8"}, environment...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	result := ran{}
	if err := command.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatal(err)
		}
		result.code = exit.ExitCode()
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		result.files = append(result.files, entry.Name())
	}
	result.stdout, result.stderr = stdout.String(), stderr.String()
	return result
}

func script(t *testing.T, format string, spec document.Value, to emit.Endpoint) []byte {
	t.Helper()
	write, ok := emit.ByName(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	return write(spec, to)
}

// TestScripts runs the scripts against a server that records what arrives.
func TestScripts(t *testing.T) {
	const password, user = `p"a\s$(touch pwned)'` + "`x`%😀", "user name"
	for _, format := range []string{"curl", "python"} {
		for _, c := range []struct {
			name string
			spec document.Value
			to   emit.Endpoint
			want document.Value
		}{
			{"job", plainSpec(), emit.Jobs, plainSpec()},
			{"connection", connection(), emit.Connections, withSecrets(user, password)},
		} {
			t.Run(format+" "+c.name, func(t *testing.T) {
				s := newServer(t, http.StatusCreated, `{"id": "1"}`)
				got := run(t, format, script(t, format, c.spec, c.to),
					"POLARIS_URL="+s.URL, "POLARIS_PROJECT_ID=3f2a-77", `POLARIS_API_KEY=pok_"\key`, "USER_NAME="+user, "PASSWORD="+password)
				if got.code != 0 || strings.TrimSpace(got.stdout) != `{"id": "1"}` || got.stderr != "" || got.files != nil {
					t.Fatalf("%+v", got)
				}
				if len(s.requests) != 1 {
					t.Fatalf("%d requests", len(s.requests))
				}
				r := s.requests[0]
				body := document.Parse([]byte(r.Body), document.JSON)
				if len(body.Faults) > 0 {
					t.Fatalf("%v in %s", body.Faults, r.Body)
				}
				if diff := cmp.Diff(string(document.Encode(numbers(c.want))), string(document.Encode(numbers(body.Root().Value())))); diff != "" {
					t.Errorf("the body, want -, got +:\n%s", diff)
				}
				r.Body = ""
				want := request{"POST", "/v1/projects/3f2a-77/" + string(c.to), `Basic pok_"\key`, "application/json", ""}
				if diff := cmp.Diff(want, r); diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
			})
		}
	}
}

// withSecrets is the connection as it must arrive.
func withSecrets(user, password string) document.Value {
	members := append([]document.Member{}, connection().Members()...)
	members[3].Value = document.ObjectOf(
		document.Member{Key: "username", Value: document.StringOf(user)},
		document.Member{Key: "password", Value: document.StringOf(password)},
		document.Member{Key: "note", Value: document.StringOf("${not a name}")},
	)
	return document.ObjectOf(members...)
}

// numbers writes the one number whose text Python changes in one way.
func numbers(v document.Value) document.Value {
	text := strings.ReplaceAll(string(document.Encode(v)), "    1e5\n", "    100000.0\n")
	return document.Parse([]byte(text), document.JSON).Root().Value()
}

// TestScriptsFail: what the server refuses, and what is missing, fails the script.
func TestScriptsFail(t *testing.T) {
	for _, format := range []string{"curl", "python"} {
		t.Run(format+" refused", func(t *testing.T) {
			s := newServer(t, http.StatusBadRequest, "the table does not exist")
			got := run(t, format, script(t, format, plainSpec(), emit.Jobs), "POLARIS_URL="+s.URL+"/", "POLARIS_PROJECT_ID=p", "POLARIS_API_KEY=k")
			if got.code == 0 || !strings.Contains(got.stdout+got.stderr, "the table does not exist") || !strings.Contains(got.stderr, "400") {
				t.Errorf("%+v", got)
			}
		})
		t.Run(format+" redirected", func(t *testing.T) {
			s := newServer(t, http.StatusFound, "moved")
			got := run(t, format, script(t, format, plainSpec(), emit.Jobs), "POLARIS_URL="+s.URL, "POLARIS_PROJECT_ID=p", "POLARIS_API_KEY=k")
			if got.code == 0 || len(s.requests) != 1 {
				t.Errorf("%d requests, %+v", len(s.requests), got)
			}
		})
		t.Run(format+" unset", func(t *testing.T) {
			s := newServer(t, http.StatusCreated, "")
			all := []string{"POLARIS_URL=" + s.URL, "POLARIS_PROJECT_ID=p", "POLARIS_API_KEY=k", "USER_NAME=u", "PASSWORD=p"}
			for i, unset := range all {
				name, _, _ := strings.Cut(unset, "=")
				got := run(t, format, script(t, format, connection(), emit.Connections), append(append([]string{}, all[:i]...), all[i+1:]...)...)
				if got.code == 0 || !strings.Contains(got.stderr, name) {
					t.Errorf("without %s: %+v", name, got)
				}
			}
			if len(s.requests) != 0 {
				t.Errorf("%d requests", len(s.requests))
			}
		})
	}
	t.Run("curl, a line break in a secret", func(t *testing.T) {
		s := newServer(t, http.StatusCreated, "")
		got := run(t, "curl", script(t, "curl", plainSpec(), emit.Jobs), "POLARIS_URL="+s.URL, "POLARIS_PROJECT_ID=p", "POLARIS_API_KEY=k\nurl = http://example.invalid")
		if got.code == 0 || len(s.requests) != 0 {
			t.Errorf("%d requests, %+v", len(s.requests), got)
		}
	})
}

// TestYAML: JSON, YAML and JSON again is the same spec.
func TestYAML(t *testing.T) {
	for _, v := range []document.Value{plainSpec(), connection(), document.ObjectOf(), document.ArrayOf(), document.ArrayOf(document.ObjectOf(document.Member{Key: "a", Value: document.ArrayOf(document.NumberOf("1"))}))} {
		text := emit.YAML(v, emit.Jobs)
		file := document.Parse(text, document.YAML)
		if len(file.Faults) > 0 {
			t.Fatalf("%v in\n%s", file.Faults, text)
		}
		want := strings.ReplaceAll(string(document.Encode(v)), "    1e5\n", "    1.0e+5\n")
		if diff := cmp.Diff(want, string(document.Encode(file.Root().Value()))); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range emit.Names() {
		if _, ok := emit.ByName(name); !ok {
			t.Errorf("there is no format %s", name)
		}
	}
	if _, ok := emit.ByName("xml"); ok {
		t.Error("there is a format xml")
	}
}

// FuzzYAML: any text comes back from YAML as it went in.
func FuzzYAML(f *testing.F) {
	for _, text := range evil {
		f.Add(text)
		f.Add(strings.Repeat(text, 300))
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := document.ObjectOf(document.Member{Key: text, Value: document.ArrayOf(document.StringOf(text), document.ObjectOf(document.Member{Key: "k", Value: document.StringOf(text)}))})
		want := string(document.Encode(v))
		yaml := emit.YAML(v, emit.Jobs)
		file := document.Parse(yaml, document.YAML)
		if len(file.Faults) > 0 {
			t.Fatalf("%v in %q", file.Faults, yaml)
		}
		if got := string(document.Encode(file.Root().Value())); got != want {
			t.Errorf("%q became %q by way of %q", want, got, yaml)
		}
	})
}
