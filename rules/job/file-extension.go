package job

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed file-extension.md
var fileExtensionPage string

func fileExtension() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/file-extension", Severity: lint.Info, Page: fileExtensionPage,
			Summary:  "a file whose extension tells another format than the job",
			Evidence: "documented: format and compression are told by the extension; where it disagrees, the given format is tried (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			settings := polaris.Format{Node: p.Job().Source().Get("formatSettings")}
			format := settings.Name()
			if !readsFiles(settings) {
				return
			}
			var first document.Node
			var others int
			for file := range uploaded(p) {
				formats := formatsOf(file.Text())
				if formats == nil || slices.Contains(formats, format) {
					continue
				}
				if first.Exists() {
					others++
				} else {
					first = file
				}
			}
			if !first.Exists() {
				return
			}
			more := ""
			if others > 0 {
				more = fmt.Sprintf(" (and %d more)", others)
			}
			p.Report(lint.Problem{
				At: first,
				Message: fmt.Sprintf("%q looks like %s by its extension%s, and the job says %q: the job's format is tried, and if it is wrong no row is read. Check which of the two is right",
					first.Text(), formatsOf(first.Text())[0], more, format),
				Related: []lint.RelatedPlace{{Message: "the format of the job", At: settings.Get("format")}},
			})
		},
	}
}

// readsFiles reports whether files of the format have an extension of their own. A regular expression reads any text, and so does
// delimited text with a delimiter of its own.
func readsFiles(settings polaris.Format) bool {
	switch settings.Name() {
	case "nd-json", "json", "avro_ocf", "orc", "parquet":
		return true
	case "csv", "tsv":
		return !lint.Present(settings.Get("delimiter"))
	}
	return false
}

// formatsOf returns the formats that the extension of a file stands for, nil if it is none that is known.
func formatsOf(name string) []string {
	name = strings.ToLower(name)
	switch extension := path.Ext(name); extension {
	case ".gz", ".bz2", ".xz", ".zst", ".zstd", ".sz":
		name = strings.TrimSuffix(name, extension)
	}
	switch path.Ext(name) {
	case ".json", ".ndjson", ".jsonl":
		return []string{"nd-json", "json"}
	case ".csv":
		return []string{"csv"}
	case ".tsv":
		return []string{"tsv"}
	case ".avro", ".ocf":
		return []string{"avro_ocf"}
	case ".orc":
		return []string{"orc"}
	case ".parquet":
		return []string{"parquet"}
	}
	return nil
}
