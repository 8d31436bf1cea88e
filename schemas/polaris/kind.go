package polaris

import (
	"bytes"
	"iter"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Kind is what a document is.
type Kind uint8

// The kinds of documents. Foreign is everything that is no business of ours.
const (
	Foreign Kind = iota
	JobKind
	ConnectionKind
	TableKind
)

// String returns the word for the kind: "job", "connection", "table".
func (k Kind) String() string {
	switch k {
	case JobKind:
		return "job"
	case ConnectionKind:
		return "connection"
	case TableKind:
		return "table"
	default:
		return "foreign document"
	}
}

// Type returns the model that documents of the kind are judged by, nil for foreign ones.
func (k Kind) Type() *shape.Type {
	switch k {
	case JobKind:
		return JobType()
	case ConnectionKind:
		return ConnectionType()
	case TableKind:
		return TableType()
	default:
		return nil
	}
}

// Identity says what a document is and whether it came from the service.
type Identity struct {
	Kind Kind
	// Response is true for a job with three or more fields that only a response has, and for a connection with two or more.
	Response bool
}

// Identify tells by its content what a document is. claimed says that somebody vouches for it (its place in the project,
// or standard input), so that fewer signs are enough.
func Identify(root document.Node, claimed bool) Identity {
	if root.Kind() != document.Object {
		return Identity{}
	}
	switch {
	case isJob(root, claimed):
		return Identity{JobKind, responseFields(root, &typeJobResponseOnly) >= 3}
	case isConnection(root, claimed):
		return Identity{ConnectionKind, responseFields(root, &typeConnectionBase) >= 2}
	case isTable(root):
		return Identity{Kind: TableKind}
	}
	return Identity{}
}

// KnownType reports whether the type of a document is one that jobs, connections or tables have. Other systems have some of them too.
func KnownType(root document.Node) bool {
	kind := root.Get("type").Text()
	return typeJob.Variant(kind) != nil || typeConnection.Variant(kind) != nil || typeTable.Variant(kind) != nil
}

// jobSigns are names of job fields that other systems hardly use; any of them beside source and target makes a job.
var jobSigns = []string{"mappings", "createTableIfNotExists", "filterExpression", "ingestionMode", "readFromPoint", "lateMessageRejectionPeriod"}

func isJob(root document.Node, claimed bool) bool {
	kind := root.Get("type").Text()
	source, target := root.Get("source"), root.Get("target")
	switch kind {
	case "batch", "streaming":
		if source.Exists() || target.Exists() || hasAny(root, jobSigns...) {
			return claimed || source.Kind() == document.Object || target.Get("tableName").Exists() || hasAny(root, jobSigns...)
		}
	case "sql":
		query := root.Get("query")
		return root.Get("createTableIfNotExists").Exists() || ingests(query) || claimed && query.Exists() || query.Kind() != document.String && hasAny(root, "context", "parameters")
	case "delete_data", "drop_table", "restore_data":
		return claimed || target.Exists() || hasAny(root, "softDelete", "interval")
	}
	if hasAny(root, "jobType") && hasAny(root, "timestampMapping", "columnRenames", "inputSchema", "fileList") {
		return true // the spec of 2022
	}
	if !source.Exists() || !target.Exists() {
		return false
	}
	return claimed || hasAny(root, jobSigns...) || hasAny(source, "formatSettings", "inputSchema") || target.Get("tableName").Exists()
}

// ingests reports whether the text of a query starts like a statement that writes to a table.
func ingests(query document.Node) bool {
	text := bytes.ToUpper([]byte(query.Text()))
	return bytes.Contains(text, []byte("INSERT INTO")) || bytes.Contains(text, []byte("REPLACE INTO"))
}

// connectionSigns are the fields that make a document with a type and a name a connection.
var connectionSigns = []string{"secrets", "bootstrapServers", "topicName", "urls", "storageAccount", "submittedByUser"}

// cloudSigns are the same for types whose fields are not documented where we could read: names that users write there.
var cloudSigns = map[string][]string{
	"kinesis": {"stream", "streamName", "awsAssumedRoleArn", "roleArn"},
	"s3":      {"bucket", "bucketName", "awsAssumedRoleArn", "roleArn"},
	"azure":   {"container", "containerName"},
}

func isConnection(root document.Node, claimed bool) bool {
	kind := root.Get("type").Text()
	switch kind {
	case "push_streaming", "confluent_schema_registry":
		return true // no other system has these types
	}
	known := typeConnection.Variant(kind) != nil
	if known && root.Get("name").Exists() {
		return claimed || hasAny(root, connectionSigns...) || hasAny(root, cloudSigns[kind]...)
	}
	return claimed && (known || root.Get("secrets").Exists()) && (root.Get("name").Exists() || hasAny(root, connectionSigns...))
}

func isTable(root document.Node) bool {
	kind := root.Get("type").Text()
	if kind != "detail" && kind != "aggregate" || !root.Get("name").Exists() {
		return false
	}
	return hasAny(root, "schema", "partitioningGranularity", "timeResolution", "storagePolicy", "clusteringColumns")
}

func hasAny(n document.Node, names ...string) bool {
	for _, name := range names {
		if n.Get(name).Exists() {
			return true
		}
	}
	return false
}

func responseFields(root document.Node, t *shape.Type) int {
	count := 0
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Rule == "shape/response-field" && root.Get(f.Name).Exists() {
			count++
		}
	}
	return count
}

