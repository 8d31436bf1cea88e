package document

import "testing"

func TestNode(t *testing.T) {
	f := Parse([]byte(`{"a": [10, {"b~/": "x"}], "\u0063": 1.0, "d": 9223372036854775808, "e": -9223372036854775808, "a": 2}`), JSON)
	for pointer, kind := range map[string]Kind{
		"": Object, "/a": Array, "/a/0": Number, "/a/1/b~0~1": String, "/c": Number, "/a/2": Absent, "/a/00": Absent, "/a/-": Absent, "/a/-1": Absent,
		"a": Absent, "/x": Absent, "/c/d": Absent, "/": Absent, "/a/1/b~0~1/": Absent,
	} {
		if got := f.Find(pointer); got.Kind() != kind || kind != Absent && got.Pointer() != pointer {
			t.Errorf("%q is %s", pointer, got.Kind())
		}
	}
	root := f.Root()
	if c := root.Get("c"); !c.KeyIs("c") || c.Key() != "c" || !c.KeyQuoted() || c.Quoted() || string(c.Raw()) != "1.0" {
		t.Errorf("c is %q", c.Key())
	}
	for key, want := range map[string]int64{"e": -9223372036854775808} {
		if got, ok := root.Get(key).Int(); !ok || got != want {
			t.Errorf("%s: %d %t", key, got, ok)
		}
	}
	for _, key := range []string{"c", "d", "x"} {
		if got, ok := root.Get(key).Int(); ok || key == "c" && got != 0 {
			t.Errorf("%s: %d %t", key, got, ok)
		}
	}
	if item := root.Get("a").Item(1); item.Index() != 1 || item.HasKey() || item.Parent() != root.Get("a") || root.Get("a").Len() != 2 {
		t.Error("the item is wrong")
	}
	if b := root.Get("a").Item(1).First(); !b.TextIs("x") || b.TextIs("y") || root.TextIs("") {
		t.Error("the text is wrong")
	}
}

func TestZeroNode(t *testing.T) {
	var n Node
	if n.Exists() || n.Key() != "" || n.KeyIs("") || n.Text() != "" || n.TextIs("") || n.Raw() != nil || n.Pointer() != "" || n.Quoted() || n.KeyQuoted() ||
		n.Sub(0, 1) != (Span{}) || n.SubKey(0, 1) != (Span{}) || n.Value().Kind() != Null || n.Get("a").Item(0).Next().Parent().Exists() {
		t.Error("the zero node says something")
	}
	if _, ok := n.Int(); ok {
		t.Error("the zero node is a number")
	}
	if _, ok := n.Bool(); ok {
		t.Error("the zero node is a boolean")
	}
}

func TestAt(t *testing.T) {
	f := Parse([]byte(`{"a": [10, {"b": "x"}], "c": {}} `), JSON)
	for offset, want := range map[int]string{0: "", 1: "/a", 3: "/a", 4: "", 6: "/a", 7: "/a/0", 8: "/a/0", 9: "/a", 11: "/a/1", 12: "/a/1/b", 15: "/a/1", 18: "/a/1/b", 20: "/a/1", 21: "/a", 22: "", 29: "/c"} {
		if got := f.At(offset); got.Pointer() != want || !got.Exists() {
			t.Errorf("at %d is %q, not %q", offset, got.Pointer(), want)
		}
	}
	for _, offset := range []int{-1, 32, 33, 99} {
		if f.At(offset).Exists() {
			t.Errorf("something is at %d", offset)
		}
	}
	f = Parse([]byte("a: &x {b: {c: 1}}\nd: *x\n"), YAML)
	if got := f.At(22); got.Pointer() != "/d" {
		t.Errorf("inside the alias is %q", got.Pointer())
	}
}

func TestAllocations(t *testing.T) {
	src := []byte(`{"type": "streaming", "source": {"type": "connection", "n": [1, true, null]}}`)
	if got := testing.AllocsPerRun(100, func() { Parse(src, JSON) }); got > 3 { // the file, its nodes, its text
		t.Errorf("parsing makes %v allocations", got)
	}
	whole := spec(t)
	if got := testing.AllocsPerRun(100, func() { Parse(whole, JSON) }); got > 3 {
		t.Errorf("parsing a spec of %d bytes makes %v allocations", len(whole), got)
	}
	root := Parse(src, JSON).Root()
	if got := testing.AllocsPerRun(100, func() {
		if !root.Get("source").Get("type").TextIs("connection") {
			t.Error("not found")
		}
	}); got > 0 {
		t.Errorf("looking up makes %v allocations", got)
	}
	escaped := Parse([]byte(`"TIME_PARSE(\"timestamp\")"`), JSON).Root()
	if got := testing.AllocsPerRun(100, func() {
		if escaped.Text() != `TIME_PARSE("timestamp")` {
			t.Error(escaped.Text())
		}
	}); got > 1 {
		t.Errorf("the text of an escaped string makes %v allocations", got)
	}
}
