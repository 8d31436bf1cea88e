package policy

import (
	"errors"
	"fmt"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
)

// Example is a document that a policy shows.
type Example struct {
	// Good says that the policy is to accept it.
	Good bool
	// Number counts the good or the bad ones, from 1.
	Number int
	// Span is where it is in the file.
	Span     document.Span
	Document document.Value
	// Fault says what is wrong with the example itself; "" if it is a document.
	Fault string
}

// String names an example: "bad example 2".
func (e Example) String() string {
	if e.Good {
		return fmt.Sprintf("good example %d", e.Number)
	}
	return fmt.Sprintf("bad example %d", e.Number)
}

// Examples returns the examples of a policy that was loaded with them, the good ones first. The error is for an evaluation that did
// not come to an end.
func (p *Policy) Examples() ([]Example, error) {
	var list []Example
	for _, name := range []string{goodField, badField} {
		for i, item := range p.source.Get(examplesField).Get(name).Items() {
			e := Example{Good: name == goodField, Number: i + 1}
			_, e.Span = item.Place()
			value, err := item.Document()
			var faults cuerun.SourceErrors
			switch {
			case errors.As(err, &faults):
				e.Fault, e.Span = faults[0].Message, faults[0].Span
			case err != nil:
				return nil, fmt.Errorf("%s: %s: %w", p.File.Name, e, err)
			case value.Kind() != document.Object:
				e.Fault = "an example is an object"
			}
			e.Document = value
			list = append(list, e)
		}
	}
	return list, nil
}

// Failure is an example that is not judged as it should be.
type Failure struct {
	Example Example
	// Message says what is wrong with it.
	Message string
}

// Test judges the examples of a policy that was loaded with them: a good one must have no finding, a bad one must have some. The kind
// and the environment of a document are taken for granted, so that an example can be the part that matters.
func (p *Policy) Test() (examples []Example, failures []Failure, err error) {
	if examples, err = p.Examples(); err != nil {
		return nil, nil, err
	}
	for _, e := range examples {
		message := e.Fault
		if message == "" {
			if message, err = p.try(e); err != nil {
				return nil, nil, fmt.Errorf("%s: %s: %w", p.File.Name, e, err)
			}
		}
		if message != "" {
			failures = append(failures, Failure{e, message})
		}
	}
	return examples, failures, nil
}

// try judges one example and says what is wrong with the outcome.
func (p *Policy) try(e Example) (string, error) {
	data, err := p.runner.Data(e.Document)
	if err != nil {
		return "", err
	}
	judged, err := p.judge(data)
	switch {
	case err != nil:
		return "", err
	case e.Good && len(judged.violations) > 0:
		v := judged.violations[0]
		return fmt.Sprintf("the policy refuses it at %q: %s", pointer(v.Path), v.Message), nil
	case !e.Good && !judged.applies:
		return fmt.Sprintf("the policy is not for it: it does not fit %q", whenField), nil
	case !e.Good && len(judged.violations) == 0:
		return "the policy accepts it", nil
	}
	return "", nil
}