// Documents yields the documents of a file: its root, or each element of a YAML stream, of a JSON array, and of an
// export {"values": [...]} as list requests return it.
func Documents(file *document.File) iter.Seq[document.Node] {
	root := file.Root()
	list := root
	if values := root.Get("values"); values.Kind() == document.Array {
		list = values
	}
	return func(yield func(document.Node) bool) {
		if list.Kind() != document.Array {
			if root.Exists() {
				yield(root)
			}
			return
		}
		for item := range list.Children() {
			if !yield(item) {
				return
			}
		}
	}
}

// telltales are words of the API that hardly any other text has.
var telltales = []string{
	"formatSettings", "inputSchema", "parseSchemaProvider", "createTableIfNotExists", "filterExpression", "readFromPoint",
	"lateMessageRejectionPeriod", "connectionName", "columnName", "isAggregation", "tableName", "fileList", "bootstrapServers",
	"confluent_schema_registry", "push_streaming", "sasl_plain", "avro_stream", "avro_ocf", "nd-json",
	"delete_data", "drop_table", "restore_data", "softDelete", "ingestionMode", "replaceAll", "partitionedBy", "desiredExecutionStatus", "topicName",
}

// LooksLikeSpec reports whether the text of a file that cannot be parsed carries at least two words of the API.
func LooksLikeSpec(text []byte) bool {
	count := 0
	for _, word := range telltales {
		if bytes.Contains(text, []byte(word)) {
			if count++; count == 2 {
				return true
			}
		}
	}
	return false
}

// discriminating are the words of which every document that Identify knows without a claim has at least one.
var discriminating = []string{"source", "target", "query", "context", "parameters", "createTableIfNotExists", "mappings", "softDelete", "interval",
	"jobType", "stream", "roleArn", "RoleArn", "bucket", "container", "secrets", "bootstrapServers", "topicName", "urls", "storageAccount", "submittedByUser", "push_streaming", "confluent_schema_registry",
	"filterExpression", "ingestionMode", "readFromPoint", "lateMessageRejectionPeriod",
	"schema", "partitioningGranularity", "timeResolution", "storagePolicy", "clusteringColumns"}

// MayBeSpec reports, without parsing, whether a file can hold a spec at all. It errs on the side of yes.
func MayBeSpec(text []byte) bool {
	if bytes.Contains(text, []byte(`\u`)) || bytes.Contains(text, []byte(`\x`)) {
		return true // a key may be written in escapes
	}
	if !bytes.Contains(text, []byte("type")) && !bytes.Contains(text, []byte("source")) && !bytes.Contains(text, []byte("jobType")) {
		return false
	}
	for _, word := range discriminating {
		if bytes.Contains(text, []byte(word)) {
			return true
		}
	}
	return false
}
