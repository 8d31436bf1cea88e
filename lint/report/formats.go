package report

// named is a format under the name that a user asks for it by.
type named struct {
	name   string
	format Format
}

// formats lists what can be asked for, the default first. A new format is one file of its own and one line here.
func formats() []named {
	return []named{
		{"text", Text},
		{"json", JSON},
		{"sarif", SARIF},
		{"github", GitHub},
		{"gitlab", GitLab},
		{"junit", JUnit},
		{"checkstyle", Checkstyle},
	}
}

// ByName returns the format with the given name, and whether there is one.
func ByName(name string) (Format, bool) {
	for _, f := range formats() {
		if f.name == name {
			return f.format, true
		}
	}
	return nil, false
}

// Names lists the names that [ByName] knows, the default first.
func Names() []string {
	all := formats()
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.name
	}
	return names
}
