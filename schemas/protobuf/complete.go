package protobuf

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Complete returns the set with the files that it lacks, by their names from the other sets or, if they are well-known, built in. As
// protoc writes them, files come after those that they import. It is nil if a file is nowhere, or if the whole does not link.
func (s *Set) Complete(others ...*Set) *Set {
	c := completion{sources: append([]*Set{s}, others...), added: map[string]bool{}}
	for _, f := range s.proto.File {
		if !c.add(f) {
			return nil
		}
	}
	out, fault := newSet(&c.out, proto.Size(&c.out))
	if fault != nil || len(out.problems) > 0 || len(out.missing) > 0 {
		return nil
	}
	return out
}

type completion struct {
	sources []*Set
	added   map[string]bool
	out     descriptorpb.FileDescriptorSet
}

func (c *completion) add(f *descriptorpb.FileDescriptorProto) bool {
	if c.added[f.GetName()] {
		return true
	}
	c.added[f.GetName()] = true
	for _, name := range f.GetDependency() {
		if dependency := c.find(name); dependency == nil || !c.add(dependency) {
			return false
		}
	}
	c.out.File = append(c.out.File, f)
	return true
}

func (c *completion) find(name string) *descriptorpb.FileDescriptorProto {
	for _, set := range c.sources {
		for _, f := range set.proto.File {
			if f.GetName() == name {
				return f
			}
		}
	}
	if !strings.HasPrefix(name, "google/protobuf/") {
		return nil
	}
	known, err := protoregistry.GlobalFiles.FindFileByPath(name)
	if err != nil {
		return nil
	}
	return protodesc.ToFileDescriptorProto(known)
}
