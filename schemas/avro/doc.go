// Package avro reads Avro schemas with the place of everything in them, and Avro data by them.
//
// A schema is judged as Avro's Java library judges it, because that is what reads it in the end: [Read] reports all that the
// parser refuses, every fault at its node, and is as forgiving as the parser is. The versions 1.11 and 1.12 disagree on some
// schemas; those are [Schema.Doubts]. The verdicts of the library itself on all fixtures are kept with them.
package avro
