package policy

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// dataKey is what the data of a document are remembered by, for all policies.
type dataKey struct{}

type prepared struct {
	data cuerun.Data
	err  error
}

// check reports where a document does not do what the policy requires. Responses are no matter of policies, which are about what
// people write; a text that does not parse may lack what was meant.
func (p *Policy) check(pass *lint.Pass) {
	if pass.Identity.Response || pass.Root.File().Broken() || !p.holds(pass.Environment) {
		return
	}
	document := lint.Remember(pass, dataKey{}, func() prepared {
		data, err := p.runner.Data(pass.Root.Value())
		return prepared{data, err}
	})
	if document.err != nil {
		p.failed(pass, document.err)
		return
	}
	judged, err := p.judge(document.data)
	if err != nil {
		p.failed(pass, err)
		return
	}
	for _, v := range judged.violations {
		pass.Report(problem(pass.Root, v, judged.message))
	}
}

// failed says that a document could not be judged. An evaluation that was ended may go on beside us: the run does not.
func (p *Policy) failed(pass *lint.Pass, err error) {
	err = fmt.Errorf("%s (%s): %w", p.ID, p.File.Name, err)
	if limit := (*cuerun.LimitError)(nil); errors.As(err, &limit) {
		pass.Abort(err)
		return
	}
	pass.Fail(err.Error())
}

// judgement is what a policy finds in a document.
type judgement struct {
	// applies says that the policy is for the document.
	applies    bool
	violations []cuerun.Violation
	message    string
}

// judge compares a document with the policy.
func (p *Policy) judge(data cuerun.Data) (judgement, error) {
	source, when, require := p.source, p.when, p.require
	if p.dependent {
		var err error
		if source, err = source.With(documentField, data); err != nil {
			return judgement{}, err
		}
		when, require = source.Get(whenField), source.Get(requireField)
	}
	if when.Exists() {
		differs, err := when.Judge(data)
		if err != nil || len(differs) > 0 {
			return judgement{}, err
		}
	}
	violations, err := require.Judge(data)
	if err != nil || len(violations) == 0 {
		return judgement{applies: true}, err
	}
	message, err := p.about(source, data)
	return judgement{true, violations, message}, err
}

// about returns the message for a document.
func (p *Policy) about(source *cuerun.Package, data cuerun.Data) (string, error) {
	if p.message != "" {
		return p.message, nil
	}
	if !p.dependent {
		var err error
		if source, err = source.With(documentField, data); err != nil {
			return "", err
		}
	}
	if text, ok := source.Get(messageField).Text(); ok {
		return strings.Join(strings.Fields(text), " "), nil
	}
	return fmt.Sprintf("this is against the policy; its message needs something that the document lacks: %s", p.words()), nil
}

// problem puts a violation where it is in the document: at the deepest value on its path, or at the object that lacks the rest.
func problem(root document.Node, v cuerun.Violation, message string) lint.Problem {
	if v.Own != "" {
		message += ": " + v.Own
	}
	p := lint.Problem{At: root, Message: message}
	for i, name := range v.Path {
		child := step(p.At, name)
		if !child.Exists() {
			p.Span = lint.Absent(p.At)
			p.Subject = p.At.Pointer() + pointer(v.Path[i:])
			return p
		}
		p.At = child
	}
	if v.NotAllowed && p.At.HasKey() {
		p.Span = p.At.KeySpan()
	}
	return p
}

// step returns the child that one name of a path leads to.
func step(n document.Node, name string) document.Node {
	if n.Kind() != document.Array {
		return n.Get(name)
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 0 {
		return n.Item(i)
	}
	return document.Node{}
}

func pointer(path []string) string {
	escaper := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, name := range path {
		b.WriteString("/" + escaper.Replace(name))
	}
	return b.String()
}
