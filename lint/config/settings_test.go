package config_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint/config"
)

// settings parses layers, the outermost first; each lies in the folder that its entry names.
func settings(t *testing.T, layers ...[2]string) *config.Settings {
	t.Helper()
	s := &config.Settings{}
	for _, l := range layers {
		layer, problems := config.Parse(filepath.Join(filepath.FromSlash(l[0]), config.FileName), []byte(l[1]))
		for _, p := range problems {
			t.Fatalf("%s: %s", l[0], p.Message)
		}
		s.Layers = append(s.Layers, layer)
	}
	return s
}

func flag(rule string, severity config.Severity) config.RuleSeverity {
	return config.RuleSeverity{Rule: rule, Severity: severity}
}

func TestSeverity(t *testing.T) {
	outer := [2]string{"/p", `
version: 1
rules:
  job/*: info
  job/a: error
  sql/*: warning
overrides:
  - files: [legacy/**]
    rules: {sql/*: "off", mapping/a: info}
  - files: [legacy/old/**]
    rules: {mapping/*: error}
  - files: [in/legacy/**]
    rules: {job/b: error, shape/a: error}
`}
	inner := [2]string{"/p/in", `
version: 1
rules:
  job/*: warning
  shape/a: info
overrides:
  - files: [legacy/**]
    rules: {shape/a: warning}
`}
	tests := []struct {
		why, rule, file string
		flags           []config.RuleSeverity
		want            string
	}{
		{"nothing is said", "provider/a", "/p/a.json", nil, ""},
		{"an outer file alone", "sql/a", "/p/a.json", nil, "warning"},
		{"a rule over its category, which stands first", "job/a", "/q/a.json", nil, "warning"},
		{"an inner file over an outer one, a category there over the rule here", "job/a", "/p/in/a.json", nil, "warning"},
		{"settings hold for all files of a run, not only for those below them", "shape/a", "/p/a.json", nil, "info"},
		{"an override over rules", "sql/a", "/p/legacy/a.json", nil, "off"},
		{"an override does not hold elsewhere", "sql/a", "/p/other/legacy/a.json", nil, "warning"},
		{"an override of an outer file over rules of an inner one", "job/b", "/p/in/legacy/a.json", nil, "error"},
		{"an override of an inner file over one of an outer", "shape/a", "/p/in/legacy/a.json", nil, "warning"},
		{"a later override over an earlier one, although it names a category only", "mapping/a", "/p/legacy/old/a.json", nil, "error"},
		{"the earlier override where the later does not hold", "mapping/a", "/p/legacy/a.json", nil, "info"},
		{"a flag over all", "sql/a", "/p/legacy/a.json", []config.RuleSeverity{flag("sql/a", config.Info)}, "info"},
		{"a flag for a category over all", "shape/a", "/p/in/legacy/a.json", []config.RuleSeverity{flag("shape/*", config.Off)}, "off"},
		{"a flag for a rule over a later one for its category", "sql/a", "/p/a.json", []config.RuleSeverity{flag("sql/a", config.Error), flag("sql/*", config.Off)}, "error"},
		{"the later of two flags", "sql/a", "/p/a.json", []config.RuleSeverity{flag("sql/a", config.Error), flag("sql/a", config.Info)}, "info"},
		{"a category is no prefix", "jobs/a", "/p/a.json", nil, ""},
	}
	for _, test := range tests {
		s := settings(t, outer, inner)
		s.Flags = test.flags
		got := ""
		if severity, ok := s.Severity(test.rule, filepath.FromSlash(test.file)); ok {
			got = severity.String()
		}
		if got != test.want {
			t.Errorf("%s: %s in %s is %q, want %q", test.why, test.rule, test.file, got, test.want)
		}
	}
}

func TestSeverityOfOneFile(t *testing.T) {
	s := settings(t, [2]string{"/p", "version: 1\nrules: {job/a: error, job/*: info}"})
	if severity, _ := s.Severity("job/a", "/p/a.json"); severity != config.Error {
		t.Errorf("a later category wins over a rule: %v", severity)
	}
	if severity, _ := s.Severity("job/b", "/p/a.json"); severity != config.Info {
		t.Errorf("the category has no effect: %v", severity)
	}
}

