package document

import (
	"bytes"
	"fmt"
)

// fewMembers is up to how many members each key is compared with all before it; a map is slower there.
const fewMembers = 16

// duplicates reports the keys that the object at the index object has twice.
func (p *jsonParser) duplicates(object int32) {
	if p.nodes[object].children <= fewMembers {
		p.duplicatesOfFew(object)
		return
	}
	p.file.nodes = p.nodes
	duplicateKeys(p.file, object, p.duplicate)
}

// duplicatesOfFew compares the keys of a small object pairwise.
func (p *jsonParser) duplicatesOfFew(object int32) {
	for later := p.nodes[p.nodes[object].first].next; later != none; later = p.nodes[later].next {
		for earlier := p.nodes[object].first; earlier != later; earlier = p.nodes[earlier].next {
			if p.sameKey(earlier, later) {
				p.duplicate(earlier, later)
				break
			}
		}
	}
}

func (p *jsonParser) sameKey(a, b int32) bool {
	first, second := &p.nodes[a], &p.nodes[b]
	if first.flags&keyed == 0 || second.flags&keyed == 0 {
		return false
	}
	const form = keyEscaped | quotedKey
	if (first.flags|second.flags)&keyEscaped == 0 && first.flags&form == second.flags&form {
		return bytes.Equal(p.src[first.keyStart:first.keyEnd], p.src[second.keyStart:second.keyEnd])
	}
	p.file.nodes = p.nodes
	return Node{p.file, a}.Key() == Node{p.file, b}.Key()
}

// duplicate reports the key of the node at index later, which its object has at index earlier.
func (p *jsonParser) duplicate(earlier, later int32) {
	if p.others == maxOther {
		return
	}
	p.others++
	p.file.nodes = p.nodes
	p.file.duplicate(earlier, later, p.container)
}

// duplicate notes that two members of an object have one key.
func (f *File) duplicate(earlier, later, near int32) {
	first, second := f.node(earlier), f.node(later)
	line := f.Lines().Position(first.KeySpan().Start).Line
	f.fault(DuplicateKey, second.KeySpan(), near, fmt.Sprintf("the key %s is already in this object, in line %d; remove one of the two", showText(second.Key()), line))
	f.Faults[len(f.Faults)-1].Related = first.KeySpan()
}

// duplicateKeys calls report for each member of an object whose key an earlier member has.
func duplicateKeys(f *File, object int32, report func(earlier, later int32)) {
	seen := make(map[string]int32, f.nodes[object].children)
	for i := f.nodes[object].first; i != none; i = f.nodes[i].next {
		if f.nodes[i].flags&keyed == 0 {
			continue
		}
		key := f.node(i).Key()
		if earlier, found := seen[key]; found {
			report(earlier, i)
		} else {
			seen[key] = i
		}
	}
}
