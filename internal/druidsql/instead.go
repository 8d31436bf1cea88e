package druidsql

import (
	"iter"
	"strings"
)

// Instead says what Druid has instead of a function of other databases that it certainly lacks: "Write …", without a final full
// stop. ok is false for every other name, in any case.
func Instead(name string) (advice string, ok bool) {
	absent, ok := lookupAbsent(strings.ToUpper(name))
	if !ok {
		return "", false
	}
	return absent.Advice, true
}

// Absent yields the functions of other databases that Druid certainly lacks, in the order of their names, with what [Instead] says.
func Absent() iter.Seq2[string, string] {
	return func(yield func(name, advice string) bool) {
		for i := range absentFunctions {
			if !yield(absentFunctions[i].Name, absentFunctions[i].Advice) {
				return
			}
		}
	}
}
