package document

import "testing"

func TestEncode(t *testing.T) {
	v := ObjectOf(
		Member{"b", ArrayOf(NumberOf("1.10"), NumberOf("-0"), NumberOf("0x1"), BoolOf(true), BoolOf(false), NullValue(), Value{})},
		Member{"a", ObjectOf(Member{"<é😀\u2028>", StringOf("\"\\/\b\f\n\r\t\x00\x1f\x7f\xff")})},
		Member{"", ArrayOf()},
		Member{"b", ObjectOf()},
	)
	want := "{\n  \"b\": [\n    1.10,\n    -0,\n    \"0x1\",\n    true,\n    false,\n    null,\n    null\n  ],\n" +
		"  \"a\": {\n    \"<é😀\u2028>\": \"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\ufffd\"\n  },\n  \"\": [],\n  \"b\": {}\n}\n"
	if got := string(Encode(v)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	want = "{\"b\": [1.10, -0, \"0x1\", true, false, null, null], \"a\": {\"<é😀\u2028>\": \"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\ufffd\"}, \"\": [], \"b\": {}}"
	if got := string(EncodeCompact(v)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestValue(t *testing.T) {
	src := `{"b": [1.0, "x", true, null, {}], "a": {"b": -0}}`
	v := Parse([]byte(src), JSON).Root().Value()
	if got := string(EncodeCompact(v)); got != src {
		t.Errorf("%s", got)
	}
	b, ok := v.Get("b")
	if !ok || b.Kind() != Array || len(b.Items()) != 5 || b.Items()[1].Text() != "x" || v.Members()[1].Key != "a" {
		t.Errorf("%+v", b)
	}
	if _, ok := v.Get("c"); ok {
		t.Error("there is no c")
	}
	for other, same := range map[string]bool{
		src: true,
		`{"b": [1, "x", true, null, {}], "a": {"b": -0}}`:   false,
		`{"a": {"b": -0}, "b": [1.0, "x", true, null, {}]}`: false,
		`{"b": [1.0, "x", true, null], "a": {"b": -0}}`:     false,
	} {
		if v.Equal(Parse([]byte(other), JSON).Root().Value()) != same {
			t.Errorf("%s: not %t", other, same)
		}
	}
	if !NullValue().Equal(Value{}) || NullValue().Equal(BoolOf(false)) || (Value{}).Kind() != Null {
		t.Error("null")
	}
	yaml := Parse([]byte("[0x1F, .5, 1_000, .inf, 18446744073709551615, 1., +1, 0b11]"), YAML).Root().Value()
	if got, want := string(EncodeCompact(yaml)), `[31, 0.5, 1000, ".inf", 18446744073709551615, 1, 1, 3]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
