package protobuf

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCompileFaults(t *testing.T) {
	tests := []struct {
		name, source string
		want         string // code line:column "text" for each fault
	}{
		{"undefined type", "syntax = \"proto3\";\nmessage A { Foo b = 1; }", `invalid 2:13 "Foo"`},
		{"two undefined types", "syntax = \"proto3\";\nmessage A { Foo b = 1; Bar c = 2; }", `invalid 2:13 "Foo"; invalid 2:24 "Bar"`},
		{"one number twice", "syntax = \"proto3\";\nmessage A { int32 a = 1; int32 b = 1; }", `invalid 2:36 "1"`},
		{"one name twice", "syntax = \"proto3\";\nmessage A { }\nmessage A { }", `invalid 3:9 "A"`},
		{"no semicolon", "syntax = \"proto3\";\nmessage A { int32 a = 1 }", `syntax 2:25 "}"`},
		{"two faults of syntax", "syntax = \"proto3\";\nmessage A { int32 a 1; }\nmessage B { int32 b = ; }", `syntax 2:21 "1"; syntax 3:23 ";"`},
		{"column in code points", "syntax = \"proto3\";\n/* äöü🎉 */ message A { Foo b = 1; }", `invalid 2:24 "Foo"`},
		{"unterminated string", "syntax = \"proto3;\nmessage A { }", `syntax 1:10 "\""`},
		{"foreign character", "syntax = \"proto3\";\né", `syntax 2:1 "é"`},
		{"number out of range", "syntax = \"proto3\";\nmessage A { int32 a = 0; }", `invalid 2:23 "0"`},
		{"enum without zero", "syntax = \"proto3\";\nenum E { A = 1; }", `invalid 2:14 "1"`},
		{"required in proto3", "syntax = \"proto3\";\nmessage A { required int32 a = 1; }", `invalid 2:13 "required"`},
		{"no label in proto2", "syntax = \"proto2\";\nmessage A { int32 a = 1; }", `invalid 2:19 "a"`},
		{"unknown option", "syntax = \"proto3\";\noption nothing = 1;", `invalid 2:8 "nothing"`},
		{"unknown syntax", "syntax = \"proto4\";", `invalid 1:10 "\"proto4\""`},
		{"edition 2024", "edition = \"2024\";\nmessage A { }", `unsupported-edition 1:11 "\"2024\""`},
		{"edition of nonsense", "edition = \"x\";", `unsupported-edition 1:11 "\"x\""`},
		{"missing import", "syntax = \"proto3\";\nimport \"a.proto\";\nimport public \"b.proto\";", `import-not-found 2:8 "\"a.proto\""; import-not-found 3:15 "\"b.proto\""`},
		{"import that cannot be read", "import \"locked.proto\";", `import-not-found 1:8 "\"locked.proto\""`},
		{"import upward", "import \"../a.proto\";", `bad-import-path 1:8 "\"../a.proto\""`},
		{"absolute import", "import \"/etc/passwd\";", `bad-import-path 1:8 "\"/etc/passwd\""`},
		{"import with backslash", `import "a\\b.proto";`, `bad-import-path 1:8 "\"a\\\\b.proto\""`},
		{"import of itself", "import \"test.proto\";", `invalid 1:8 "\"test.proto\""`},
		{"circle of imports", "import \"circle.proto\";", `invalid circle.proto:1:8 "\"test.proto\""`},
		{"fault in an import", "import \"broken.proto\";\nmessage A { optional X x = 1; }", `syntax broken.proto:1:9 "{"`},
		{"deep brackets", strings.Repeat("message A {", 300), `too-deep 1:2211 "{"`},
	}
	files := map[string]string{"broken.proto": "message {", "circle.proto": `import "test.proto";`}
	open := memory(files)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files["test.proto"] = test.source
			set, faults := Compile("test.proto", func(name string) ([]byte, error) {
				if name == "locked.proto" {
					return nil, errors.New("permission denied")
				}
				return open(name)
			})
			if set != nil {
				t.Error("a set")
			}
			var got []string
			for _, f := range faults {
				file := ""
				if f.File != "test.proto" {
					file = f.File + ":"
				}
				got = append(got, fmt.Sprintf("%s %s%d:%d %q", f.Code, file, f.Line, f.Column, files[f.File][f.Start:f.End]))
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %s (%v)", strings.Join(got, "; "), faults)
			}
		})
	}
	if _, faults := Compile("none.proto", open); len(faults) != 1 || faults[0].Code != ImportNotFound || faults[0].File != "none.proto" {
		t.Errorf("got %v", faults)
	}
}

func TestCompileManyFaults(t *testing.T) {
	_, faults := Compile("test.proto", memory(map[string]string{"test.proto": "message M { " + strings.Repeat("optional X x = 1; ", 10_000) + "}"}))
	if len(faults) == 0 || len(faults) > maxFaults {
		t.Errorf("%d faults", len(faults))
	}
}
