package job

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/lint"
)

//go:embed archive-file.md
var archiveFilePage string

func archiveFile() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/archive-file", Severity: lint.Error, Page: archiveFilePage,
			Summary:  "a ZIP or TAR archive among the files of a job",
			Evidence: "documented: compressed files are read, ZIP and TAR are not supported (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for file := range uploaded(p) {
				if ending, kind := archiveEnding(file.Text()); ending != "" {
					at := len(file.Text()) - len(ending)
					p.Report(lint.Problem{
						At: file, Span: file.Sub(at, at+len(ending)),
						Message: fmt.Sprintf("%q is a %s archive, which is not supported: upload the files in it one by one, compressed with gzip if they are large", file.Text(), kind),
					})
				}
			}
		},
	}
}

// archiveEnding returns the end of a file's name that tells that it is an archive, and of which kind; "" if none does.
func archiveEnding(name string) (ending, kind string) {
	lower := strings.ToLower(name)
	for _, ending := range [...]string{".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.zstd", ".tar.sz"} {
		if strings.HasSuffix(lower, ending) {
			return name[len(name)-len(ending):], "TAR"
		}
	}
	if strings.HasSuffix(lower, ".zip") {
		return name[len(name)-len(".zip"):], "ZIP"
	}
	return "", ""
}
