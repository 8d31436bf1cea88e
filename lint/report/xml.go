package report

import (
	"encoding/xml"
	"io"
)

// encodeXML writes a document with its declaration. All text in it must have gone through [visible]: XML 1.0 cannot hold most control
// characters, not even escaped.
func encodeXML(w io.Writer, document any) error {
	text, err := xml.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}
