package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker for release builds; other builds know their version from the module.
var release string //nolint:gochecknoglobals // -ldflags -X can set nothing else

// version returns the version of this build: that of the release, of the module ("go install ...@v1.2.3"), or the commit.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	revision, modified := "", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			revision = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = "-modified"
		}
	}
	if len(revision) < 12 {
		return "devel"
	}
	return "devel-" + revision[:12] + modified
}

func newVersion(s *streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  polarspec version\n  polarspec version --format json",
		Args:    takes(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return printed(fmt.Fprintf(s.out, "polarspec %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
			case "json":
				return writeJSON(s.out, map[string]string{"version": version(), "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
			}
			return formatError(format)
		},
	}
	formatFlag(command, &format)
	return command
}
