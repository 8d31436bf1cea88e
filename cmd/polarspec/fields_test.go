package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// container is an Avro container file without records.
func container(schema string) []byte {
	text := func(s string) []byte { return append(binary.AppendVarint(nil, int64(len(s))), s...) }
	return bytes.Join([][]byte{
		[]byte("Obj\x01"), binary.AppendVarint(nil, 1), text("avro.schema"), text(schema), binary.AppendVarint(nil, 0), []byte("sixteen bytes of"),
	}, nil)
}

func TestFieldsOfContainer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "events.ocf")
	run := func(schema string) (string, string, int) {
		if err := os.WriteFile(path, container(schema), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		code := Main([]string{"fields", path}, strings.NewReader(""), &stdout, &stderr)
		return stdout.String(), stderr.String(), code
	}
	want := "Avro record Event\n\nFIELD  TYPE     ARRIVES AS     DATA TYPE  REMARKS\npaid   boolean  true or false  string     the texts 'true' and 'false'\n"
	stdout, stderr, code := run(`{"type": "record", "name": "Event", "fields": [{"name": "paid", "type": "boolean"}]}`)
	if diff := cmp.Diff(want, stdout); diff != "" || stderr != "" || code != exitClean {
		t.Errorf("exit code %d, %q\n%s", code, stderr, diff)
	}
	if stdout, stderr, code := run(`"string"`); code != exitFailure || stdout != "" || !strings.Contains(stderr, "not a record") {
		t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
	}
}
