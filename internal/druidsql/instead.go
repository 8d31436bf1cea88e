package druidsql

import "strings"

// Instead says what Druid has instead of a function of other databases that it certainly lacks: "Write …", without a final full
// stop. ok is false for every other name, in any case.
func Instead(name string) (advice string, ok bool) {
	absent, ok := lookupAbsent(strings.ToUpper(name))
	if !ok {
		return "", false
	}
	return absent.Advice, true
}
