package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

// probeFlags are the flags of probe as they were given.
type probeFlags struct {
	schemas []string
	message string
	folders []string
	key     bool
	topic   string
	write   bool
	format  string
	today   string
}

func newProbe(s *streams) *cobra.Command {
	var f probeFlags
	command := &cobra.Command{
		Use:   "probe SAMPLE...",
		Short: "Tell how the records of a topic are encoded, and why",
		Long: `Tells of single records whether a schema registry framed them or they are bare Avro or Protobuf, JSON or text, and what to write in
the job. A SAMPLE is a file that holds the value of one record as raw bytes, a folder of such files, a pattern such as
'samples/*.bin', or - for standard input. With --topic and without a SAMPLE the samples that the settings list for the topic are
taken, and without --schema its schema and writers.

A first byte of 0 does not prove a frame: many Avro records begin so. Only a schema that reads all bytes in exactly one way does.
So give the schema that the records were written with: an Avro schema (.avsc), a .proto file, a descriptor set (.desc, .pb,
.binpb, .protoset), an Avro container file, a job spec with the schema inside, or a saved response of a schema registry (.json).

--write notes the result in ` + evidence.FileName + ` beside the settings, else in the working directory; lint reads it from there.

The output of --format json:
  records[]  name, size, encoding (unknown, empty, bare, registry, registry-header, single-object, glue, json, text), format (none,
             avro, protobuf, json), sure, schemaId, guid, indexes, payload (offset of the data), type (the Avro record or Protobuf
             message), schema (the file that read it), reasons[]
  summary    the entry of the evidence file: verdict, format, samples, unsure, encodings, ids[], idTotal, indexes[], names[], schemas[]
  advice[]   what to write in the job, in sentences

Exit codes: 0 every record could be told and they agree, 1 some could not or they are mixed, 2 wrong use or settings, 3 a file cannot
be read.`,
		Example: `  polarspec probe samples/kttm-*.bin --schema kttm.avsc
  polarspec probe samples --schema proto/shop/order.proto -I proto --message shop.Order
  polarspec probe key.bin --key --schema key.avsc --topic kttm --write
  polarspec probe --topic kttm --write
  kcat -C -t kttm -c 1 -e -D '' | polarspec probe - --schema jobs/kttm.json`,
		RunE: func(_ *cobra.Command, args []string) error { return runProbe(s, f, args) },
	}
	flags := command.Flags()
	flags.StringArrayVar(&f.schemas, "schema", nil, "file with a schema that the records may have been written with; may be repeated")
	flags.StringVar(&f.message, "message", "", "Protobuf message that the records are")
	flags.StringArrayVarP(&f.folders, "include", "I", nil, "folder to look for imports of .proto files in; may be repeated")
	flags.BoolVar(&f.key, "key", false, "the samples are keys of records, not values")
	flags.StringVar(&f.topic, "topic", "", "topic that the samples are from")
	flags.BoolVar(&f.write, "write", false, "note the result for the topic in "+evidence.FileName)
	flags.StringVar(&f.today, "today", "", "day to note, as YYYY-MM-DD, instead of the current time or that of SOURCE_DATE_EPOCH")
	formatFlag(command, &f.format)
	_ = command.MarkFlagDirname("include")
	_ = command.RegisterFlagCompletionFunc("topic", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return topicNames(s), cobra.ShellCompDirectiveNoFileComp
	})
	return command
}

