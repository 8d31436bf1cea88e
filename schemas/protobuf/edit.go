package protobuf

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// UseProtoNames returns the set with the json_name of every field set to its name, so that Druid hands values over under the names
// of the .proto file. Files under google/ stay as they are: their JSON form is fixed.
func (s *Set) UseProtoNames() *Set {
	return s.edit(func(m *descriptorpb.DescriptorProto, _ string) {
		for _, f := range m.Field {
			f.JsonName = proto.String(f.GetName())
		}
	})
}

// HasProtoNames reports whether the set is one that [Set.UseProtoNames] made, or like it: fields whose JSON name would be another
// have their own name as json_name, and there are such fields.
func (s *Set) HasProtoNames() bool {
	found := false
	for _, m := range s.messages {
		if strings.HasPrefix(m.File.Name, "google/") || m.MapEntry {
			continue
		}
		for _, f := range m.Fields {
			if jsonName(f.Name) == f.Name {
				continue
			}
			if f.JSONName != f.Name {
				return false
			}
			found = true
		}
	}
	return found
}

// Prune returns the set without the fields of these full names. Oneofs and map entries that nothing is left of go with them.
func (s *Set) Prune(fields []string) *Set {
	drop := make(map[string]bool, len(fields))
	for _, name := range fields {
		drop[name] = true
	}
	return s.edit(func(m *descriptorpb.DescriptorProto, full string) {
		kept := m.Field[:0:0]
		entries := map[string]bool{}
		for _, f := range m.Field {
			if !drop[full+"."+f.GetName()] {
				kept = append(kept, f)
				continue
			}
			entries[f.GetTypeName()] = true
		}
		if len(kept) == len(m.Field) {
			return
		}
		m.Field = kept
		dropEntries(m, full, entries)
		dropOneofs(m)
	})
}

// dropEntries removes the map entries of removed fields.
func dropEntries(m *descriptorpb.DescriptorProto, full string, entries map[string]bool) {
	kept := m.NestedType[:0:0]
	for _, n := range m.NestedType {
		if !n.GetOptions().GetMapEntry() || !entries["."+full+"."+n.GetName()] {
			kept = append(kept, n)
		}
	}
	m.NestedType = kept
}

// dropOneofs removes the oneofs without fields and renumbers the others.
func dropOneofs(m *descriptorpb.DescriptorProto) {
	used := make([]bool, len(m.OneofDecl))
	valid := func(f *descriptorpb.FieldDescriptorProto) bool {
		return f.OneofIndex != nil && f.GetOneofIndex() >= 0 && int(f.GetOneofIndex()) < len(used)
	}
	for _, f := range m.Field {
		if valid(f) {
			used[f.GetOneofIndex()] = true
		}
	}
	index := make([]int32, len(used))
	var kept []*descriptorpb.OneofDescriptorProto
	for i, o := range m.OneofDecl {
		index[i] = int32(len(kept))
		if used[i] {
			kept = append(kept, o)
		}
	}
	for _, f := range m.Field {
		if valid(f) {
			f.OneofIndex = proto.Int32(index[f.GetOneofIndex()])
		}
	}
	m.OneofDecl = kept
}

// Only returns the set of the named files and all that they import, in the order of the set. It is what is left of a set that has
// more files than the job needs.
func (s *Set) Only(files ...string) *Set {
	keep := map[*File]bool{}
	var todo []*File
	for _, f := range s.files {
		for _, name := range files {
			if f.Name == name {
				todo = append(todo, f)
			}
		}
	}
	for len(todo) > 0 {
		f := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !keep[f] {
			keep[f] = true
			todo = append(todo, f.imports...)
		}
	}
	out := &descriptorpb.FileDescriptorSet{}
	for _, f := range s.files {
		if keep[f] {
			out.File = append(out.File, f.proto)
		}
	}
	return s.rebuilt(out)
}

// edit applies a change to every message of a copy of the set, files under google/ left out.
func (s *Set) edit(change func(m *descriptorpb.DescriptorProto, fullName string)) *Set {
	copied := proto.CloneOf(s.proto)
	var each func(list []*descriptorpb.DescriptorProto, scope string)
	each = func(list []*descriptorpb.DescriptorProto, scope string) {
		for _, m := range list {
			full := join(scope, m.GetName())
			change(m, full)
			each(m.NestedType, full)
		}
	}
	for _, f := range copied.File {
		if !strings.HasPrefix(f.GetName(), "google/") {
			each(f.MessageType, f.GetPackage())
		}
	}
	return s.rebuilt(copied)
}

// rebuilt links an edited set; it is no larger than the one it comes from, whose limit it keeps.
func (s *Set) rebuilt(edited *descriptorpb.FileDescriptorSet) *Set {
	out, fault := newSet(edited, s.limit/16)
	if fault != nil { // not reached: names only got fewer
		return s
	}
	return out
}
