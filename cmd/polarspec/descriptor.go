package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// descriptorFlags are the flags of descriptor as they were given.
type descriptorFlags struct {
	folders   []string
	jsonNames string
	format    string
}

func newDescriptor(s *streams) *cobra.Command {
	var f descriptorFlags
	command := &cobra.Command{
		Use:   "descriptor FILE.proto",
		Short: "Compile a .proto file to the Base64 descriptor set of a job spec",
		Long: `Compiles a .proto file with all that it imports and prints the descriptor set as Base64, for "descriptor" of a schema provider of the
type inline-protobuf. The set is the one that protoc --include_imports --descriptor_set_out writes.

Imports are looked for in the folders given by -I, then in the folder of the file, then in the working directory. The files under
google/protobuf/ are built in. Within the set the file is known by its path below the first folder of -I that it lies in, else by
its name alone.

Exit codes: 0 done, 1 the file does not compile, 2 wrong use, 3 a file could not be read.`,
		Example: `  polarspec descriptor events.proto
  polarspec descriptor proto/shop/order.proto -I proto
  polarspec descriptor events.proto --json-names proto   columns get the names of the .proto file
  polarspec descriptor events.proto --format json`,
		Args: takes(1, 1, "the name of one .proto file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"proto"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(_ *cobra.Command, args []string) error { return runDescriptor(s, f, args[0]) },
	}
	flags := command.Flags()
	flags.StringArrayVarP(&f.folders, "include", "I", nil, "folder to look for imports in; may be repeated")
	flags.StringVar(&f.jsonNames, "json-names", "json", "names that Druid gives the fields: json (as in the .proto file or in lower camel case, as protoc does) or proto (always as in the .proto file)")
	formatFlag(command, &f.format)
	_ = command.MarkFlagDirname("include")
	_ = command.RegisterFlagCompletionFunc("json-names", cobra.FixedCompletions([]string{"json", "proto"}, cobra.ShellCompDirectiveNoFileComp))
	return command
}

// descriptorOutput is a descriptor set in machine output.
type descriptorOutput struct {
	Descriptor string   `json:"descriptor"`
	Files      []string `json:"files"`
	// Messages are the full names that a protoMessageType may be.
	Messages []string `json:"messages"`
}

func runDescriptor(s *streams, f descriptorFlags, file string) error {
	if f.format != "text" && f.format != "json" {
		return formatError(f.format)
	}
	if f.jsonNames != "json" && f.jsonNames != "proto" {
		return usageError("--json-names is json or proto, not %q", f.jsonNames)
	}
	sources, err := newSources(s.dir, file, f.folders)
	if err != nil {
		return err
	}
	set, faults := protobuf.Compile(sources.name, sources.open)
	if sources.unreadable != nil {
		return failure(sources.unreadable)
	}
	for _, fault := range faults {
		fault.File = sources.shown(fault.File)
		if err := printed(fmt.Fprintln(s.err, fault.Error())); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return &exitError{exitFindings, nil}
	}
	if f.jsonNames == "proto" {
		set = set.UseProtoNames()
	}
	output := descriptorOutput{Descriptor: set.Encode(), Files: []string{}, Messages: []string{}}
	for _, file := range set.Files() {
		output.Files = append(output.Files, file.Name)
	}
	for _, message := range set.Messages() {
		if !message.MapEntry {
			output.Messages = append(output.Messages, message.FullName)
		}
	}
	if len(output.Messages) == 0 {
		if err := printed(fmt.Fprintf(s.err, "%s: there is no message in it, so no job can use the descriptor set\n", sources.shown(sources.name))); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return writeJSON(s.out, output)
	}
	return printed(fmt.Fprintln(s.out, output.Descriptor))
}

// sources finds and reads the files of a compilation.
type sources struct {
	dir string
	// file is the file to compile, name what the set calls it.
	file, name string
	// folders are looked through for imports, in this order.
	folders []string
	// found are the files that were read, by the names of the set.
	found map[string]string
	// unreadable is the first file that is there and cannot be read.
	unreadable error
}

func newSources(dir, file string, includes []string) (*sources, error) {
	s := &sources{dir: dir, file: absolute(dir, file), found: map[string]string{}}
	s.name = filepath.Base(s.file)
	named := false
	for _, include := range includes {
		folder := absolute(dir, include)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return nil, usageError("there is no folder %q to look for imports in", include)
		}
		s.folders = append(s.folders, folder)
		if below, err := filepath.Rel(folder, s.file); !named && err == nil && filepath.IsLocal(below) {
			s.name, named = filepath.ToSlash(below), true
		}
	}
	s.folders = append(s.folders, filepath.Dir(s.file), dir)
	return s, nil
}

// open reads a file of the set, wherever it is found first.
func (s *sources) open(name string) ([]byte, error) {
	if name == s.name {
		return s.read(name, s.file)
	}
	for _, folder := range s.folders {
		path := filepath.Join(folder, filepath.FromSlash(name))
		info, err := os.Stat(path)
		if err == nil && info.IsDir() || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue
		}
		return s.read(name, path)
	}
	return nil, fs.ErrNotExist
}

func (s *sources) read(name, path string) ([]byte, error) {
	s.found[name] = path
	text, err := readSource(path)
	if err != nil {
		err = fmt.Errorf("%s: %w", s.shown(name), err)
		if s.unreadable == nil {
			s.unreadable = err
		}
	}
	return text, err
}

func readSource(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	defer func() { _ = file.Close() }()
	return lint.ReadAll(file)
}

// shown is how a file is printed: relative to the working directory.
func (s *sources) shown(name string) string {
	path, ok := s.found[name]
	if !ok {
		return name
	}
	if relative, err := filepath.Rel(s.dir, path); err == nil {
		path = relative
	}
	return filepath.ToSlash(path)
}
