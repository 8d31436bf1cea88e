package protobuf

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed unsupported-edition.md
var unsupportedEditionPage string

func unsupportedEdition() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/unsupported-edition", Severity: lint.Warning, Page: unsupportedEditionPage,
			Summary:  "a .proto file of an edition that cannot be compiled here",
			Evidence: "the compiler in polarspec knows proto2, proto3 and edition 2023",
		},
		CheckSchema: func(s *lint.SchemaPass) {
			sourceFaults(s, func(code protobuf.Code) bool { return code == protobuf.UnsupportedEdition }, "the file is not checked, and polarspec descriptor cannot compile it")
		},
	}
}
