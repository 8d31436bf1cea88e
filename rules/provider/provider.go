// Package provider holds the rules on where the schema of Avro and Protobuf records comes from.
package provider

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		missing(), wrongKind(), notARegistry(), unknownConnection(), messageTypeIgnored(), inlineOnRegistryTopic(), registryOnBareTopic(),
		framedJSON(), formatNotTopic(), mixedEncoding(), framedKey(), registrySecondMessage(), manyRecordTypes(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}
