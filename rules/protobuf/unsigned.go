package protobuf

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed unsigned.md
var unsignedPage string

func unsigned() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/unsigned", Severity: lint.Info, Page: unsignedPage,
			Summary:  "large values of an unsigned field arrive as negative numbers",
			Evidence: "Druid takes the bits as a signed number (druid-semantics section 2.2)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range columns(p) {
				told := map[*protobuf.Field]bool{}
				for _, d := range matched(p, s) {
					name, bits := bitsOf(s.Field(d.field.JSONName))
					if bits == 0 || told[d.field] || misses(d, p.Settings.ProtobufNames()) || corrected(p, d) {
						continue
					}
					told[d.field] = true
					p.Report(lint.Problem{At: d.name(), Message: unsignedMessage(d, name, bits)})
				}
			}
		},
	}
}

func unsignedMessage(d declared, kind string, bits int) string {
	message := fmt.Sprintf("%q is %s: values from 2^%d on arrive as negative numbers", d.name().Text(), kind, bits-1)
	switch {
	case bits == 64:
		return message + ". If there are any, send the field as a string"
	case d.field.Repeated:
		return message + ". If there are any, send the field as int64"
	default:
		return message + fmt.Sprintf(`. If there are any, declare it as long and write CASE WHEN "%[1]s" < 0 THEN "%[1]s" + 4294967296 ELSE "%[1]s" END`, d.name().Text())
	}
}

// bitsOf returns the type of an unsigned field and its size, 0 for any other field.
func bitsOf(f *field.Field) (kind string, bits int) {
	if f == nil {
		return "", 0
	}
	switch t := f.Type; t.Kind {
	case field.Array:
		return unsignedKind(t.Item)
	case field.Wrapper:
		_, bits = unsignedKind(t.Item)
		return "a " + strings.TrimPrefix(t.Name, "google.protobuf."), bits
	default:
		return unsignedKind(t)
	}
}

func unsignedKind(t *field.Type) (kind string, bits int) {
	switch t.Kind {
	case field.UInt32:
		return "uint32", 32
	case field.Fixed32:
		return "fixed32", 32
	case field.UInt64:
		return "uint64", 64
	case field.Fixed64:
		return "fixed64", 64
	default:
		return "", 0
	}
}

// corrected reports whether an expression already puts the value right: the number of 32 bits stands beside the field.
func corrected(p *lint.Pass, d declared) bool {
	return slices.ContainsFunc(p.Uses().Of(d.name().Text()), func(use lint.Use) bool {
		return strings.Contains(use.Expression.Text(use.Expression.Tree.Span()), "429496729")
	})
}
