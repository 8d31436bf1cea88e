package gen

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// sourceTypes are the types of sources that a job can be made for.
var sourceTypes = []string{"connection", "uploaded", "s3", "azure", "inline"}

// chooseSource finds out what the job reads from, and in which format.
func (j *job) chooseSource() error {
	o, s := j.options, j.source
	j.sourceType = o.Source
	files := len(o.Files) > 0
	switch {
	case o.Source != "":
	case s.Container && o.Connection != "":
		return refuse("a container file is read by a batch job, and --connection does not tell from where: give --source s3 or --source azure, with --file for the objects; or leave --connection out for uploaded files")
	case s.Container, files && o.Connection == "", s.Format != "" && o.Connection == "":
		j.sourceType = "uploaded"
	case files:
		return refuse("--connection with --file is for objects: give --source s3 or --source azure; a stream has no files, and uploaded files need no connection")
	default:
		j.sourceType = "connection"
	}
	j.reading.Batch = !j.streaming()
	switch j.sourceType {
	case "connection", "s3", "azure":
		if o.Connection == "" {
			return refuse("--connection is missing: the connection that the job reads from")
		}
	case "uploaded", "inline":
		if o.Connection != "" {
			return refuse("--connection is for streams and objects: a source of the type %s has none", j.sourceType)
		}
	default:
		return refuse("--source is one of %s, not %q", strings.Join(sourceTypes, ", "), o.Source)
	}
	if err := j.chooseFormat(); err != nil {
		return err
	}
	return j.checkFiles()
}

func (j *job) chooseFormat() error {
	s := j.source
	switch {
	case s.Message != nil && !j.streaming():
		return refuse("Protobuf is read from streams only: give --connection and no --file")
	case s.Message != nil:
		j.format = "protobuf"
	case s.Avro != nil && j.sourceType == "inline":
		return refuse("data inside the spec is nd-json or delimited text: Avro files must be uploaded")
	case s.Container && j.streaming():
		return refuse("container files are read by batch jobs only; for a stream take the .avsc of its records")
	case s.Avro != nil && j.streaming():
		j.format = "avro_stream"
	case s.Avro != nil:
		j.format = "avro_ocf"
	case j.streaming() && s.Format == "json":
		j.format = "nd-json" // a record of a stream is one value, however the sample is laid out
	default:
		j.format = s.Format
	}
	return nil
}

// checkFiles completes the names of files.
func (j *job) checkFiles() error {
	switch j.sourceType {
	case "uploaded":
		if len(j.options.Files) > 0 {
			return nil
		}
		if j.source.Avro != nil && !j.source.Container {
			return refuse("--file is missing: the names of the uploaded Avro files")
		}
	case "s3", "azure":
		if len(j.options.Files) == 0 {
			return refuse("--file is missing: the addresses of the objects, such as s3://bucket/events.ocf")
		}
		for _, name := range j.options.Files {
			if !strings.Contains(name, "://") {
				return refuse("--file %s: objects are named by their addresses, such as s3://bucket/%[1]s", name)
			}
		}
		j.note("", `the documentation that could be read does not name the fields that select objects: "uris" is from a public script`)
	default:
		if len(j.options.Files) > 0 {
			return refuse("--file is for uploaded files and objects: a source of the type %s has none", j.sourceType)
		}
	}
	return nil
}

// fileNames are the files of the job: those that the user named, else one that is called like the local one.
func (j *job) fileNames() []string {
	if len(j.options.Files) > 0 {
		return j.options.Files
	}
	return []string{filepath.Base(j.source.Name)}
}

// sourceSpec is the source of the job.
func (j *job) sourceSpec() document.Value {
	members := []document.Member{text("type", j.sourceType)}
	switch j.sourceType {
	case "uploaded":
		members = append(members, texts("fileList", j.fileNames()))
	case "inline":
		members = append(members, text("data", j.source.Text))
	default:
		members = append(members, text("connectionName", j.options.Connection))
		if !j.streaming() {
			members = append(members, texts("uris", j.options.Files))
		}
	}
	return document.ObjectOf(append(members,
		document.Member{Key: "inputSchema", Value: j.inputSchema()},
		document.Member{Key: "formatSettings", Value: j.formatSettings()})...)
}

func (j *job) formatSettings() document.Value {
	members := []document.Member{text("format", j.format)}
	switch j.format {
	case "avro_stream", "protobuf":
		members = append(members, document.Member{Key: "parseSchemaProvider", Value: j.provider})
	case "csv", "tsv":
		if !j.streaming() { // header settings cannot be given for a stream
			members = append(members, document.Member{Key: "findColumnsFromHeader", Value: document.BoolOf(true)})
		}
	}
	return document.ObjectOf(members...)
}

