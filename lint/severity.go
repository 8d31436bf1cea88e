package lint

import "github.com/polarspec/polarspec/lint/config"

// Severity is how bad a finding is; see [config.Severity].
type Severity = config.Severity

// The severities, from none to worst.
const (
	Off     = config.Off
	Info    = config.Info
	Warning = config.Warning
	Error   = config.Error
)
