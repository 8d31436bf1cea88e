package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/template"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/spelling"
)

func newGenTemplateInit(s *streams) *cobra.Command {
	var like string
	command := &cobra.Command{
		Use:   "init NAME",
		Short: "Start a template of your own",
		Long: `Writes a folder with a copy of a template that is part of polarspec (template.cue), parameters (params.yaml) and the data schema that
they name. All of them are there to be changed.

Exit codes: 0 written, 2 wrong use, 3 a file cannot be written.`,
		Example: "  polarspec gen template init templates/clicks\n  polarspec gen template init templates/orders --like streaming-protobuf",
		Args:    takes(1, 1, "the name of the folder to write"),
		RunE:    func(_ *cobra.Command, args []string) error { return initTemplate(s, args[0], like) },
	}
	command.Flags().StringVar(&like, "like", "streaming-avro-inline", "template to copy: "+strings.Join(template.Shipped(), ", "))
	_ = command.RegisterFlagCompletionFunc("like", cobra.FixedCompletions(template.Shipped(), cobra.ShellCompDirectiveNoFileComp))
	return command
}

func initTemplate(s *streams, name, like string) error {
	files := template.ShippedFiles(like)
	if len(files) == 0 {
		if near, ok := spelling.Near(like, slices.Values(template.Shipped())); ok {
			return usageError("--like: there is no template %q. Did you mean %q?", like, near)
		}
		return usageError("--like is one of %s, not %q", strings.Join(template.Shipped(), ", "), like)
	}
	folder := absolute(s.dir, name)
	if _, err := os.Lstat(folder); err == nil {
		return usageError("%s exists: name a folder that does not", name)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return failure(fmt.Errorf("%s: %w", name, cause(err)))
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return failure(fmt.Errorf("writing %s: %w", name, cause(err)))
	}
	files = append(files, template.ExampleFiles(like)...)
	names := []string{}
	for _, file := range files {
		if err := writeFile(filepath.Join(folder, file.Name), bytes.NewReader(file.Source)); err != nil {
			return failure(fmt.Errorf("writing %s: %w", filepath.Join(name, file.Name), cause(err)))
		}
		names = append(names, file.Name)
	}
	shown := shownPath(s, folder)
	output := ""
	if many, err := template.Load(cuerun.New(cuerun.DefaultDeadline), template.ShippedFiles(like)); err != nil {
		return failure(err)
	} else if many.Several() {
		output = " -o 'specs/{spec.kind}-{spec.name}.json'"
	}
	return printed(fmt.Fprintf(s.out, "wrote %s: %s\nTry it:\n  polarspec gen template %s --params %s%s\n",
		shown, strings.Join(names, ", "), gen.ShellWord(shown), gen.ShellWord(shown+"/params.yaml"), output))
}
