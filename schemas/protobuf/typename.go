package protobuf

// TypeName is the type of the field as the .proto file has it: "uint32", "repeated string", "map<string, shop.Item>".
func (f *Field) TypeName() string {
	if f.Repeated && !f.Map() {
		return "repeated " + typeName(f)
	}
	return typeName(f)
}
