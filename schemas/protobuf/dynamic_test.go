package protobuf

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// checkWithDynamic compares a reading with that of Go's dynamicpb. That reads 10,000 levels and looks at required fields last.
func checkWithDynamic(t *testing.T, m *Message, record []byte, r Reading) {
	t.Helper()
	if r.Code == TooDeep || r.Code == MissingRequired {
		return
	}
	err := proto.UnmarshalOptions{AllowPartial: true}.Unmarshal(record, dynamicpb.NewMessage(descriptorOf(t, m)))
	if (err == nil) != (r.Code == "") {
		t.Errorf("%s: dynamicpb says %v, we %+v", m.FullName, err, r)
	}
}

func descriptorOf(t *testing.T, m *Message) protoreflect.MessageDescriptor {
	t.Helper()
	files := []*descriptorpb.FileDescriptorProto{m.File.proto}
	for _, f := range m.File.imports {
		files = append(files, f.proto)
	}
	registry, err := protodesc.NewFiles(&descriptorpb.FileDescriptorSet{File: files})
	if err != nil {
		t.Fatal(err)
	}
	d, err := registry.FindDescriptorByName(protoreflect.FullName(strings.TrimPrefix(m.FullName, ".")))
	if err != nil {
		t.Fatal(err)
	}
	message, ok := d.(protoreflect.MessageDescriptor)
	if !ok {
		t.Fatalf("%s is no message", m.FullName)
	}
	return message
}
