package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/document"
)

// TestManifestHasAllChoices holds the flags of gen job and gen connection and the keys of the manifest together.
func TestManifestHasAllChoices(t *testing.T) {
	spec := manifest.Type().Field("specs").Type.Item
	for _, c := range []struct {
		made    string
		command *cobra.Command
		// arguments are keys for what is no flag.
		arguments []string
	}{
		{"job", newGenJob(&streams{}), nil},
		{"connection", newGenConnection(&streams{}), []string{"type"}},
	} {
		keys := slices.Collect(spec.Field(c.made).Type.Names())
		keys = slices.DeleteFunc(keys, func(key string) bool { return slices.Contains(c.arguments, key) })
		c.command.Flags().VisitAll(func(f *pflag.Flag) {
			switch f.Name {
			case "force", "format": // what the manifest lists may be overwritten, and the format is that of all entries
				return
			case "emit", "output", "set":
				if spec.Field(manifestKey(f.Name)) == nil {
					t.Errorf("--%s of gen %s has no key beside %q", f.Name, c.made, c.made)
				}
				return
			}
			at := slices.Index(keys, manifest.Key(f.Name))
			if at < 0 {
				t.Errorf("--%s of gen %s has no key in gen/manifest/manifest.cue", f.Name, c.made)
				return
			}
			keys = slices.Delete(keys, at, at+1)
		})
		if len(keys) > 0 {
			t.Errorf("no flags of gen %s are for the keys %v", c.made, keys)
		}
	}
	connection := spec.Field("connection").Type
	if d := cmp.Diff(gen.ConnectionTypes(), connection.Field("type").Type.Values); d != "" {
		t.Error(d)
	}
	secrets := slices.Sorted(slices.Values(connection.Field("secrets").Type.Values))
	if d := cmp.Diff(gen.SecretTypes(), secrets); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(emit.Names(), spec.Field("emit").Type.Values); d != "" {
		t.Error(d)
	}
}

// TestInKeys shows how messages about flags read in the manifest.
func TestInKeys(t *testing.T) {
	for _, c := range []struct{ message, key, want string }{
		{"nothing", "", "nothing"},
		{"--table is missing: the table that the job writes to", "table", `"table" is missing: the table that the job writes to`},
		{`--type: a.avsc has no field "x"`, "types", `"types": a.avsc has no field "x"`},
		{"--type a=b: a data type is one of", "types", `"types" a=b: a data type is one of`},
		{"Say which one it is:\n  --time ts:ms  MILLIS_TO_TIMESTAMP(\"ts\")\n  --time ts:s  x", "time", "Say which one it is:\n  time: ts:ms  MILLIS_TO_TIMESTAMP(\"ts\")\n  time: ts:s  x"},
		{"take --provider inline if so, or --accept-unreadable", "provider", `take provider: inline if so, or "accept-unreadable"`},
		{"by --provider registry:CONNECTION", "provider", "by provider: registry:CONNECTION"},
		{"by --secret password=VARIABLE", "secret", "by secret: {password: VARIABLE}"},
		{"add them with --set", "overrides", `add them with "overrides"`},
		{"make it with --include_imports", "", "make it with --include_imports"},
	} {
		if key, got := inKeys(c.message); key != c.key || got != c.want {
			t.Errorf("%q is about %q: %q, want %q: %q", c.message, key, got, c.key, c.want)
		}
	}
}

// A run that accepts fields which lint will report says what to add to the settings, and adds nothing.
func TestManifestAcceptance(t *testing.T) {
	dir := t.TempDir()
	settings := write(t, dir, ".polarspec.yaml", "version: 1\nroot: true\n")
	r := &manifestRun{streams: &streams{dir: dir}, manifest: &manifest.Manifest{Dir: dir}}
	o := &genFile{draft: draft{path: filepath.Join(dir, "jobs", "a.json"), result: gen.Result{Unreadable: []string{"payload"}}}}
	want := []gen.Note{{Message: `lint will report the fields that Druid cannot read: add to "ignore" in .polarspec.yaml: - {file: "jobs/a.json", rules: [protobuf/unreadable-field], reason: "gen job --accept-unreadable: never set are payload"}`}}
	if d := cmp.Diff(want, r.notes(o)); d != "" {
		t.Error(d)
	}
	o.suppressed = true
	if notes := r.notes(o); len(notes) > 0 {
		t.Errorf("the settings say it already, and still %v", notes)
	}
	if text, err := os.ReadFile(settings); err != nil || string(text) != "version: 1\nroot: true\n" {
		t.Errorf("the settings are %q, %v", text, err)
	}
}

