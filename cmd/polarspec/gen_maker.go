package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// maker makes specs of choices, be they flags or an entry of the manifest. It reads a data schema once, however many jobs are made of it.
type maker struct {
	*streams
	// settings is the folder whose settings hold.
	settings string
	read     map[string]madeSource
	// protobufNames are the names that the settings give to Protobuf fields, once they were read.
	protobufNames *string
}

// madeSource is what reading a data schema gave.
type madeSource struct {
	source *gen.Source
	notes  []gen.Note
	err    error
}

// job makes a job. Its files are named relative to the folder of the streams.
func (m *maker) job(job *manifest.Job) (gen.Result, error) {
	if job.FromResponse != "" {
		return fromResponse(m.streams, job.FromResponse, job.Set)
	}
	if job.From == "" {
		return gen.Result{}, usageError("--from is missing: the file with the data schema or samples")
	}
	options, err := registryOptions(job)
	if err != nil {
		return gen.Result{}, err
	}
	source, notes, err := m.source(job)
	if err != nil {
		return gen.Result{}, err
	}
	if source.Message != nil && options.Registry != "" && options.FieldNames == "" {
		if options.FieldNames, err = m.namesOfProtobuf(); err != nil {
			return gen.Result{}, err
		}
	}
	result, err := gen.Job(source, &options)
	if err != nil {
		return gen.Result{}, genError(err)
	}
	result.Notes = slices.Concat(notes, result.Notes)
	return result, nil
}

// registryOptions are the choices of a job with the registry that its provider names.
func registryOptions(job *manifest.Job) (gen.Options, error) {
	options := job.Options
	if kind, connection, named := strings.Cut(job.Provider, ":"); job.Provider != "" && job.Provider != "inline" {
		if kind != "registry" || !named || connection == "" {
			return options, usageError("--provider is inline or registry:CONNECTION, not %q", job.Provider)
		}
		options.Registry = connection
	}
	if options.AcceptUnreadable && options.Registry == "" {
		return options, usageError("--accept-unreadable is for --provider registry:CONNECTION: inline, what Druid cannot read is left out of the schema")
	}
	return options, nil
}

// source reads the data schema of a job, or takes the one that was read before.
func (m *maker) source(job *manifest.Job) (*gen.Source, []gen.Note, error) {
	key := strings.Join(append([]string{job.From, job.Message}, job.Include...), "\x00")
	known, found := m.read[key]
	if !found {
		known.source, known.notes, known.err = readGenSource(m.streams, job.From, job.Message, job.Include)
		if m.read == nil {
			m.read = map[string]madeSource{}
		}
		m.read[key] = known
	}
	return known.source, known.notes, known.err
}

func (m *maker) namesOfProtobuf() (string, error) {
	if m.protobufNames == nil {
		settings, _, err := config.Load(m.settings)
		if err != nil {
			return "", usageError("%w", err)
		}
		names := settings.ProtobufNames()
		m.protobufNames = &names
	}
	return *m.protobufNames, nil
}

// fromResponse turns what the service returned of a job into a request.
func fromResponse(s *streams, name string, sets []gen.Pair) (gen.Result, error) {
	text, err := lint.ReadFile(absolute(s.dir, name))
	if err != nil {
		return gen.Result{}, failure(fmt.Errorf("%s: %w", name, err))
	}
	file := document.Parse(text, lint.SyntaxOf(name, text))
	if fault, broken := firstFault(file); broken {
		return gen.Result{}, failure(fmt.Errorf("%s:%d: %s", name, file.Lines().Position(fault.Span.Start).Line, fault.Message))
	}
	roots := slices.Collect(polaris.Documents(file))
	if len(roots) != 1 {
		return gen.Result{}, usageError("%s has %d documents: save one job in a file of its own", name, len(roots))
	}
	result, err := gen.FromResponse(roots[0], sets)
	if err != nil {
		return gen.Result{}, genError(fmt.Errorf("%s: %w", name, err))
	}
	return result, nil
}
