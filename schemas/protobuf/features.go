package protobuf

import (
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/polarspec/polarspec/schemas/field"
)

// features are the features of editions that matter to a reader, also for proto2 and proto3, which fix them.
type features struct {
	proto2    bool
	presence  descriptorpb.FeatureSet_FieldPresence
	delimited bool
	checkUTF8 bool
}

// featuresOf returns the features that a file has before its own options. Like Java, an unknown syntax counts as proto2.
func featuresOf(f *descriptorpb.FileDescriptorProto) features {
	switch f.GetSyntax() {
	case "proto3":
		return features{presence: descriptorpb.FeatureSet_IMPLICIT, checkUTF8: true}
	case "editions":
		explicit := features{presence: descriptorpb.FeatureSet_EXPLICIT, checkUTF8: true}
		return explicit.with(f.GetOptions().GetFeatures())
	}
	return features{proto2: true, presence: descriptorpb.FeatureSet_EXPLICIT}
}

// with returns the features with what an element sets itself.
func (f features) with(set *descriptorpb.FeatureSet) features {
	if set == nil {
		return f
	}
	if p := set.GetFieldPresence(); p != descriptorpb.FeatureSet_FIELD_PRESENCE_UNKNOWN {
		f.presence = p
	}
	if e := set.GetMessageEncoding(); e != descriptorpb.FeatureSet_MESSAGE_ENCODING_UNKNOWN {
		f.delimited = e == descriptorpb.FeatureSet_DELIMITED
	}
	if u := set.GetUtf8Validation(); u != descriptorpb.FeatureSet_UTF8_VALIDATION_UNKNOWN {
		f.checkUTF8 = u == descriptorpb.FeatureSet_VERIFY
	}
	return f
}

// presenceOf says when a field is absent from what Druid hands over (druid-semantics 2.2).
func presenceOf(p *descriptorpb.FieldDescriptorProto, f features) field.Presence {
	isMessage := p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_MESSAGE || p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_GROUP
	switch {
	case p.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REPEATED:
		return field.Implicit
	case p.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REQUIRED, f.presence == descriptorpb.FeatureSet_LEGACY_REQUIRED:
		return field.Required
	case p.OneofIndex != nil, p.GetProto3Optional(), isMessage, f.presence == descriptorpb.FeatureSet_EXPLICIT:
		return field.Explicit
	}
	return field.Implicit
}