// topicNames are the topics of the settings.
func topicNames(s *streams) []string {
	settings, _, err := config.Load(s.dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, layer := range settings.Layers {
		for _, topic := range layer.Topics {
			names = append(names, topic.Name)
		}
	}
	return names
}

// probeRun is a run of probe.
type probeRun struct {
	streams  *streams
	flags    probeFlags
	settings *config.Settings
	// layer is the settings file that has the topic, nil if none does; topic is what it says.
	layer   *config.Layer
	topic   config.Topic
	schemas []wire.Schema
	// files are the schema files as they were named.
	files   []string
	records []probedRecord
	side    evidence.Side
	// unread is true if a sample could not be read, which has been said.
	unread bool
}

func runProbe(s *streams, f probeFlags, args []string) error {
	if f.format != "text" && f.format != "json" {
		return formatError(f.format)
	}
	r := &probeRun{streams: s, flags: f}
	if err := r.prepare(); err != nil {
		return err
	}
	var at string
	if f.write {
		var err error
		if at, err = r.sampledAt(); err != nil {
			return err
		}
	}
	if err := r.readSchemas(); err != nil {
		return err
	}
	samples, err := r.samples(args)
	if err != nil {
		return err
	}
	for _, sample := range samples {
		data, err := r.read(sample)
		if err != nil {
			r.unread = true
			_, _ = fmt.Fprintf(s.err, "polarspec: %s: %v\n", sample.name, err)
			continue
		}
		r.judge(sample.name, data)
	}
	if len(r.records) == 0 {
		return &exitError{code: exitFailure}
	}
	if err := r.print(); err != nil {
		return err
	}
	if f.write {
		if err := r.write(at); err != nil {
			return err
		}
	}
	return r.outcome()
}

// prepare checks the flags against each other and reads the settings if they are asked for.
func (r *probeRun) prepare() error {
	f := r.flags
	if f.write && f.topic == "" {
		return usageError("--write notes what is known of a topic: name it by --topic")
	}
	if f.today != "" && !f.write {
		return usageError("--today is the day that --write notes, and --write was not given")
	}
	if f.topic == "" {
		r.settings = &config.Settings{}
		return nil
	}
	settings, problems, err := config.Load(r.streams.dir)
	if err != nil {
		return usageError("%w", err)
	}
	for _, p := range problems {
		line := p.File.Lines().Position(p.Span.Start).Line
		return usageError("%s:%d: %s", r.shown(p.Path), line, p.Message)
	}
	r.settings = settings
	for _, layer := range settings.Layers { // the inner ones come last and win
		for _, topic := range layer.Topics {
			if topic.Name == f.topic {
				r.layer, r.topic = layer, topic
			}
		}
	}
	return nil
}

// shown is how a path is printed.
func (r *probeRun) shown(path string) string { return (&lintRun{streams: r.streams}).name(path) }

// outcome is the exit code of a finished run.
func (r *probeRun) outcome() error {
	switch verdict := r.side.Verdict(); {
	case r.unread:
		return &exitError{code: exitFailure}
	case r.side.Unsure > 0 || verdict == evidence.Mixed || verdict == evidence.Untold:
		return &exitError{code: exitFindings}
	}
	return nil
}

// readSchemas reads the schemas that records may have been written with.
func (r *probeRun) readSchemas() error {
	named, message := r.flags.schemas, r.flags.message
	folders := r.flags.folders
	if len(named) == 0 && r.layer != nil && !r.flags.key {
		var err error
		if named, err = r.topicSchemas(); err != nil {
			return err
		}
		if message == "" {
			message = r.topic.Message
		}
		for _, layer := range r.settings.Layers {
			for _, folder := range layer.Include {
				folders = append(folders, absolute(layer.Dir, folder))
			}
		}
	}
	messageFound := message == ""
	for _, name := range named {
		found, err := readDataSchemas(r.streams, name, folders)
		if err != nil {
			return err
		}
		used := 0
		for i := range found {
			d := &found[i]
			if part := map[bool]string{true: "key", false: "value"}[r.flags.key]; d.part != "" && d.part != part || d.part == "" && r.flags.key && d.spec {
				continue
			}
			schema, err := d.wireSchema(message)
			if err != nil {
				return err
			}
			messageFound = messageFound || d.set != nil
			r.schemas = append(r.schemas, schema)
			used++
		}
		if used == 0 {
			return usageError("%s has no schema of the %s inside", name, r.part())
		}
		r.files = append(r.files, name)
	}
	if !messageFound && len(named) > 0 {
		return usageError("--message is for Protobuf, and %s is Avro", strings.Join(named, ", "))
	}
	return nil
}

// part names what the samples are.
func (r *probeRun) part() string {
	if r.flags.key {
		return "keys"
	}
	return "values"
}

// wireSchema is the schema for judging records.
func (d *dataSchema) wireSchema(message string) (wire.Schema, error) {
	if d.avro != nil {
		return wire.Schema{Name: d.name, Avro: d.avro}, avroFault(d.name, d.avro)
	}
	if err := d.checkSet(); err != nil {
		return wire.Schema{}, err
	}
	schema := wire.Schema{Name: d.name, Set: d.set}
	if message == "" {
		message = d.message
	}
	if message != "" {
		found, err := d.findMessage(message)
		if err != nil {
			return wire.Schema{}, err
		}
		schema.Message = found
	}
	if len(messageNames(d.set)) == 0 {
		return wire.Schema{}, failure(errors.New(d.name + ": there is no message in it"))
	}
	return schema, nil
}
