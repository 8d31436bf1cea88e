package lint

import (
	"errors"
	"hash/crc32"

	"github.com/polarspec/polarspec/internal/document"
)

// placer resolves the places of workspace problems. The trees are gone by then, so that it reads the file again: it does so
// for findings only, and keeps the last one.
type placer struct {
	sources map[string][]byte
	last    *locator
	path    string
}

func (p *placer) finding(rule *Rule, problem WorkspaceProblem) (Finding, error) {
	l, err := p.open(problem.Document)
	if err != nil {
		return Finding{}, err
	}
	finding := l.finding(rule, Problem{At: l.file.Find(problem.At.Pointer), Span: problem.At.Span, Message: problem.Message, Fixes: problem.Fixes})
	for _, r := range problem.Related {
		l, err := p.open(r.Document)
		if err != nil {
			return Finding{}, err
		}
		finding.Related = append(finding.Related, l.related(RelatedPlace{Message: r.Message, At: l.file.Find(r.At.Pointer), Span: r.At.Span}))
	}
	return finding, nil
}

// open parses the file of a document again.
func (p *placer) open(d *Summarized) (*locator, error) {
	if p.last != nil && p.path == d.Path {
		return p.last, nil
	}
	source, ok := p.sources[d.File]
	if !ok {
		var err error
		if source, err = ReadFile(d.Path); err != nil {
			return nil, err
		}
	}
	if digest(source) != d.digest {
		return nil, errors.New("has changed while it was read: run again")
	}
	p.last, p.path = &locator{name: d.File, known: d.known, file: document.Parse(source, SyntaxOf(d.File, source))}, d.Path
	return p.last, nil
}

// digest tells whether a text is still the same; it need not withstand an attack.
func digest(source []byte) uint64 {
	return uint64(len(source)+1)<<32 | uint64(crc32.ChecksumIEEE(source))
}
