package protobuf

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decodeBase64 decodes what java.util.Base64.getDecoder decodes. The fault names the first offence.
func decodeBase64(text string) ([]byte, *Fault) {
	if text == "" {
		return nil, &Fault{Code: Empty, Detail: "the text is empty"}
	}
	body := text
	for range 2 {
		body = strings.TrimSuffix(body, "=")
	}
	for i := range len(body) {
		if !inAlphabet(body[i]) {
			return nil, illegal(text, i)
		}
	}
	padding := len(text) - len(body)
	switch {
	case len(body)%4 == 1:
		return nil, &Fault{Code: CutOff, Start: len(body) - 1, End: len(text), Detail: "the last character carries too few bits; some are missing"}
	case padding > 0 && len(text)%4 != 0:
		return nil, &Fault{Code: BadPadding, Start: len(body), End: len(text), Detail: fmt.Sprintf("%d characters need %s, not %s", len(body), wantedPadding(len(body)), text[len(body):])}
	}
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(body)))
	n, err := base64.RawStdEncoding.Decode(data, []byte(body))
	if err != nil { // not reached: every character was looked at
		return nil, &Fault{Code: IllegalCharacter, End: len(text), Detail: err.Error()}
	}
	return data[:n], nil
}

func wantedPadding(n int) string {
	if n%4 == 0 {
		return "no padding"
	}
	return strings.Repeat("=", 4-n%4)
}

func inAlphabet(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

func isWhite(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// illegal explains why the character at i is not allowed.
func illegal(text string, i int) *Fault {
	if f := notBase64AtAll(text); f != nil {
		return f
	}
	for end := i; text[i] == '=' && end < len(text); end++ { // what comes after the padding may be what is wrong
		if c := text[end]; c != '=' {
			if !inAlphabet(c) {
				i = end
			}
			break
		}
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	fault := &Fault{Code: IllegalCharacter, Start: i, End: i + size, Detail: fmt.Sprintf("%q at character %d is not in the Base64 alphabet", text[i:i+size], utf8.RuneCountInString(text[:i])+1)}
	switch c := text[i]; {
	case isWhite(c):
		fault.Code, fault.Detail = WhiteSpace, fmt.Sprintf("white space at character %d", i+1)
		for fault.End < len(text) && isWhite(text[fault.End]) {
			fault.End++
		}
	case c == '-' || c == '_':
		fault.Code, fault.Detail = URLSafe, fmt.Sprintf("%q at character %d is of the URL-safe alphabet; plain Base64 has + and /", c, i+1)
	case c == '=':
		fault.Code, fault.Detail = BadPadding, fmt.Sprintf("padding at character %d, before the end", i+1)
	}
	return fault
}

// notBase64AtAll recognises text that was never meant to be Base64, nil if it may have been.
func notBase64AtAll(text string) *Fault {
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	head := text[start:min(len(text), start+4096)]
	whole := func(code Code, detail string) *Fault {
		return &Fault{Code: code, Start: start, End: len(text), Detail: detail}
	}
	switch {
	case len(head) >= 5 && strings.EqualFold(head[:5], "data:"):
		f := whole(DataURI, "a data URI; only what follows the comma is Base64")
		if comma := strings.IndexByte(text, ','); comma >= 0 {
			f.End = comma + 1
		}
		return f
	case looksLikeProto(head):
		return whole(ProtoSource, "the text of a .proto file, not a compiled descriptor")
	case looksLikeJSON(head):
		return whole(JSON, "a JSON document, not a compiled descriptor")
	case looksLikeFileName(text):
		return whole(FileName, "the name of a file, not its content")
	}
	return nil
}

func looksLikeFileName(text string) bool {
	if len(text) > 1024 || strings.ContainsAny(text, "\r\n=") {
		return false
	}
	for _, end := range []string{".desc", ".proto", ".pb", ".bin", ".protoset", ".fds", ".dsc", ".protobin", ".binpb"} {
		if strings.HasSuffix(strings.ToLower(text), end) {
			return true
		}
	}
	return false
}

// looksLikeProto reports whether a text begins as .proto files do, comments aside.
func looksLikeProto(head string) bool {
	head = strings.TrimPrefix(head, "\ufeff")
	for {
		head = strings.TrimLeft(head, " \t\r\n")
		var end string
		switch {
		case strings.HasPrefix(head, "//"):
			end = "\n"
		case strings.HasPrefix(head, "/*"):
			end = "*/"
		default:
			word, rest := leadingWord(head)
			rest = strings.TrimLeft(rest, " \t\r\n")
			switch word {
			case "syntax", "edition":
				return strings.HasPrefix(rest, "=")
			case "package", "import", "option", "message", "enum", "service", "extend":
				return strings.ContainsAny(rest, ";{")
			}
			return false
		}
		_, after, found := strings.Cut(head, end)
		if !found {
			return false
		}
		head = after
	}
}

func leadingWord(s string) (word, rest string) {
	i := 0
	for i < len(s) && 'a' <= s[i] && s[i] <= 'z' {
		i++
	}
	return s[:i], s[i:]
}

// looksLikeJSON reports whether a text begins as a JSON object or a list of them does.
func looksLikeJSON(head string) bool {
	head = strings.TrimLeft(strings.TrimPrefix(head, "\ufeff"), " \t\r\n")
	if head == "" || head[0] != '{' && head[0] != '[' {
		return false
	}
	next := strings.TrimLeft(head[1:], " \t\r\n")
	return next != "" && strings.IndexByte(`"{[]}`, next[0]) >= 0
}

// normalise undoes what usually happens to Base64 on its way: a data URI around it, line breaks (also written out as \n), the
// URL-safe alphabet, percent-encoding, padding that went wrong. ok is false if other characters are left.
func normalise(text string) (string, bool) {
	text = strings.TrimLeft(text, " \t\r\n")
	if len(text) >= 5 && strings.EqualFold(text[:5], "data:") {
		_, after, found := strings.Cut(text, ",")
		if !found {
			return "", false
		}
		text = after
	}
	text = strings.NewReplacer("%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/", "%3D", "=", "%3d", "=", `\n`, "", `\r`, "",
		"-", "+", "_", "/", " ", "", "\t", "", "\n", "", "\r", "", "\ufeff", "", "\u00a0", "").Replace(text)
	text = strings.TrimRight(text, "=")
	for i := range len(text) {
		if !inAlphabet(text[i]) {
			return "", false
		}
	}
	return text, text != "" && len(text)%4 != 1
}

// textOffset is where in Base64 text the byte at offset n of what it encodes begins.
func textOffset(n int) int { return n/3*4 + n%3 }