func TestFilePatterns(t *testing.T) {
	s := settings(t,
		[2]string{"/p", "version: 1\nfiles: [jobs/**, '*.spec.yaml', './top.json']\nexclude: [vendor, 'build/', 'jobs/*/tmp', '**/*.bak.json']"},
		[2]string{"/p/team", "version: 1\nfiles: [specs]\nexclude: [specs/old/**]"})
	tests := []struct {
		file               string
		claimed, forgotten bool
	}{
		{"/p/jobs/a.json", true, false},
		{"/p/jobs/deep/er/a.json", true, false},
		{"/p/jobs", true, false}, // ** may stand for nothing, so that the folder itself matches
		{"/p/a.spec.yaml", true, false},
		{"/p/sub/a.spec.yaml", false, false},
		{"/p/top.json", true, false},
		{"/p/vendor", false, true},
		{"/p/vendor/x/jobs.json", false, true},
		{"/p/vendored/x.json", false, false},
		{"/p/build/x.json", false, true},
		{"/p/jobs/x/tmp/a.json", true, true},
		{"/p/jobs/x/y/tmp/a.json", true, false},
		{"/p/jobs/a.bak.json", true, true},
		{"/p/a.bak.json/inside.json", false, true},
		{"/p/team/specs/a.json", true, false},
		{"/p/team/specs/old/a.json", true, true},
		{"/p/specs/a.json", false, false}, // the pattern is relative to the folder of its own file
		{"/p", false, false},
		{"/elsewhere/jobs/a.json", false, false},
		{"/pp/jobs/a.json", false, false},
	}
	for _, test := range tests {
		file := filepath.FromSlash(test.file)
		if got := s.Claims(file); got != test.claimed {
			t.Errorf("Claims(%s) = %v", test.file, got)
		}
		if got := s.Excludes(file); got != test.forgotten {
			t.Errorf("Excludes(%s) = %v", test.file, got)
		}
	}
}

func TestEnvironment(t *testing.T) {
	s := settings(t,
		[2]string{"/p", "version: 1\nenvironments: {prod: [prod/**, 'live.json'], all: ['**']}"},
		[2]string{"/p/prod/team", "version: 1\nenvironments: {canary: [canary/**]}"})
	if !s.DeclaresEnvironments() {
		t.Error("environments are declared")
	}
	for file, want := range map[string]string{
		"/p/prod/a.json":             "prod", // the first match in one file
		"/p/live.json":               "prod",
		"/p/dev/a.json":              "all",
		"/p/prod/team/canary/a.json": "canary", // the inner file before the outer one
		"/p/prod/team/a.json":        "prod",
		"/elsewhere/a.json":          "",
	} {
		if got := s.Environment(filepath.FromSlash(file)); got != want {
			t.Errorf("Environment(%s) = %q, want %q", file, got, want)
		}
	}
	if (&config.Settings{}).DeclaresEnvironments() || settings(t, [2]string{"/p", "version: 1\nenvironments: {}"}).DeclaresEnvironments() {
		t.Error("no environments are declared")
	}
}

