package baseline

import (
	"bytes"
	"encoding/json"
)

// Encode returns the text of the file: JSON with one finding a line, so that changes are easy to read and to merge. Equal baselines
// give equal bytes.
func (f *File) Encode() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"version\": 1,\n  \"findings\": [")
	for i := range f.Findings {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		f.Findings[i].encode(&b)
	}
	if len(f.Findings) > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("]\n}\n")
	return b.Bytes()
}

func (f *Finding) encode(b *bytes.Buffer) {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	separator := `{"`
	member := func(key string, value any) {
		b.WriteString(separator + key + `": `)
		_ = encoder.Encode(value) // a buffer takes everything, and strings and numbers have a JSON form
		b.Truncate(b.Len() - 1)   // the line feed
		separator = `, "`
	}
	member("file", f.File)
	member("rule", f.Rule)
	member("severity", f.Severity)
	member("pointer", f.Pointer)
	member("fingerprint", f.Fingerprint)
	if f.Count > 1 {
		member("count", f.Count)
	}
	b.WriteByte('}')
}
