package protobuf

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"
)

// memory is an opener of files in memory.
func memory(files map[string]string) Opener {
	return func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fmt.Errorf("open %s: %w", name, fs.ErrNotExist)
	}
}

func mustCompile(tb testing.TB, source string) *Set {
	tb.Helper()
	set, faults := Compile("test.proto", memory(map[string]string{"test.proto": source}))
	if len(faults) > 0 {
		tb.Fatal(faults)
	}
	return set
}

// The sets beside the sources were written by protoc --include_imports --descriptor_set_out: 3.21.12, and 35.1 for editions.
func TestCompileIsProtoc(t *testing.T) {
	sources, _ := filepath.Glob("testdata/compile/*.proto")
	if len(sources) < 20 {
		t.Fatalf("only %d sources", len(sources))
	}
	for _, source := range sources {
		name := filepath.Base(source)
		t.Run(name, func(t *testing.T) {
			set, faults := Compile(name, Search(os.ReadFile, "testdata/compile"))
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			want, err := os.ReadFile(strings.TrimSuffix(source, ".proto") + ".desc")
			if err != nil {
				t.Fatal(err)
			}
			protoc, fault := DecodeBytes(want)
			if fault != nil {
				t.Fatal(fault)
			}
			if set.files[0].Name == "google/protobuf/descriptor.proto" { // grows with every release; left out of the stored set
				set.proto.File = set.proto.File[1:]
			}
			if bytes.Equal(set.Bytes(), want) {
				return
			}
			t.Errorf("not what protoc writes: %s", cmp.Diff(protoc.proto, set.proto, protocmp.Transform()))
		})
	}
}

func TestCompileSeed(t *testing.T) {
	set, faults := Compile("kttm.proto", Search(os.ReadFile, "../../testdata/seed"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	spec, err := os.ReadFile("../../testdata/seed/requests/inline-protobuf.json")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(spec), `"`+set.Encode()+`"`) {
		t.Errorf("the descriptor of the seed is not %s", set.Encode())
	}
}

func TestSearch(t *testing.T) {
	open := Search(memory(map[string]string{"b/x.proto": "b", "c/x.proto": "c"}), "a", "b", "c")
	if data, err := open("x.proto"); err != nil || string(data) != "b" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := open("y.proto"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
