package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

// probedRecord is a record in the output.
type probedRecord struct {
	Name     string   `json:"name"`
	Size     int      `json:"size"`
	Encoding string   `json:"encoding"`
	Format   string   `json:"format"`
	Sure     bool     `json:"sure"`
	SchemaID uint32   `json:"schemaId,omitempty"`
	GUID     string   `json:"guid,omitempty"`
	Indexes  []int    `json:"indexes,omitempty"`
	Payload  int      `json:"payload"`
	Type     string   `json:"type,omitempty"`
	Schema   string   `json:"schema,omitempty"`
	Reasons  []string `json:"reasons"`

	verdict wire.Verdict
}

// judge adds a record to the output and to the tally.
func (r *probeRun) judge(name string, data []byte) {
	v := wire.Judge(data, r.schemas)
	r.side.Add(v)
	record := probedRecord{
		Name: name, Size: len(data), Encoding: v.Encoding.String(), Format: v.Format.String(), Sure: v.Sure, SchemaID: v.SchemaID, GUID: v.GUID,
		Indexes: v.Indexes, Payload: v.Payload, Reasons: v.Reasons, verdict: v,
	}
	if v.Schema != nil {
		record.Schema = v.Schema.Name
	}
	switch {
	case v.Message != nil:
		record.Type = v.Message.FullName
	case v.Schema != nil && v.Schema.Avro != nil:
		record.Type = v.Schema.Avro.Root.String()
		if v.Schema.Avro.Root.Name != "" {
			record.Type = v.Schema.Avro.Root.Name
		}
	}
	r.records = append(r.records, record)
}