// readFields finds the fields of the records and the provider of their schema.
func (j *job) readFields() error {
	s := j.source
	if s.Registered && j.streaming() && j.options.Registry == "" {
		j.note("", "the schema is from a registry: records that were written with it are framed, which only --provider registry:CONNECTION reads")
	}
	switch {
	case s.Message != nil:
		return j.readMessage()
	case s.Avro == nil:
		if j.streaming() && (j.format == "csv" || j.format == "tsv") {
			j.note("", "a stream of delimited text has no header, and its settings cannot name the columns: inputSchema has them all, in the order of the sample")
		}
		return j.addEntries(s.Record)
	case s.Avro.Model.Kind != field.Record:
		return faulty("%s: the schema is of the type %s and not a record", s.Name, s.Avro.Root)
	}
	if j.format == "avro_stream" {
		j.provider = registryProvider(j.options.Registry)
		if j.options.Registry == "" {
			schema, ok := s.Avro.Node().Value(), true
			if !s.Avro.StandsAlone() {
				schema, ok = s.Avro.Inline()
			}
			if !ok {
				return faulty("%s: the schema reads otherwise when it stands alone in a job: define its types in one file", s.Name)
			}
			j.provider = document.ObjectOf(text("type", "inline-avro"), document.Member{Key: "schema", Value: schema})
		}
	}
	return j.addEntries(s.Avro.Model)
}

func registryProvider(connection string) document.Value {
	return document.ObjectOf(text("type", "connection"), text("connectionName", connection))
}

// readMessage makes a set for the job that has nothing in it which Druid cannot read, under the names of the .proto file.
func (j *job) readMessage() error {
	message := j.source.Message
	if j.options.Registry != "" {
		j.provider = registryProvider(j.options.Registry)
		if err := j.acceptUnreadable(message); err != nil {
			return err
		}
		return j.addEntries(message.Type())
	}
	set := j.source.Set.Only(message.File.Name)
	if len(set.MissingImports()) > 0 {
		if set = set.Complete(); set == nil {
			return faulty("%s: the descriptor set lacks files that it imports: make it with --include_imports", j.source.Name)
		}
	}
	if j.options.FieldNames == "" {
		set = set.UseProtoNames()
	}
	set, err := j.prune(set, message.FullName)
	if err != nil {
		return err
	}
	j.provider = document.ObjectOf(text("type", "inline-protobuf"), text("descriptor", set.Encode()), text("protoMessageType", message.FullName))
	return j.addEntries(set.Message(message.FullName).Type())
}

// prune leaves fields on which Druid throws out of a set, at every depth.
func (j *job) prune(set *protobuf.Set, message string) (*protobuf.Set, error) {
	for rounds := 0; ; rounds++ {
		bad := protobuf.UnreadableFields(set.Message(message))
		if len(bad) == 0 {
			return set, nil
		}
		drop := map[string]field.Kind{}
		for _, u := range bad {
			if !strings.HasPrefix(u.Field.Parent.File.Name, "google/") {
				drop[u.Field.FullName()] = u.Why
				continue
			}
			for _, name := range valueLists(set) { // messages of others are not changed: what leads to them goes
				drop[name] = u.Why
			}
		}
		if len(drop) == 0 || rounds > len(set.Messages()) {
			return nil, faulty("%s: %s cannot be left out of the descriptor, and Druid cannot read it", j.source.Name, bad[0].Path)
		}
		names := slices.Sorted(maps.Keys(drop))
		for _, name := range names {
			j.note(strings.TrimPrefix(name, message+"."), "left out of the descriptor: "+whyUnreadable(drop[name]))
		}
		set = set.Prune(names)
	}
}

// valueLists are the fields of a set that are lists or maps of Struct, Value or ListValue. Inside of lists Druid does not know these,
// and hands over their parts, among which there is a Struct.
func valueLists(set *protobuf.Set) []string {
	var names []string
	for _, m := range set.Messages() {
		if strings.HasPrefix(m.File.Name, "google/") || m.MapEntry {
			continue
		}
		for _, f := range m.Fields {
			item := f.Message
			if f.Map() {
				item = item.Field("value").Message
			}
			if !f.Repeated || item == nil {
				continue
			}
			switch item.FullName {
			case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
				names = append(names, f.FullName())
			}
		}
	}
	return names
}

func whyUnreadable(why field.Kind) string {
	return field.WhyNone(&field.Type{Kind: why, Key: &field.Type{Kind: field.Int}}, field.Reading{})
}

// acceptUnreadable refuses messages that a registry gives whole, with fields on which Druid throws.
func (j *job) acceptUnreadable(message *protobuf.Message) error {
	for _, u := range protobuf.UnreadableFields(message) {
		if !j.options.AcceptUnreadable {
			return refuse("%s: %s. A registry gives the schema whole, so that it cannot be left out: take --provider inline if the records are not framed, or --accept-unreadable if the field is never set", u.Path, whyUnreadable(u.Why))
		}
		j.unreadable = append(j.unreadable, u.Path)
		j.note(u.Path, "accepted although "+whyUnreadable(u.Why))
	}
	return nil
}
