// Package document turns the bytes of a JSON, JSONC or YAML file into one tree that knows the place of every key and value.
//
// The tree is an index over the original bytes: a node keeps spans (byte offsets), never a copy, so that a finding can be
// shown at the exact character and a fix can be a byte-range edit that leaves everything else as it was.
// Parsing never fails: what is wrong with the text is a [Fault], and the tree holds what could be read.
package document
