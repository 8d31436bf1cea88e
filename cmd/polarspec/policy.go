package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules/policy"
)

func newPolicy(s *streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "policy",
		Short: "Work on the policies of an organisation",
		Long: `A policy is a rule that an organisation writes for its own specs, in CUE. The settings name the files: policies: [policies/*.cue].
Then lint applies them, rules lists them, and explain shows them.`,
		Example: "  polarspec policy test",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:    takes(0, 0, "the name of a command: test"),
	}
	command.AddCommand(newPolicyTest(s))
	return command
}

func newPolicyTest(s *streams) *cobra.Command {
	var format string
	var deadline time.Duration
	command := &cobra.Command{
		Use:   "test [FILE...]",
		Short: "Judge the examples of policies",
		Long: `Judges the examples that policies have: a good one must be accepted, a bad one refused. Without a FILE the policies that the settings
name are tested.

Exit codes: 0 all examples are judged as they should be, 1 some are not, 2 wrong use, or a file is no policy, 3 a file cannot be read,
or an evaluation did not come to an end.`,
		Example: "  polarspec policy test\n  polarspec policy test policies/late-events.cue --format json",
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return formatError(format)
			}
			return runPolicyTest(s, args, deadline, format)
		},
	}
	formatFlag(command, &format)
	command.Flags().DurationVar(&deadline, "policy-deadline", cuerun.DefaultDeadline, "how long the judgement of one example may take")
	return command
}

// policyTest is what policy test found out, in machine output.
type policyTest struct {
	Policies []testedPolicy `json:"policies"`
	Passed   int            `json:"passed"`
	Failed   int            `json:"failed"`
}

type testedPolicy struct {
	Policy   string          `json:"policy"`
	File     string          `json:"file"`
	Good     int             `json:"good"`
	Bad      int             `json:"bad"`
	Failures []failedExample `json:"failures"`
}

type failedExample struct {
	Example string           `json:"example"`
	Message string           `json:"message"`
	Start   examplePlacement `json:"start"`
}

type examplePlacement struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func runPolicyTest(s *streams, args []string, deadline time.Duration, format string) error {
	policies, problems, err := policiesToTest(s, args, deadline)
	if err != nil {
		return err
	}
	for _, p := range problems {
		_, _ = fmt.Fprintf(s.err, "polarspec: %s\n", shownProblem(p, func(path string) string { return shownPath(s, path) }))
	}
	if hasInvalid(problems) {
		return &exitError{code: exitUsage}
	}
	tested := policyTest{Policies: []testedPolicy{}}
	for _, p := range policies {
		one, err := testPolicy(p)
		if err != nil {
			return failure(err)
		}
		if tested.Policies = append(tested.Policies, one); len(one.Failures) > 0 {
			tested.Failed++
		} else {
			tested.Passed++
		}
	}
	if format == "json" {
		err = writeJSON(s.out, tested)
	} else {
		err = printed(0, tested.print(s.out))
	}
	if err == nil && tested.Failed > 0 {
		err = &exitError{code: exitFindings}
	}
	return err
}

// policiesToTest reads the policies of the given files, or else those that the settings name.
func policiesToTest(s *streams, args []string, deadline time.Duration) ([]*policy.Policy, []config.Problem, error) {
	if len(args) == 0 {
		settings, _, err := config.Load(s.dir)
		if err != nil {
			return nil, nil, usageError("%w", err)
		}
		policies, problems, err := loadPolicies(settings, func(path string) string { return shownPath(s, path) }, deadline, true)
		if err == nil && len(policies)+len(problems) == 0 {
			err = usageError("the settings name no policies: write policies: [policies/*.cue] in %s, or name a file", config.FileName)
		}
		return policies, problems, err
	}
	var files []policy.File
	for _, arg := range args {
		if !strings.HasSuffix(arg, ".cue") { // messages about CUE quote its text, which must not be that of a connection
			return nil, nil, usageError("%s is no policy by its name: those end in .cue", arg)
		}
		file, err := policyFile(absolute(s.dir, arg), shownPath(s, absolute(s.dir, arg)))
		if err != nil {
			return nil, nil, err
		}
		files = append(files, file)
	}
	policies, problems, err := policy.Load(cuerun.New(deadline), files, policy.Options{Examples: true})
	if err != nil {
		err = failure(err)
	}
	return policies, problems, err
}

func testPolicy(p *policy.Policy) (testedPolicy, error) {
	one := testedPolicy{Policy: p.ID, File: p.File.Name, Failures: []failedExample{}}
	examples, failures, err := p.Test()
	if err != nil {
		return one, err
	}
	for _, e := range examples {
		if e.Good {
			one.Good++
		} else {
			one.Bad++
		}
	}
	lines := document.NewLines(p.File.Source)
	for _, f := range failures {
		at := lines.Position(f.Example.Span.Start)
		one.Failures = append(one.Failures, failedExample{f.Example.String(), f.Message, examplePlacement{at.Line, at.Column}})
	}
	return one, nil
}

func (t policyTest) print(w io.Writer) error {
	for _, p := range t.Policies {
		for _, f := range p.Failures {
			if _, err := fmt.Fprintf(w, "%s:%d:%d: %s, %s: %s\n", p.File, f.Start.Line, f.Start.Column, p.Policy, f.Example, f.Message); err != nil {
				return err
			}
		}
		outcome := "ok"
		switch {
		case len(p.Failures) > 0:
			outcome = "failed"
		case p.Bad == 0:
			outcome = "has no bad example, so that nothing shows that it works"
		}
		if _, err := fmt.Fprintf(w, "%s: %d good, %d bad: %s\n", p.Policy, p.Good, p.Bad, outcome); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s passed, %d failed\n", policyCount(t.Passed), t.Failed)
	return err
}

func policyCount(n int) string {
	if n == 1 {
		return "1 policy"
	}
	return fmt.Sprintf("%d policies", n)
}