func (r *probeRun) print() error {
	advice := advise(&r.side, r.records, r.flags.key)
	if r.flags.format == "json" {
		return writeJSON(r.streams.out, struct {
			Records []probedRecord `json:"records"`
			Summary *evidence.Side `json:"summary"`
			Advice  []string       `json:"advice"`
		}{r.records, &r.side, advice})
	}
	var b bytes.Buffer
	for _, record := range r.records {
		fmt.Fprintf(&b, "%s (%s): %s\n", record.Name, count(record.Size, "byte"), record.title())
		for _, reason := range record.Reasons {
			fmt.Fprintf(&b, "  %s\n", reason)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", r.summary())
	for _, sentence := range advice {
		fmt.Fprintf(&b, "%s\n", sentence)
	}
	return printed(r.streams.out.Write(b.Bytes()))
}

// title names what the record is.
func (p *probedRecord) title() string {
	title := encodingTitle(p.verdict.Encoding)
	switch p.verdict.Encoding {
	case wire.Registry:
		title += fmt.Sprintf(", id %d", p.SchemaID)
	case wire.Bare:
		title += " " + formatTitle(p.verdict.Format)
	}
	if f := p.verdict.Format; f != wire.NoFormat && p.verdict.Encoding != wire.Bare && p.verdict.Encoding != wire.JSON {
		title += ", " + formatTitle(f)
	}
	switch {
	case p.Sure:
		return title
	case p.verdict.Encoding == wire.Unknown:
		return "not to be told"
	}
	return "not sure, perhaps " + title
}

func encodingTitle(e wire.Encoding) string {
	switch e {
	case wire.Empty:
		return "empty"
	case wire.Bare:
		return "bare"
	case wire.Registry:
		return "framed by a schema registry"
	case wire.RegistryHeader:
		return "framed by a schema registry with a GUID"
	case wire.SingleObject:
		return "Avro single-object encoding"
	case wire.Glue:
		return "framed by the AWS Glue schema registry"
	case wire.JSON:
		return "JSON"
	case wire.Text:
		return "text"
	}
	return "unknown"
}

func formatTitle(f wire.Format) string {
	return map[wire.Format]string{wire.Avro: "Avro", wire.Protobuf: "Protobuf", wire.JSONFormat: "JSON"}[f]
}

// summary counts the records in a sentence.
func (r *probeRun) summary() string {
	var parts []string
	for _, e := range wire.Encodings() {
		if n := r.side.Encodings[e]; n > 0 {
			part := fmt.Sprintf("%d %s", n, encodingTitle(e))
			if e == wire.Registry {
				part += " (" + idText(&r.side) + ")"
			}
			parts = append(parts, part)
		}
	}
	if n := r.side.Unsure; n > 0 {
		parts = append(parts, fmt.Sprintf("%d could not be told", n))
	}
	return fmt.Sprintf("%s: %s.", count(r.side.Samples, map[bool]string{false: "record", true: "key"}[r.flags.key]), strings.Join(parts, ", "))
}

// shownIDs is how many schema ids a sentence lists.
const shownIDs = 5

// idText lists schema ids: "id 7", "ids 7, 100042", "ids 1, 2, 3, 4, 5 and 245 more".
func idText(s *evidence.Side) string {
	var list []string
	for _, id := range s.IDs[:min(len(s.IDs), shownIDs)] {
		list = append(list, fmt.Sprint(id.ID))
	}
	text := strings.Join(list, ", ")
	if len(list) == 1 {
		return "id " + text
	}
	if more := s.DistinctIDs() - len(list); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return "ids " + text
}

// advise says in sentences what to write in a job that reads such records.
func advise(s *evidence.Side, records []probedRecord, key bool) []string {
	var advice []string
	switch s.Verdict() {
	case evidence.Registry:
		advice = adviseFramed(s, records)
	case evidence.Bare:
		advice = adviseBare(s.Format)
	case evidence.JSON:
		advice = []string{`They are JSON: use the format "nd-json".`}
	case evidence.Text:
		advice = []string{`They are text: "csv", "tsv" or another text format reads them, whichever they are.`}
	case evidence.Mixed:
		advice = []string{"They are not all encoded alike, and a job has one setting for all: every record of another encoding is lost or read as garbage. Find out who writes them."}
	case evidence.Other:
		advice = []string{"Polaris has no setting for this encoding: have the producer write bare records, or use the form of the Confluent schema registry."}
	default:
		if s.Unsure == 0 {
			return []string{"Empty records tell nothing: add some that are not."}
		}
		return []string{"Add the schema that the records were written with: --schema FILE."}
	}
	if s.Unsure > 0 {
		advice = append(advice, "For the records that could not be told, add the schema that they were written with: --schema FILE.")
	}
	if key {
		advice = append(advice, `For keys this belongs into "keyFormat" of the format "kafka".`)
	}
	return advice
}

func adviseFramed(s *evidence.Side, records []probedRecord) []string {
	const provider = `"parseSchemaProvider": {"type": "connection", "connectionName": NAME}`
	switch s.Format {
	case "avro":
		return []string{
			fmt.Sprintf(`These records are framed by a schema registry (%s): use the format "avro_stream" with %s, where NAME is a connection of the type confluent_schema_registry.`, idText(s), provider),
			"An inline schema would read the five bytes before the data as data: depending on the id as empty strings and other wrong values without an error, or as an exception.",
		}
	case "protobuf":
		advice := []string{
			fmt.Sprintf(`These records are framed by a schema registry (%s): use the format "protobuf" with %s, where NAME is a connection of the type confluent_schema_registry.`, idText(s), provider),
			"An inline descriptor would fail on every record: its first byte is no tag of a field.",
		}
		for _, record := range records {
			if record.Sure && len(record.Indexes) > 0 && (len(record.Indexes) > 1 || record.Indexes[0] != 0) {
				return append(advice, fmt.Sprintf("But a job reads only the first message of the registered file, and %s is %s: have the producer register a schema that begins with it.", record.Name, record.Type))
			}
		}
		return advice
	case "json":
		return []string{
			fmt.Sprintf("These records are JSON framed by a schema registry (%s): no format of Polaris skips the five bytes before the JSON.", idText(s)),
			"Have the producer write plain JSON, Avro or Protobuf.",
		}
	}
	return []string{fmt.Sprintf("These records are framed by a schema registry (%s), and their data have different formats, for which a job has no setting.", idText(s))}
}

func adviseBare(format string) []string {
	switch format {
	case "avro":
		return []string{
			`These records are bare Avro: use the format "avro_stream" with "parseSchemaProvider": {"type": "inline-avro", "schema": SCHEMA}.`,
			"A connection to a schema registry would take bytes 1–4 of every record for the id of a schema.",
		}
	case "protobuf":
		return []string{
			`These records are bare Protobuf: use the format "protobuf" with "parseSchemaProvider": {"type": "inline-protobuf", "descriptor": DESCRIPTOR}; polarspec descriptor prints that of a .proto file.`,
			"A connection to a schema registry would take bytes 1–4 of every record for the id of a schema.",
		}
	}
	return []string{"These records are bare, but some are Avro and some are Protobuf, and a job reads one format."}
}
