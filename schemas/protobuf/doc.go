// Package protobuf reads Protobuf schemas: the Base64 descriptor set of a job spec, and .proto files. It says what is wrong with
// them, which message Druid takes, and what Druid makes of the fields.
//
// Druid builds its descriptors with Google's Java library. That is less strict than protoc and than Go's protodesc, so the
// package links sets itself, by the checks of com.google.protobuf.Descriptors: what Java accepts is no fault here.
package protobuf
