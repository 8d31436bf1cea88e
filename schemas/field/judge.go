package field

// Judge says what becomes of values of a type that a job declares as dataType. A nullable type is judged as what it is when not null.
func Judge(t *Type, dataType string, r Reading) Verdict {
	t = unwrap(t)
	if t == nil {
		return Verdict{Outcome: Unclear}
	}
	if t.Kind == Union {
		return judgeUnion(t, dataType, r, maxNesting)
	}
	return table[sortOf(t, r)].As(dataType)
}

// RowOf returns the row of the type table for a type; ok is false for a union, which has a row for each of its branches.
func RowOf(t *Type, r Reading) (row Row, ok bool) {
	if t = unwrap(t); t == nil || t.Kind == Union {
		return table[sortUnknown], false
	}
	return table[sortOf(t, r)], true
}

// unwrap returns what a wrapper wraps: a singular wrapper hands over its bare value.
func unwrap(t *Type) *Type {
	for i := 0; i < maxNesting && t != nil && t.Kind == Wrapper; i++ {
		t = t.Item
	}
	return t
}

// judgeUnion: a union hands over the branch that a record has. What only some branches lose, only some rows lose: that counts
// where a part is lost without a word, not where text or JSON is the only type that holds all branches.
func judgeUnion(t *Type, dataType string, r Reading, depth int) Verdict {
	if len(t.Branches) == 0 || depth == 0 {
		return Verdict{Outcome: Unclear}
	}
	var verdicts []Verdict
	for _, branch := range t.Branches {
		if branch.Kind == Union {
			verdicts = append(verdicts, judgeUnion(branch, dataType, r, depth-1))
		} else {
			verdicts = append(verdicts, Judge(branch, dataType, r))
		}
	}
	first, same, worst, open := verdicts[0], true, verdicts[0], false
	for _, v := range verdicts {
		open = open || v.Outcome == Unclear
		same = same && v.Outcome == first.Outcome && v.Rule == first.Rule
		first.Sure = first.Sure && v.Sure
		if v.Outcome > worst.Outcome {
			worst = v
		}
	}
	if same {
		return first
	}
	for _, v := range verdicts {
		if v.Outcome == Partly && (v.Rule == ruleLossy || v.Rule == ruleNested) {
			return v
		}
	}
	if !open && (worst.Outcome < Unclear || worst.Outcome == Partly && worst.Rule == "") {
		return worst
	}
	return Verdict{Outcome: Unclear}
}
