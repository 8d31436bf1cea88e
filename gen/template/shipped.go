package template

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/polarspec/polarspec/internal/cuerun"
)

//go:embed shipped/*/*
var shipped embed.FS

// Shipped returns the names of the templates that are part of the command, sorted.
func Shipped() []string {
	var names []string
	entries, _ := fs.ReadDir(shipped, "shipped") // which is embedded
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// ShippedFiles returns the files of one of them, named as they are in it; none if there is no such template.
func ShippedFiles(name string) []cuerun.File { return shippedFiles(name, true) }

// ExampleFiles returns the files that belong to one of them beside: parameters to start with, and what these name.
func ExampleFiles(name string) []cuerun.File { return shippedFiles(name, false) }

func shippedFiles(name string, cue bool) []cuerun.File {
	if name == "" || strings.ContainsAny(name, `/\.`) {
		return nil
	}
	folder := path.Join("shipped", name)
	entries, err := fs.ReadDir(shipped, folder)
	if err != nil {
		return nil
	}
	var files []cuerun.File
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".cue") != cue {
			continue
		}
		if source, err := shipped.ReadFile(path.Join(folder, entry.Name())); err == nil {
			files = append(files, cuerun.File{Name: entry.Name(), Source: source})
		}
	}
	return files
}
