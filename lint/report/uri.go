package report

import (
	"fmt"
	"strings"
)

// relativeBase is the name of the directory that relative addresses start from. GitHub and the SARIF viewers know it as the checkout.
const relativeBase = "%SRCROOT%"

// artifactOf turns a path with forward slashes into an address. A path that is not relative has no base.
func artifactOf(path string) sarifArtifact {
	switch {
	case strings.HasPrefix(path, "/"):
		return sarifArtifact{URI: "file://" + percentEncoded(path)}
	case hasDrive(path):
		return sarifArtifact{URI: "file:///" + path[:2] + percentEncoded(path[2:])}
	default:
		return sarifArtifact{URI: percentEncoded(path), BaseID: relativeBase}
	}
}

// hasDrive reports whether a path is an absolute one of Windows, such as C:/jobs/a.json.
func hasDrive(path string) bool {
	return len(path) > 2 && path[1] == ':' && path[2] == '/' && ('a' <= path[0]|0x20 && path[0]|0x20 <= 'z')
}

// percentEncoded encodes a path byte by byte (RFC 3986, section 3.3). The colon is encoded too:
// in the first segment it would end a scheme.
func percentEncoded(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; plainInPath(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func plainInPath(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("-._~/!$&'()*+,;=@", c) >= 0
}