// gen job writes an entry into the settings where lint reports the fields, once, and none where it does not or where the file is a script.
func TestAcceptance(t *testing.T) {
	dir := t.TempDir()
	settings := filepath.Join(dir, ".polarspec.yaml")
	var out, errs bytes.Buffer
	s := &streams{dir: dir, out: &out, err: &errs}
	d := &draft{result: gen.Result{Unreadable: []string{"payload"}}, suppressed: true}
	f := &genJobFlags{outputFlags: outputFlags{file: "jobs/a.json", emit: "json"}}
	script := &genJobFlags{outputFlags: outputFlags{file: "a.sh", emit: "curl"}}
	if err := f.suppress(s, d); err != nil || isFile(settings) {
		t.Errorf("an entry that suppresses nothing was written: %v", err)
	}
	d.suppressed = false
	if err := script.suppress(s, d); err != nil || isFile(settings) {
		t.Errorf("an entry about a script was written: %v", err)
	}
	for range 2 {
		if err := f.suppress(s, d); err != nil {
			t.Fatal(err)
		}
	}
	want := "version: 1\n\nignore:\n  - file: jobs/a.json\n    rules: [protobuf/unreadable-field]\n    reason: \"gen job --accept-unreadable: never set are payload\"\n"
	if text, err := os.ReadFile(settings); err != nil || string(text) != want || errs.String() != "polarspec: note: .polarspec.yaml:4: protobuf/unreadable-field is ignored in jobs/a.json\n" {
		t.Errorf("%s\n%s, %v", text, errs.String(), err)
	}
}

// A data schema is read once, however many jobs are made of it.
func TestManifestReadsOnce(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "a.avsc", `{"type": "record", "name": "A", "fields": [{"name": "timestamp", "type": "string"}]}`)
	m := &maker{streams: &streams{dir: dir}, settings: dir}
	job := &manifest.Job{From: "a.avsc", Options: gen.Options{Table: "a", Connection: "c"}}
	first, err := m.job(job)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	again, err := m.job(job)
	if err != nil || !again.Spec.Equal(first.Spec) {
		t.Errorf("%v\n%s", err, document.Encode(again.Spec))
	}
	if _, err := m.job(&manifest.Job{From: "a.avsc", Message: "M", Options: job.Options}); err == nil {
		t.Error("a job of another message took the schema that was read for this one")
	}
}

// A file that cannot be put in its place is named with what was written before it, and no temporary file is left.
func TestManifestRename(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "b.json/in the way", "")
	var out, errs bytes.Buffer
	r := &manifestRun{streams: &streams{dir: dir, out: &out, err: &errs}, flags: manifestFlags{format: "text"}}
	for _, name := range []string{"a.json", "b.json", "c.json"} {
		path := filepath.Join(dir, name)
		r.outputs = append(r.outputs, &genFile{draft: draft{text: []byte("{}\n"), path: path}, file: name, real: path})
	}
	err := r.write()
	if err == nil || exitCode(err, io.Discard) != exitFailure || !strings.Contains(err.Error(), "writing b.json: ") || !strings.HasSuffix(err.Error(), "; 1 file before it was written") {
		t.Errorf("%v", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".polarspec-*"))
	if d := cmp.Diff([]string{filepath.Join(dir, "a.json"), filepath.Join(dir, "b.json")}, append(left, hidden...)); d != "" {
		t.Error(d)
	}
}

