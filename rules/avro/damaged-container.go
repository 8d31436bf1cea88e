package avro

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/avro"
)

//go:embed damaged-container.md
var damagedContainerPage string

func damagedContainer() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/damaged-container", Severity: lint.Error, Page: damagedContainerPage,
			Summary:  "an Avro object container file that cannot be read",
			Evidence: "Avro specification, Object Container Files, and what Avro's Java library refuses",
		},
		CheckSchema: func(s *lint.SchemaPass) {
			if damage := s.File.Damage; damage != nil {
				s.Report(lint.Problem{Message: fmt.Sprintf("%s, so a job that reads the file fails: %s", damageWords(s.File.Container, damage), remedy(damage.Code))})
			}
		},
	}
}

// damageWords says what is wrong and how much of the file comes before that.
func damageWords(c *avro.Container, damage *avro.DamageError) string {
	switch damage.Code {
	case avro.BadBlock, avro.TruncatedBlock, avro.WrongSync:
		return fmt.Sprintf("%v, after %s", damage, counted(c.Records, "whole record"))
	default:
		return damage.Error()
	}
}

func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// remedy says what to do about it.
func remedy(code avro.DamageCode) string {
	switch code {
	case avro.NotAContainer:
		return "upload a file that an Avro writer made"
	case avro.UnknownCodec:
		return "write it with one of these"
	case avro.BadSchema, avro.NoSchema:
		return "write the file again, with a schema that Avro takes"
	case avro.TruncatedHeader, avro.TruncatedBlock:
		return "copy or write the file again, to its end"
	default:
		return "copy or write the file again"
	}
}
