// Package shape holds the rules on fields, types and values of a spec. What is allowed is in the model (schemas/polaris);
// most of these rules only say what its violations mean.
package shape

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		missingField(), wrongType(), notAllowed(), unknownField(), responseField(), legacyField(), invalidPeriod(), invalidInterval(),
		tableName(), connectionName(), columnName(), tooManyColumns(),
	}
}

// everyKind is all documents that have a model.
var everyKind = []polaris.Kind{polaris.JobKind, polaris.ConnectionKind, polaris.TableKind}
