package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// forCI gives the reports what the environment of a CI job says, and in a step of GitHub Actions writes its summary if a report is for it.
func (r *lintRun) forCI(result lint.Result, options *report.Options) error {
	getenv := r.streams.getenv
	options.Prefix = belowCheckout(r.streams.dir, getenv("GITHUB_WORKSPACE"), getenv("CI_PROJECT_DIR"))
	options.Blob = blobAddress(getenv("GITHUB_SERVER_URL"), getenv("GITHUB_REPOSITORY"), getenv("GITHUB_SHA"))
	file := getenv("GITHUB_STEP_SUMMARY")
	if file == "" || !slices.ContainsFunc(r.reports, func(d destination) bool { return d.name == "github" }) {
		return nil
	}
	var err error
	if options.Summarized, err = appendSummary(absolute(r.streams.dir, file), result, *options); err != nil {
		return failure(fmt.Errorf("writing the summary of the step to %s: %w", file, cause(err)))
	}
	return nil
}

// appendSummary adds the findings to a summary that others may have written to, and reports whether GitHub has room for them.
func appendSummary(path string, result lint.Result, options report.Options) (fits bool, err error) {
	room := report.StepSummaryLimit
	if info, err := os.Stat(path); err == nil {
		room -= int(min(info.Size(), report.StepSummaryLimit))
	}
	var text bytes.Buffer
	if err := report.StepSummary(&text, result, options, room); err != nil {
		return false, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return false, err
	}
	_, err = file.Write(text.Bytes())
	return text.Len() > 0, firstError(err, file.Close())
}

// belowCheckout returns where a folder lies below the first of the roots that it is in, with slashes and one at the end; "" for the root
// itself, or if it is in none. An empty root is passed over.
func belowCheckout(dir string, roots ...string) string {
	dir = resolved(dir)
	for _, root := range roots {
		if root == "" {
			continue
		}
		below, err := filepath.Rel(resolved(root), dir)
		if err != nil || !filepath.IsLocal(below) {
			continue
		}
		if below == "." {
			return ""
		}
		return filepath.ToSlash(below) + "/"
	}
	return ""
}

// resolved follows the links in a path, or leaves it where that fails.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// blobAddress is where GitHub shows the files of a commit; "" if a part is not known.
func blobAddress(server, repository, commit string) string {
	if server == "" || repository == "" || commit == "" {
		return ""
	}
	return strings.Join([]string{server, repository, "blob", commit, ""}, "/")
}
