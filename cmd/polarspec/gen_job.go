package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/lint/config"
)

// genJobFlags are the flags of gen job as they were given.
type genJobFlags struct {
	outputFlags
	manifest.Job
	types, renames, measures []string
}

func newGenJob(s *streams) *cobra.Command {
	var f genJobFlags
	command := &cobra.Command{
		Use:   "job --from FILE --table NAME --connection NAME",
		Short: "Write a job spec from a data schema or samples",
		Long: `Writes a job that reads data as a schema describes it: an Avro schema (.avsc), a .proto file, a descriptor set (.desc, .pb), an Avro
container file, the inline schema of another spec, the saved response of a schema registry; or as samples are: JSON (one row a line, or
a list), CSV or TSV, of which all rows are looked at.

Each field gets the data type and expression that keep its values; polarspec fields shows them. What cannot be kept is left out and
said on standard error. What the schema leaves open is not guessed: the choices are listed, with what each becomes.

Before anything is written the job is linted with the settings of the working directory. Findings that come from your choices are
said on standard error.

--from-response FILE makes a job of what the service returned of one: without the fields that only responses have.

Exit codes: 0 written, 1 the data schema is broken, 2 wrong use or an open choice, 3 a file cannot be read or written.`,
		Example: `  polarspec gen job --from events.avsc --table events --connection kafka-events
  polarspec gen job --from events.proto --message shop.Order --table orders --connection kafka-orders --provider registry:registry
  polarspec gen job --from events.ocf --table events -o jobs/events.json
  polarspec gen job --from rows.ndjson --table rows --time ts:ms --rollup PT1H --measure 'total=SUM("amount")'
  polarspec gen job --from-response returned.json -o jobs/events.json`,
		Args: takes(0, 0, "no arguments: the data schema is named by --from"),
		RunE: func(cmd *cobra.Command, _ []string) error { return runGenJob(cmd.Context(), s, &f, cmd) },
	}
	flags := command.Flags()
	flags.StringVar(&f.From, "from", "", "file with the data schema, or samples")
	flags.StringVar(&f.FromResponse, "from-response", "", "file with what the service returned of a job, to make a request of")
	flags.StringVar(&f.Message, "message", "", "Protobuf message that the records are, where the file has several")
	flags.StringArrayVarP(&f.Include, "include", "I", nil, "folder to look for imports in; may be repeated")
	flags.StringVar(&f.Table, "table", "", "table that the job writes to")
	flags.StringVar(&f.Connection, "connection", "", "connection that the job reads from")
	flags.StringVar(&f.Source, "source", "", "type of the source: connection, uploaded, s3, azure or inline; the default is the one that the data suggests")
	flags.StringArrayVar(&f.Files, "file", nil, "uploaded file, or address of an object; may be repeated; the default is the name of the file of --from")
	flags.StringVar(&f.Provider, "provider", "inline", "where the data schema of a stream is: inline, or registry:CONNECTION")
	flags.BoolVar(&f.AcceptUnreadable, "accept-unreadable", false, "with a registry: write the job although Druid cannot read some fields; with --output an entry of the settings says so if lint reports them")
	flags.StringVar(&f.Time, "time", "", "field with the time of the event, with FIELD:UNIT where the schema does not tell: s, ms, us, ns, iso or a pattern such as yyyy-MM-dd")
	flags.StringArrayVar(&f.types, "type", nil, "data type of a field, as FIELD=TYPE; may be repeated")
	flags.StringArrayVar(&f.renames, "rename", nil, "name of the column for a field, as FIELD=COLUMN, with --flatten also RECORD.FIELD=COLUMN; may be repeated")
	flags.StringArrayVar(&f.Select, "select", nil, "fields to make columns of, as a name or a pattern with *; may be repeated")
	flags.StringArrayVar(&f.Exclude, "exclude", nil, "fields to leave out, as a name or a pattern with *; may be repeated")
	flags.BoolVar(&f.Flatten, "flatten", false, "make columns of the fields within records")
	flags.StringVar(&f.Rollup, "rollup", "", "period that times are cut off to, such as PT1H; rows that are then alike become one")
	flags.StringArrayVar(&f.measures, "measure", nil, "aggregation, as 'COLUMN=EXPRESSION' such as 'total=SUM(\"amount\")'; may be repeated")
	flags.StringVar(&f.Filter, "filter", "", "condition that rows must meet, as a SQL expression over fields")
	flags.StringVar(&f.FieldNames, "field-names", "", "names of Protobuf fields: json or proto; the default is right either way")
	flags.StringVar(&f.ReadFrom, "read-from", "", "where a first job starts to read the stream: latest or earliest")
	flags.StringArrayVar(&f.ReplaceIntervals, "replace-interval", nil, "interval of the table to replace, such as 2024-01-01/2024-02-01, or all; may be repeated")
	f.outputFlags.add(command)
	for flag, values := range map[string][]string{
		"source": {"connection", "uploaded", "s3", "azure", "inline"}, "provider": {"inline", "registry:"}, "field-names": {"json", "proto"},
		"read-from": {"latest", "earliest"},
	} {
		_ = command.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	_ = command.MarkFlagDirname("include")
	return command
}

func runGenJob(ctx context.Context, s *streams, f *genJobFlags, command *cobra.Command) (err error) {
	if err := f.check(s); err != nil {
		return err
	}
	if err := f.readPairs(); err != nil {
		return err
	}
	if f.FromResponse != "" {
		if err := onlyResponse(command); err != nil {
			return err
		}
	}
	maker := &maker{streams: s, settings: s.dir}
	made, err := maker.job(&f.Job)
	if err != nil {
		return err
	}
	g := &generation{streams: s, outputFlags: f.outputFlags, to: emit.Jobs, ownSchema: f.From != "", source: f.From}
	d, err := g.finish(ctx, made)
	if err != nil {
		return err
	}
	return f.suppress(s, d)
}

// readPairs reads the flags that give names values.
func (f *genJobFlags) readPairs() (err error) {
	if f.Job.Set, err = pairs("set", "PATH=VALUE", f.set, false); err != nil {
		return err
	}
	if f.Types, err = pairs("type", "FIELD=TYPE", f.types, true); err != nil {
		return err
	}
	if f.Renames, err = pairs("rename", "FIELD=COLUMN", f.renames, false); err != nil {
		return err
	}
	f.Measures, err = pairs("measure", "COLUMN=EXPRESSION", f.measures, false)
	return err
}

// onlyResponse refuses choices beside --from-response, which has made them all.
func onlyResponse(command *cobra.Command) error {
	for _, flag := range []string{"from", "message", "include", "table", "connection", "source", "file", "provider", "accept-unreadable", "time", "type", "rename", "select",
		"exclude", "flatten", "rollup", "measure", "filter", "field-names", "read-from", "replace-interval"} {
		if command.Flags().Changed(flag) {
			return usageError("--%s is for jobs that are made with --from; change the job of --from-response with --set", flag)
		}
	}
	return nil
}

// suppress writes into the settings that fields are unreadable on purpose, if lint reports them: it does not look for them in a schema
// that only a registry has, and an entry that suppresses nothing would be reported.
func (f *genJobFlags) suppress(s *streams, d *draft) error {
	if len(d.result.Unreadable) == 0 || d.suppressed || f.file == "" || f.emit != "json" && f.emit != "yaml" {
		return nil
	}
	target, err := settingsToChange(s, "", absolute(s.dir, f.file))
	if err != nil {
		return err
	}
	entry := acceptance(target.relative, d.result.Unreadable)
	if _, found := target.has(entry); found {
		return nil
	}
	after, line, err := config.AddIgnore(target.source, entry)
	if err != nil {
		return usageError("%s: %w:\n  %s", shownPath(s, target.path), err, entry.Entry())
	}
	if err := target.replace(after); err != nil {
		return failure(fmt.Errorf("writing %s: %w", shownPath(s, target.path), cause(err)))
	}
	return printed(fmt.Fprintf(s.err, "polarspec: note: %s:%d: protobuf/unreadable-field is ignored in %s\n", shownPath(s, target.path), line, entry.File))
}

// acceptance is the entry of the settings for fields that are unreadable on purpose.
func acceptance(file string, unreadable []string) config.Ignore {
	return config.Ignore{
		File: config.LiteralGlob(file), Rules: []string{"protobuf/unreadable-field"},
		Reason: "gen job --accept-unreadable: never set are " + strings.Join(unreadable, ", "),
	}
}
