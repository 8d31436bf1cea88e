package field

// Judge says what becomes of values of a type that a job declares as dataType. A nullable type is judged as what it is when not null.
func Judge(t *Type, dataType string, r Reading) Verdict {
	if t == nil {
		return Verdict{Outcome: Unclear}
	}
	if row, scalar := rowOf(t.Kind, r); scalar {
		return row.of(dataType)
	}
	switch t.Kind {
	case Array, ListValue:
		return judgeList(t, dataType, r)
	case Wrapper:
		return Judge(t.Item, dataType, r)
	default:
		return judgeUnion(t, dataType, r)
	}
}

// judgeList: a list is a multi-value string, JSON, or nothing.
func judgeList(t *Type, dataType string, r Reading) Verdict {
	switch dataType {
	case AsJSON:
		return kept
	case AsString:
		if t.Kind == ListValue || structured(t.Item, r) {
			return Verdict{Partly, ruleNested, "its items get Java's text, which is not JSON", true, avroValues}
		}
		return kept
	case AsLong, AsFloat, AsDouble:
		return mismatch("a list is no number: a stream fails to parse the row, a batch job reads NULL", numberConversion)
	}
	return Verdict{Outcome: Unclear}
}

// structured reports whether items of the type turn into Java text in a multi-value string. A byte array inside a list is
// printed by its address.
func structured(item *Type, r Reading) bool {
	if item == nil {
		return false
	}
	switch item.Kind {
	case Record, Map, Array, ListValue, Empty, Timestamp, Duration, FieldMask, Wrapper:
		return true // inside a list Druid does not know the well-known types and hands over their parts
	case Bytes, Fixed:
		return !r.BinaryAsString
	case Union:
		return all(item.Branches, func(b *Type) bool { return structured(b, r) })
	default:
		return false
	}
}

// judgeUnion: a union hands over the branch that a record has. Only what holds for every branch can be said.
func judgeUnion(t *Type, dataType string, r Reading) Verdict {
	if len(t.Branches) == 0 {
		return Verdict{Outcome: Unclear}
	}
	least := Judge(t.Branches[0], dataType, r)
	for _, branch := range t.Branches[1:] {
		if v := Judge(branch, dataType, r); v.Outcome < least.Outcome {
			least = v
		}
	}
	if least.Outcome < Partly {
		return Verdict{Outcome: Unclear}
	}
	return least
}

func all(types []*Type, holds func(*Type) bool) bool {
	for _, t := range types {
		if !holds(t) {
			return false
		}
	}
	return len(types) > 0
}
