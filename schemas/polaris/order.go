package polaris

import (
	"math"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// fieldOrder is the order in which the examples of the documentation write the fields of an object: what it is, what it is called, what
// goes in and out, how; and at last what only a response has. No two objects disagree, so that one list does for all of them.
var fieldOrder = []string{
	"type", "format", "jobType", "name", "columnName", "dataType", "expression", "isAggregation", "version", "description",
	// jobs
	"target", "tableName", "createTableIfNotExists", "query", "parameters", "source", "fileList", "connectionName", "uris", "objects", "prefixes", "prefix", "pattern", "data", "interval", "versions",
	"softDelete", "ingestionMode", "intervals", "replaceAll", "replaceRunning", "partitionedBy", "timestampMapping", "columnRenames", "isReplace",
	"inputSchema", "formatSettings", "useSchemaDiscovery", "includeAllDimensions", "dimensionExclusions",
	"mappings", "filterExpression", "lateMessageRejectionPeriod", "earlyMessageRejectionPeriod", "readFromPoint", "maxParseExceptions", "maxParsingErrors", "maxSavedParsingErrors", "context",
	// formats and where their schemas are
	"valueFormat", "keyFormat", "parseSchemaProvider", "schemaMode", "partitioningGranularity", "timeResolution", "clusteringColumns", "schema", "descriptor", "protoMessageType",
	"binaryAsString", "extractUnionsByType", "columns", "findColumnsFromHeader", "skipHeaderRows", "delimiter", "listDelimiter", "encoding",
	"timestampColumnName", "topicColumnName", "keyColumnName", "partitionKeyColumnName", "partitionColumnName", "offsetColumnName", "headerFormat", "headerColumnPrefix", "headerLabelPrefix", "flattenSpec",
	// connections
	"bootstrapServers", "topicName", "urls", "storageAccount", "secrets", "username", "password", "accessKeySecret", "sasToken",
	// tables
	"storagePolicy", "retain", "period",
	// responses
	"id", "desiredExecutionStatus", "createdBy", "lastModifiedBy", "executionStatus", "health", "createdTimestamp", "lastUpdatedTimestamp", "startedTimestamp", "completedTimestamp",
	"submittedByUser", "submittedOnTimestamp", "modifiedByUser", "modifiedOnTimestamp",
}

// Order ranks the members of the objects of documents by the order of the documentation.
type Order struct {
	ranks  map[string]int
	models map[document.Node]*shape.Type // of the objects whose members have an order
}

// NewOrder returns an order that knows no document yet.
func NewOrder() *Order {
	o := &Order{ranks: make(map[string]int, len(fieldOrder)), models: map[document.Node]*shape.Type{}}
	for i, name := range fieldOrder {
		o.ranks[name] = i
	}
	return o
}

// Add makes the members of a document and of what is in it ordered. What the model does not look into keeps its order:
// Avro schemas, contexts, parameters, unknown fields, and objects of a type that is not known.
func (o *Order) Add(root document.Node, kind Kind) { o.add(root, kind.Type()) }

func (o *Order) add(n document.Node, t *shape.Type) {
	if t == nil || t.Opaque {
		return
	}
	switch n.Kind() {
	case document.Array:
		for item := range n.Children() {
			o.add(item, t.Item)
		}
	case document.Object:
		o.object(n, t)
	}
}

func (o *Order) object(n document.Node, t *shape.Type) {
	if t.Variants != nil {
		variant := t.Variant(n.Get(t.Discriminator).Text())
		if variant == nil {
			return
		}
		t = variant.Type
	}
	if t.Member == nil && t.Fields != nil {
		o.models[n] = t
	}
	for member := range n.Children() {
		if f := t.Field(member.Key()); f != nil {
			o.add(member, f.Type)
		} else {
			o.add(member, t.Member)
		}
	}
}

// Rank is the position of a member among those of its object: lower comes first. Members that the model does not know are behind
// those that it knows; all of an object that has no order have the same position.
func (o *Order) Rank(member document.Node) int {
	t := o.models[member.Parent()]
	if t == nil {
		return 0
	}
	if t.Field(member.Key()) == nil {
		return math.MaxInt
	}
	return o.ranks[member.Key()]
}
