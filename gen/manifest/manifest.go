// Package manifest reads polarspec.gen.yaml: which specs to generate, from what, and what to change in them.
package manifest

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:generate go run ../../schemas/compile/run.go -package manifest -schemas ../../schemas/jsonschema -reference ../../docs/reference/manifest.md Manifest=manifest.schema.json

// Definitions are the CUE files that the table of the manifest is generated from.
//
//go:embed *.cue
var Definitions embed.FS

// FileName is the name of the manifest.
const FileName = "polarspec.gen.yaml"

// Type returns the model of the manifest.
func Type() *shape.Type { return &typeManifest }

// Manifest is what to generate.
type Manifest struct {
	// Path is the file, Dir its folder, which all paths in it start from.
	Path, Dir string
	// Specs are the entries, in their order.
	Specs []Spec
}

// Spec is an entry: a spec, or a template that makes several. Exactly one of Job, Connection and Template is set.
type Spec struct {
	// Node is the entry in the file.
	Node document.Node
	// Output is the file to write as the manifest names it, for a template the pattern of files.
	Output string
	// Emit is one of the names of gen/emit; empty for the one that the name of the file tells.
	Emit string
	// Job is set for a job, Connection for a connection, Template for what a template makes.
	Job        *Job
	Connection *gen.ConnectionOptions
	Template   string
	// Params are the parameters of the template: a string that names a file, an object, or a list of objects. It may be absent.
	Params document.Node
	// Overrides are the changes to the spec, an object. It may be absent.
	Overrides document.Node
}

// Job is what a job is made of.
type Job struct {
	gen.Options
	// From is the file with the data schema or samples, FromResponse that with a job of the service: one of them is set.
	From, FromResponse string
	// Message is the Protobuf message that the records are, Include are folders to look for imports in.
	Message string
	Include []string
	// Provider is inline or registry:CONNECTION.
	Provider string
}

// Find returns the path of the manifest in a folder or the nearest one above; "" if there is none.
func Find(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", fmt.Errorf("finding the manifest: %w", err)
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, FileName)
		if _, err := os.Lstat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return path, nil // one that cannot be looked at is a mistake, not the absence of one
		}
		if dir == filepath.Dir(dir) {
			return "", nil
		}
	}
}

// maxSize bounds the size of a manifest in bytes.
const maxSize = 16 << 20

// Load reads a manifest. What is wrong with it is returned as problems, beside the manifest without what could not be read. The error
// is for a file that cannot be opened; it does not name the file.
func Load(path string) (*Manifest, []config.Problem, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, fmt.Errorf("finding the manifest: %w", err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("it is not a regular file")
	case info.Size() > maxSize:
		err = fmt.Errorf("it is larger than %d MiB", maxSize>>20)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the manifest: %w", err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the manifest: %w", err)
	}
	m, problems := Parse(path, source)
	return m, problems, nil
}