func TestSettingsOfSeveralFiles(t *testing.T) {
	none := &config.Settings{}
	if none.Any() || none.Root() != "" || none.SelectsFiles() || none.CompleteConnections() {
		t.Error("no settings say nothing")
	}
	s := settings(t, [2]string{"/p", "version: 1"}, [2]string{"/p/in", "version: 1\nfiles: [a]\nconnections: {complete: true}"})
	if !s.Any() || s.Root() != filepath.FromSlash("/p") || !s.SelectsFiles() || !s.CompleteConnections() {
		t.Errorf("any %v, root %q, files %v, complete %v", s.Any(), s.Root(), s.SelectsFiles(), s.CompleteConnections())
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func layerDirs(s *config.Settings) []string {
	var dirs []string
	for _, layer := range s.Layers {
		dirs = append(dirs, layer.Dir)
	}
	return dirs
}

func TestLoadCascade(t *testing.T) {
	top := t.TempDir()
	project, team, deep := filepath.Join(top, "project"), filepath.Join(top, "project", "team"), filepath.Join(top, "project", "team", "x", "y")
	write(t, filepath.Join(top, config.FileName), "version: 1\nrules: {job/a: error}")
	write(t, filepath.Join(project, config.FileName), "version: 1\nroot: true")
	write(t, filepath.Join(team, config.FileName), "version: 1\nrules: {job/a: info}")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string][]string{deep: {project, team}, team: {project, team}, project: {project}} {
		s, problems, err := config.Load(folder)
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		if diff := cmp.Diff(want, layerDirs(s)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", folder, diff)
		}
	}
	// Without root the search goes on to the top, past folders without settings.
	write(t, filepath.Join(project, config.FileName), "version: 1\nroot: false")
	s, _, err := config.Load(deep)
	if err != nil {
		t.Fatal(err)
	}
	if got := layerDirs(s); len(got) < 3 || !slices.Equal(got[len(got)-3:], []string{top, project, team}) {
		t.Errorf("without root: %q", got)
	}
	if severity, ok := s.Severity("job/a", filepath.Join(deep, "a.json")); !ok || severity != config.Info {
		t.Errorf("the innermost file does not win: %v", severity)
	}
	one, _, err := config.LoadFile(filepath.Join(team, config.FileName))
	if err != nil || len(one.Layers) != 1 {
		t.Errorf("LoadFile read more than its file: %v %v", one, err)
	}
}

// TestLoadReportsEveryFile: a fault in one settings file does not hide those of the others, and the rest of it holds.
func TestLoadReportsEveryFile(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "inner")
	write(t, filepath.Join(top, config.FileName), "version: 1\nroot: true\nexlude: []\nrules: {job/a: error}")
	write(t, filepath.Join(inner, config.FileName), "version: 3\nrules: {job/b: info}")
	s, problems, err := config.Load(inner)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Rule+" "+filepath.Base(filepath.Dir(p.Path)))
	}
	slices.Sort(got)
	want := []string{"config/invalid inner", "config/unknown-key " + filepath.Base(top)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	for _, rule := range []string{"job/a", "job/b"} {
		if _, ok := s.Severity(rule, filepath.Join(inner, "a.json")); !ok {
			t.Errorf("the severity of %s was lost", rule)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	absent := filepath.Join(t.TempDir(), config.FileName)
	directory := filepath.Join(t.TempDir(), config.FileName)
	if err := os.Mkdir(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(t.TempDir(), config.FileName)
	write(t, large, "version: 1\n#"+strings.Repeat("x", 16<<20))
	loop := filepath.Join(t.TempDir(), config.FileName)
	if err := os.Symlink(loop, loop); err != nil {
		t.Logf("without symbolic links: %v", err)
		loop = directory
	}
	for _, test := range []struct{ path, want string }{
		{directory, "is not a regular file"},
		{large, "is larger than 16 MiB"},
		{loop, "reading the settings"},
	} {
		if _, _, err := config.Load(filepath.Dir(test.path)); err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.path) {
			t.Errorf("Load: %v, want %q and the path", err, test.want)
		}
		if _, _, err := config.LoadFile(test.path); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("LoadFile: %v, want %q", err, test.want)
		}
	}
	if _, _, err := config.LoadFile(absent); err == nil {
		t.Error("LoadFile finds a file that does not exist")
	}
	if _, _, err := config.Load(filepath.Dir(absent)); err != nil {
		t.Errorf("a folder without settings is no error: %v", err)
	}
}

func TestLoadUnreadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), config.FileName)
	write(t, path, "version: 1")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(path); err == nil {
		return // the superuser reads everything, and Windows has no such permission
	}
	if _, _, err := config.Load(filepath.Dir(path)); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Load: %v", err)
	}
}
