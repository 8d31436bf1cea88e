package config

import "fmt"

// Severity is how bad a finding is. The zero value is Off: not reported at all.
type Severity uint8

// The severities, from none to worst; they can be compared.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// String returns the name used in configuration, flags and reports.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	default:
		return "off"
	}
}

// ParseSeverity reads "off", "info", "warning" or "error".
func ParseSeverity(name string) (Severity, error) {
	for s := Off; s <= Error; s++ {
		if s.String() == name {
			return s, nil
		}
	}
	return Off, fmt.Errorf("%q is not a severity: use error, warning, info or off", name)
}
