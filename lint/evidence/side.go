package evidence

import (
	"cmp"
	"slices"

	"github.com/polarspec/polarspec/schemas/wire"
)

// Verdict is what the records of a part are together.
type Verdict string

// The verdicts.
const (
	// Untold is when no record could be told, or all were empty.
	Untold   Verdict = "unknown"
	Registry Verdict = "registry"
	Bare     Verdict = "bare"
	// Mixed is when records differ in their encoding.
	Mixed Verdict = "mixed"
	JSON  Verdict = "json"
	Text  Verdict = "text"
	// Other is an encoding that Polaris cannot read: Avro's single-object encoding, Glue, GUIDs.
	Other Verdict = "other"
)

// MixedFormat is the format of records of which some have one format and some another; see [Side.Format].
const MixedFormat = "mixed"

// Side is the tally of the values or of the keys of a topic. The zero value is one of no records.
type Side struct {
	// Samples is how many records were looked at, Unsure how many of them could not be told.
	Samples, Unsure int
	// Encodings is how many of the others have which encoding. Nothing is listed with 0.
	Encodings map[wire.Encoding]int
	// Format is the format of all that have one: that of [wire.Format], "mixed", or "none"; "" is "none" too.
	Format string
	// IDs are the schemas of the framed records, sorted by id; Total is how many there are, where not all are listed.
	IDs   []ID
	Total int
	// Indexes are the message indexes of framed Protobuf records, sorted.
	Indexes []Indexes
	// Names are the full names of the Avro records and Protobuf messages that the records are, sorted.
	Names []string
	// Schemas are the files that the records were read with, sorted by file.
	Schemas []SchemaFile
}

// ID is the id of a schema and how many records have it.
type ID struct {
	ID    uint32 `json:"id"`
	Count int    `json:"count"`
}

// Indexes are message indexes and how many records have them.
type Indexes struct {
	Path  []int `json:"path"`
	Count int   `json:"count"`
}

// SchemaFile is a schema file as it was when records were read with it.
type SchemaFile struct {
	// File is the path relative to the folder of the evidence file, with slashes.
	File string `json:"file"`
	// SHA256 is that of the content, in hexadecimal digits.
	SHA256 string `json:"sha256"`
}

// Add counts one record. A verdict that is not sure counts as unsure and for nothing else.
func (s *Side) Add(v wire.Verdict) {
	s.Samples++
	if !v.Sure || v.Encoding == wire.Unknown {
		s.Unsure++
		return
	}
	s.encoding(v.Encoding, 1)
	if v.Format != wire.NoFormat {
		s.format(v.Format.String())
	}
	if v.Encoding == wire.Registry {
		s.id(v.SchemaID, 1)
	}
	if v.Indexes != nil {
		s.indexes(v.Indexes, 1)
	}
	switch {
	case v.Message != nil:
		s.name(v.Message.FullName)
	case v.Schema != nil && v.Schema.Avro != nil && v.Schema.Avro.Root != nil:
		s.name(v.Schema.Avro.Root.Name)
	}
}

// Join adds the counts of another tally.
func (s *Side) Join(other *Side) {
	s.Samples += other.Samples
	s.Unsure += other.Unsure
	for encoding, count := range other.Encodings {
		s.encoding(encoding, count)
	}
	s.format(other.Format)
	listed := max(len(s.IDs), s.Total, len(other.IDs), other.Total)
	for _, id := range other.IDs {
		s.id(id.ID, id.Count)
	}
	if s.Total > 0 || other.Total > 0 {
		s.Total = max(listed, len(s.IDs))
	}
	for _, indexes := range other.Indexes {
		s.indexes(indexes.Path, indexes.Count)
	}
	for _, name := range other.Names {
		s.name(name)
	}
	for _, schema := range other.Schemas {
		s.AddSchema(schema)
	}
}

// AddSchema notes a file that the records were read with.
func (s *Side) AddSchema(file SchemaFile) {
	at, found := slices.BinarySearchFunc(s.Schemas, file, compareSchemas)
	if !found {
		s.Schemas = slices.Insert(s.Schemas, at, file)
	}
}

func compareSchemas(a, b SchemaFile) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.SHA256, b.SHA256))
}

func (s *Side) encoding(e wire.Encoding, count int) {
	if s.Encodings == nil {
		s.Encodings = map[wire.Encoding]int{}
	}
	s.Encodings[e] += count
}

func (s *Side) format(name string) {
	switch {
	case name == "" || name == wire.NoFormat.String() || name == s.Format:
	case s.Format == "" || s.Format == wire.NoFormat.String():
		s.Format = name
	default:
		s.Format = MixedFormat
	}
}

func (s *Side) id(id uint32, count int) {
	at, found := slices.BinarySearchFunc(s.IDs, id, func(i ID, id uint32) int { return cmp.Compare(i.ID, id) })
	if !found {
		s.IDs = slices.Insert(s.IDs, at, ID{ID: id})
	}
	s.IDs[at].Count += count
}

func (s *Side) indexes(path []int, count int) {
	at, found := slices.BinarySearchFunc(s.Indexes, path, func(i Indexes, path []int) int { return slices.Compare(i.Path, path) })
	if !found {
		s.Indexes = slices.Insert(s.Indexes, at, Indexes{Path: path})
	}
	s.Indexes[at].Count += count
}

func (s *Side) name(name string) {
	if at, found := slices.BinarySearch(s.Names, name); !found && name != "" {
		s.Names = slices.Insert(s.Names, at, name)
	}
}

// Verdict returns what the records are together. Empty ones say nothing.
func (s *Side) Verdict() Verdict {
	verdict := Untold
	for encoding, count := range s.Encodings {
		v := verdictOf(encoding)
		switch {
		case count == 0 || v == Untold || v == verdict:
		case verdict == Untold:
			verdict = v
		default:
			return Mixed
		}
	}
	if verdict == Other && s.kinds() > 1 {
		return Mixed
	}
	return verdict
}

// kinds is how many encodings there are.
func (s *Side) kinds() int {
	kinds := 0
	for encoding, count := range s.Encodings {
		if count > 0 && verdictOf(encoding) != Untold {
			kinds++
		}
	}
	return kinds
}

func verdictOf(e wire.Encoding) Verdict {
	switch e {
	case wire.Registry:
		return Registry
	case wire.Bare:
		return Bare
	case wire.JSON:
		return JSON
	case wire.Text:
		return Text
	case wire.RegistryHeader, wire.SingleObject, wire.Glue:
		return Other
	}
	return Untold
}
