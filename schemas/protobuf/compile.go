package protobuf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"github.com/bufbuild/protocompile/options"
	"github.com/bufbuild/protocompile/protoutil"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Opener returns the content of a file. The error of one that is not there is an [fs.ErrNotExist].
type Opener func(path string) ([]byte, error)

// Search returns an opener that looks for a path below each folder in turn, as protoc does with its -I options.
func Search(open Opener, folders ...string) Opener {
	return func(name string) ([]byte, error) {
		for _, folder := range folders {
			data, err := open(path.Join(folder, name))
			if !errors.Is(err, fs.ErrNotExist) {
				return data, err
			}
		}
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
}

// SourceFault is what is wrong with a .proto file, at its place.
type SourceFault struct { //nolint:errname // one of a list that a caller reports; it is an error only for the form of protoc
	Code Code
	// File is the path that the compiler knows the file by.
	File string
	// Line and Column count from 1, columns in code points. Start and End are byte offsets, End exclusive.
	Line, Column int
	Start, End   int
	Message      string
}

// Error returns the fault in the form of protoc.
func (f SourceFault) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Compile compiles a .proto file and its imports into the set that protoc --include_imports --descriptor_set_out makes: imports
// before importers, JSON names set, no source info. The well-known files under google/protobuf/ are built in. The set is nil if
// there is a fault; all faults are given, those of the syntax before those of the meaning, in the order of files and offsets.
func Compile(name string, open Opener) (*Set, []SourceFault) {
	l := &loader{open: open, files: map[string]*source{}}
	l.load(name)
	if len(l.faults) > 0 {
		return nil, l.sorted()
	}
	c := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(protocompile.ResolverFunc(l.resolve)),
		MaxParallelism: 1,
		Reporter:       reporter.NewReporter(l.report, nil),
	}
	files, err := c.Compile(context.Background(), name)
	if err != nil && len(l.faults) == 0 {
		l.failure(name, err)
	}
	if len(l.faults) > 0 {
		return nil, l.sorted()
	}
	set, err := assemble(files[0])
	if err != nil {
		l.failure(name, err)
		return nil, l.sorted()
	}
	return set, nil
}

// assemble puts the files into a set, each after those that it imports.
func assemble(root linker.File) (*Set, error) {
	set := &descriptorpb.FileDescriptorSet{}
	done := map[string]bool{}
	var add func(f protoreflect.FileDescriptor) error
	add = func(f protoreflect.FileDescriptor) error {
		if done[f.Path()] {
			return nil
		}
		done[f.Path()] = true
		imports := f.Imports()
		for i := range imports.Len() {
			if err := add(imports.Get(i).FileDescriptor); err != nil {
				return err
			}
		}
		p, err := options.StripSourceRetentionOptionsFromFile(protoutil.ProtoFromFileDescriptor(f))
		if err != nil {
			return fmt.Errorf("%s: options: %w", f.Path(), err)
		}
		set.File = append(set.File, p)
		return nil
	}
	if err := add(root); err != nil {
		return nil, err
	}
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(set)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", root.Path(), err)
	}
	out, fault := parseSet(data) // as from outside: custom options become unknown fields, in the order in which protoc writes them
	if fault != nil {
		return nil, fmt.Errorf("link %s: %s", root.Path(), fault.Detail)
	}
	return out, nil
}

// report takes an error of the compiler; an error back ends the compilation.
func (l *loader) report(err reporter.ErrorWithPos) error {
	start, end := err.Start(), err.End()
	code := Invalid
	if l.parsing {
		code = Syntax
	}
	return l.fault(code, start.Filename, start.Offset, end.Offset, strings.TrimPrefix(err.Unwrap().Error(), "syntax error: "))
}

// failure takes an error without a place.
func (l *loader) failure(name string, err error) {
	var placed reporter.ErrorWithPos
	if errors.As(err, &placed) {
		_ = l.report(placed) // only the limit of faults is an error, and this is the first
		return
	}
	_ = l.fault(Invalid, name, 0, 0, err.Error())
}

// fault notes a fault once; an error back says that there are enough.
func (l *loader) fault(code Code, file string, start, end int, message string) error {
	f := SourceFault{Code: code, File: file, Line: 1, Column: 1, Message: message}
	if s := l.files[file]; s != nil {
		f.Start, f.End = s.span(start, end)
		before := s.text[:f.Start]
		line := bytes.LastIndexByte(before, '\n') + 1
		f.Line = bytes.Count(before, []byte{'\n'}) + 1
		f.Column = utf8.RuneCount(before[line:]) + 1
	}
	if !l.told(f) {
		l.faults = append(l.faults, f)
	}
	if len(l.faults) >= maxFaults {
		return errTooManyFaults
	}
	return nil
}

// told reports whether a fault says nothing new: it is there already, or the parser stumbles twice at one place.
func (l *loader) told(f SourceFault) bool {
	for _, other := range l.faults {
		if f == other || f.Code == Syntax && f.File == other.File && f.Start == other.Start {
			return true
		}
	}
	return false
}

// span makes the span of a fault from the offsets of its first and last byte, the latter as the compiler's ends of nodes are: at least
// one character, within one line.
func (s *source) span(first, last int) (start, end int) {
	start = max(0, min(first, len(s.text)))
	_, size := utf8.DecodeRune(s.text[start:])
	end = max(start+size, min(last+1, len(s.text)))
	if newline := bytes.IndexByte(s.text[start:end], '\n'); newline > 0 {
		end = start + newline
	}
	return start, end
}

var errTooManyFaults = errors.New("too many faults")

// maxFaults ends the compilation of what is no .proto file at all.
const maxFaults = 100

// sorted returns the faults in the order in which the files were met, and by offset within a file.
func (l *loader) sorted() []SourceFault {
	slices.SortStableFunc(l.faults, func(a, b SourceFault) int {
		return cmp.Or(cmp.Compare(l.order(a.File), l.order(b.File)), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Message, b.Message))
	})
	return l.faults
}

func (l *loader) order(file string) int {
	if s := l.files[file]; s != nil {
		return s.order
	}
	return len(l.files)
}
