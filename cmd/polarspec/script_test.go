package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

const seed = "../../testdata/seed"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"polarspec": main})
}

// TestScript runs testdata/script/*.txtar: input, command, expected output and exit code on one screen. Each finds the seed
// in $WORK/seed. Beside the commands of testscript there are
//
//	exits CODE COMMAND...      run a command that ends with this exit code
//	validates SCHEMA DOCUMENT  check a JSON file, or stdout, against a JSON Schema
//	hex FILE DIGITS...         write a file with these bytes; no digits make an empty one
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			return os.CopyFS(filepath.Join(env.WorkDir, "seed"), os.DirFS(seed))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "validates": validates, "hex": writeHex},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func validates(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: validates SCHEMA DOCUMENT")
	}
	schema, err := jsonschema.CompileString(args[0], ts.ReadFile(args[0]))
	ts.Check(err)
	decoder := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[1]))))
	decoder.UseNumber()
	var value any
	ts.Check(decoder.Decode(&value))
	ts.Check(schema.Validate(value))
}

func writeHex(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: hex FILE DIGITS...")
	}
	data, err := hex.DecodeString(strings.Join(args[1:], ""))
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, data, 0o600))
}