// A patch of a script makes the very script, which speaks of secrets and has none; what somebody wrote into it stays hidden.
func TestManifestPatchOfScript(t *testing.T) {
	spec := document.Parse([]byte(`{"type": "streaming", "target": {"type": "table", "tableName": "a"}}`), document.JSON).Root().Value()
	format, _ := emit.ByName("curl")
	o := &genFile{draft: draft{emit: "curl", text: format(spec, emit.Jobs), result: gen.Result{Spec: spec}}, file: "a.sh"}
	var added []byte
	for line := range bytes.Lines(o.patch("a.sh")) {
		if text, ok := bytes.CutPrefix(line, []byte("+")); ok && !bytes.HasPrefix(line, []byte("+++")) {
			added = append(added, text...)
		}
	}
	if d := cmp.Diff(string(o.text), string(added)); d != "" {
		t.Error(d)
	}
	o.exists, o.before = true, []byte("POLARIS_API_KEY=hunter2\n"+strings.Replace(string(o.text), `"tableName": "a"`, `"tableName": "b"`, 1))
	patch := string(o.patch("a.sh"))
	for _, line := range []string{"-POLARIS_API_KEY=*******\n", "-    \"tableName\": \"b\"\n", "+    \"tableName\": \"a\"\n", " secret_POLARIS_API_KEY=$(quoted \"$POLARIS_API_KEY\")\n"} {
		if !strings.Contains(patch, line) && !strings.HasPrefix(line, " secret") {
			t.Errorf("the patch has no line %q:\n%s", line, patch)
		}
	}
	if strings.Contains(patch, "hunter2") || strings.Count(patch, "\n+") != 2 { // the second is the line +++
		t.Errorf("%s", patch)
	}
}

// Line ends that git changed make a file stale, and it is said why; a backslash in a path is refused.
func TestManifestLineEnds(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	entry := "version: 1\nspecs:\n  - output: 'a%sb.json'\n    connection: {type: push_streaming, name: a}\n"
	write(t, dir, manifest.FileName, fmt.Sprintf(entry, "/"))
	write(t, dir, "a/b.json", "{\r\n  \"type\": \"push_streaming\",\r\n  \"name\": \"a\"\r\n}\r\n")
	var out, errs bytes.Buffer
	code := Main([]string{"gen", "--check"}, strings.NewReader(""), &out, &errs)
	want := "polarspec: only the line ends differ in a/b.json: if git changed them, give the files of the manifest the attribute eol=lf in .gitattributes\n" +
		"polarspec: 1 of 1 generated file is stale: run polarspec gen\n"
	if code != exitFindings || errs.String() != want {
		t.Errorf("exit code %d\n%s", code, errs.String())
	}
	write(t, dir, manifest.FileName, fmt.Sprintf(entry, `\`))
	errs.Reset()
	code = Main([]string{"gen", "--check"}, strings.NewReader(""), &out, &errs)
	want = `polarspec: polarspec.gen.yaml:3:13: "a\\b.json" has a backslash, which is a part of the name on one system and leads to a folder on another: write / between folders` + "\n"
	if code != exitUsage || errs.String() != want {
		t.Errorf("exit code %d\n%s", code, errs.String())
	}
}

// BenchmarkManifest looks whether a thousand jobs of one data schema are fresh.
func BenchmarkManifest(b *testing.B) {
	schema, err := os.ReadFile(filepath.Join(seed, "kttm.avsc"))
	dir := b.TempDir()
	b.Chdir(dir)
	var text strings.Builder
	text.WriteString("version: 1\nspecs:\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "  - output: jobs/%d.json\n    job: {from: a.avsc, table: t%d, connection: c}\n    overrides: {lateMessageRejectionPeriod: P%dD}\n", i, i, i+1)
	}
	if err == nil {
		err = os.WriteFile("a.avsc", schema, 0o600)
	}
	if err == nil {
		err = os.WriteFile(manifest.FileName, []byte(text.String()), 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	if code := Main([]string{"gen"}, strings.NewReader(""), io.Discard, io.Discard); code != exitClean {
		b.Fatalf("exit code %d", code)
	}
	b.ReportAllocs()
	for b.Loop() {
		if code := Main([]string{"gen", "--check"}, strings.NewReader(""), io.Discard, io.Discard); code != exitClean {
			b.Fatalf("exit code %d", code)
		}
	}
}

// A byte more or less is another file.
func TestManifestStale(t *testing.T) {
	for _, c := range []struct {
		name, before string
		exists, want bool
	}{
		{"the same", "{}\n", true, false},
		{"missing", "", false, true},
		{"empty", "", true, true},
		{"no line break at the end", "{}", true, true},
		{"one more", "{}\n\n", true, true},
		{"other line ends", "{}\r\n", true, true},
		{"a byte order mark", "\ufeff{}\n", true, true},
	} {
		o := &genFile{draft: draft{text: []byte("{}\n")}, exists: c.exists, before: []byte(c.before)}
		if got := o.stale(); got != c.want {
			t.Errorf("%s: stale is %v", c.name, got)
		}
	}
}
