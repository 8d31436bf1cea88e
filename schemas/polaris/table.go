package polaris

import (
	"embed"

	"github.com/polarspec/polarspec/schemas/shape"
)

//go:generate go run ../compile/run.go -package polaris -schemas ../jsonschema -reference ../../docs/reference/fields.md Job=job.schema.json Connection=connection.schema.json Table=table.schema.json

// Definitions are the CUE files that the field table is generated from.
//
//go:embed *.cue
var Definitions embed.FS

// The roots of the field table.

// JobType is the model of a job spec.
func JobType() *shape.Type { return &typeJob }

// ConnectionType is the model of a connection spec.
func ConnectionType() *shape.Type { return &typeConnection }

// TableType is the model of a table spec.
func TableType() *shape.Type { return &typeTable }

// JobResponseType is the model of a job as the service returns it.
func JobResponseType() *shape.Type { return &typeJobResponse }

// ConnectionResponseType is the model of a connection as the service returns it.
func ConnectionResponseType() *shape.Type { return &typeConnectionResponse }
