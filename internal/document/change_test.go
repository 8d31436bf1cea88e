package document

import (
	"slices"
	"testing"
)

// checkChanges asserts that each change to each of the first nodes does what it says and nothing else.
func checkChanges(t *testing.T, f *File) {
	t.Helper()
	if len(f.Faults) > 0 {
		return
	}
	for i := range min(len(f.nodes), 30) {
		n := f.node(int32(i))
		path := pathOf(n)
		checkChange(t, n, "remove", RemoveMember(n), path, without)
		checkChange(t, n, "text", ReplaceText(n, "a 'b' \"c\": \n#"), path, func(parent Value, at int) Value {
			return with(parent, at, StringOf("a 'b' \"c\": \n#"))
		})
		value := ObjectOf(Member{"x y", ArrayOf(NumberOf("1"), StringOf("ü\u2028"))})
		checkChange(t, n, "value", ReplaceValue(n, value), path, func(parent Value, at int) Value { return with(parent, at, value) })
		checkChange(t, n, "key", RenameKey(n, "new 'key'"), path, func(parent Value, at int) Value {
			members := slices.Clone(parent.members)
			members[at].Key = "new 'key'"
			return ObjectOf(members...)
		})
	}
}

// pathOf returns the positions of the node and those above it, the outermost first.
func pathOf(n Node) (path []int) {
	for ; n.Parent().Exists(); n = n.Parent() {
		path = append([]int{n.Index()}, path...)
	}
	return path
}

func checkChange(t *testing.T, n Node, what string, edits []Edit, path []int, change func(parent Value, at int) Value) {
	t.Helper()
	if edits == nil || len(path) == 0 || usesAliases(n.file) {
		return
	}
	changed, err := Apply(n.file.Source, edits)
	if err != nil {
		t.Errorf("%s %q: %v", what, n.Pointer(), err)
		return
	}
	want := rebuild(n.file.Root().Value(), path, change)
	got := Parse(changed, n.file.Syntax)
	faults := slices.DeleteFunc(got.Faults, func(fault Fault) bool { return fault.Code == DuplicateKey })
	if len(faults) > 0 || !got.Root().Value().Equal(want) {
		t.Errorf("%s %q of %q gives %q, read as %s with %v, not %s", what, n.Pointer(), n.file.Source, changed, EncodeCompact(got.Root().Value()), faults, EncodeCompact(want))
	}
}

// usesAliases reports whether a change in one place can show in another.
func usesAliases(f *File) bool {
	return slices.ContainsFunc(f.nodes, func(r record) bool { return r.flags&aliased != 0 })
}

// rebuild returns v with the container of the child at path changed.
func rebuild(v Value, path []int, change func(parent Value, at int) Value) Value {
	if len(path) == 1 {
		return change(v, path[0])
	}
	return with(v, path[0], rebuild(childAt(v, path[0]), path[1:], change))
}

func childAt(v Value, at int) Value {
	if v.Kind() == Object {
		return v.members[at].Value
	}
	return v.items[at]
}

func with(v Value, at int, child Value) Value {
	if v.Kind() == Object {
		members := slices.Clone(v.members)
		members[at].Value = child
		return ObjectOf(members...)
	}
	items := slices.Clone(v.items)
	items[at] = child
	return ArrayOf(items...)
}

func without(v Value, at int) Value {
	if v.Kind() == Object {
		return ObjectOf(slices.Delete(slices.Clone(v.members), at, at+1)...)
	}
	return ArrayOf(slices.Delete(slices.Clone(v.items), at, at+1)...)
}
