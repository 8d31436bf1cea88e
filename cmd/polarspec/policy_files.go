package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/rules/policy"
)

// policyFiles reads the policy files that settings name. Patterns without a file, and files that are no CUE, are problems.
func policyFiles(settings *config.Settings, name func(path string) string) (files []policy.File, problems []config.Problem, err error) {
	for _, layer := range settings.Layers {
		for _, pattern := range layer.Policies {
			found, err := project.Disk{}.Match(layer.Dir, pattern)
			if err != nil {
				return nil, nil, failure(err)
			}
			found = slices.DeleteFunc(found, settings.Excludes)
			useless := ""
			if len(found) == 0 {
				useless = fmt.Sprintf("%q matches no file of the project, so it has no effect", pattern)
			}
			for _, path := range found {
				if !strings.HasSuffix(path, ".cue") {
					useless = fmt.Sprintf("%s is no policy by its name: those end in .cue", name(path))
					continue
				}
				if slices.ContainsFunc(files, func(f policy.File) bool { return f.Path == path }) {
					continue
				}
				file, err := policyFile(path, name(path))
				if err != nil {
					return nil, nil, err
				}
				files = append(files, file)
			}
			if p, ok := layer.PatternProblem(pattern, useless); ok && useless != "" {
				problems = append(problems, p)
			}
		}
	}
	return files, problems, nil
}

func policyFile(path, name string) (policy.File, error) {
	source, err := lint.ReadFile(path)
	if err != nil {
		return policy.File{}, failure(fmt.Errorf("%s: %w", name, err))
	}
	return policy.File{Path: path, Name: name, Source: source}, nil
}

// loadPolicies reads the policies that settings name. Without any, CUE does nothing.
func loadPolicies(settings *config.Settings, name func(path string) string, deadline time.Duration, examples bool) ([]*policy.Policy, []config.Problem, error) {
	files, problems, err := policyFiles(settings, name)
	if err != nil || len(files) == 0 {
		return nil, problems, err
	}
	if deadline <= 0 {
		deadline = cuerun.DefaultDeadline // the command has no flag for it
	}
	policies, found, err := policy.Load(cuerun.New(deadline), files, policy.Options{Examples: examples, Settings: settings})
	if err != nil {
		return nil, nil, failure(err)
	}
	return policies, append(problems, found...), nil
}

// withPolicies adds the rules of policies to those of polarspec.
func withPolicies(policies []*policy.Policy) []*lint.Rule {
	all := rules.All()
	for _, p := range policies {
		all = append(all, p.Rule())
	}
	return all
}

// projectCatalogue knows the rules of polarspec and the policies of the project that a command was started in. Policies that cannot
// be read are an error, settings that cannot are not: lint says what is wrong with them.
func projectCatalogue(s *streams) (*lint.Catalogue, error) {
	settings, _, err := config.Load(s.dir)
	if err != nil {
		return lint.NewCatalogue(rules.All()), nil //nolint:nilerr // see above
	}
	name := func(path string) string { return shownPath(s, path) }
	policies, problems, err := loadPolicies(settings, name, cuerun.DefaultDeadline, true)
	if err != nil {
		return nil, err
	}
	if hasInvalid(problems) {
		i := slices.IndexFunc(problems, invalid)
		return nil, usageError("%s", shownProblem(problems[i], name))
	}
	return lint.NewCatalogue(withPolicies(policies)), nil
}

func invalid(p config.Problem) bool { return p.Rule == "config/invalid" }

func hasInvalid(problems []config.Problem) bool { return slices.ContainsFunc(problems, invalid) }

// shownProblem prints a problem with its place on one line.
func shownProblem(p config.Problem, name func(path string) string) string {
	at := p.File.Lines().Position(p.Span.Start)
	return fmt.Sprintf("%s:%d:%d: %s", name(p.Path), at.Line, at.Column, p.Message)
}

// ofPolicies reports whether a problem is about the name of a policy.
func ofPolicies(p config.Problem) bool {
	return p.File != nil && p.Span.End <= len(p.File.Source) && strings.Contains(string(p.File.Source[p.Span.Start:p.Span.End]), policy.Category+"/")
}
