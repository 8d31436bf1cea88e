package evidence

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/polarspec/polarspec/schemas/wire"
)

// maxListed bounds the lists of ids and message indexes: a topic that had a schema for every deployment has very many.
const maxListed = 100

// Encode returns the text of the file: JSON with two spaces, sorted, with a final line feed. Equal files give equal bytes.
func (f *File) Encode() []byte {
	topics := map[string]topicJSON{}
	for _, t := range f.Topics {
		topics[t.Name] = topicJSON{t.SampledAt, t.Value, t.Key}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(struct {
		Version int                  `json:"version"`
		Topics  map[string]topicJSON `json:"topics"`
	}{1, topics}) // a buffer takes everything, and the types have a JSON form
	return b.Bytes()
}

type topicJSON struct {
	SampledAt string `json:"sampledAt"`
	Value     *Side  `json:"value,omitempty"`
	Key       *Side  `json:"key,omitempty"`
}

type sideJSON struct {
	Verdict   Verdict        `json:"verdict"`
	Format    string         `json:"format"`
	Samples   int            `json:"samples"`
	Unsure    int            `json:"unsure,omitempty"`
	Encodings map[string]int `json:"encodings"`
	IDs       []ID           `json:"ids,omitempty"`
	IDTotal   int            `json:"idTotal,omitempty"`
	Indexes   []Indexes      `json:"indexes,omitempty"`
	Names     []string       `json:"names,omitempty"`
	Schemas   []SchemaFile   `json:"schemas,omitempty"`
}

// MarshalJSON returns the form that the side has in the file.
func (s *Side) MarshalJSON() ([]byte, error) {
	out := sideJSON{
		Verdict: s.Verdict(), Format: cmp.Or(s.Format, wire.NoFormat.String()), Samples: s.Samples, Unsure: s.Unsure, Encodings: map[string]int{},
		IDs: s.IDs[:min(len(s.IDs), maxListed)], Indexes: s.Indexes[:min(len(s.Indexes), maxListed)], Names: s.Names, Schemas: s.Schemas,
	}
	for encoding, count := range s.Encodings {
		if count > 0 {
			out.Encodings[encoding.String()] = count
		}
	}
	if total := s.DistinctIDs(); total > len(out.IDs) {
		out.IDTotal = total
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(out); err != nil {
		return nil, fmt.Errorf("encoding evidence: %w", err)
	}
	return b.Bytes(), nil
}

// DistinctIDs is how many schema ids the records have.
func (s *Side) DistinctIDs() int { return max(len(s.IDs), s.Total) }
