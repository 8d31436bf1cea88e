package protobuf

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/ast"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/reflect/protoregistry"
)

const (
	maxSources    = 10_000   // files in one compilation
	maxSourceSize = 64 << 20 // bytes in one compilation
	maxFileSize   = 1 << 20  // bytes of one file; some faults cost the parser time by the square of it
	maxBrackets   = 200      // nesting of one file; Java reads 100 levels of messages
)

// loader parses a file and all that it imports, before anything is linked: so all faults of syntax and all missing imports are found.
type loader struct {
	open   Opener
	files  map[string]*source
	size   int
	faults []SourceFault
	// parsing is true while the parser reports.
	parsing bool
}

type source struct {
	text  []byte
	tree  *ast.FileNode
	order int
}

// load parses the file and, breadth first, its imports.
func (l *loader) load(name string) {
	text, err := l.open(name)
	if err != nil {
		_ = l.fault(ImportNotFound, name, 0, 0, fmt.Sprintf("cannot be read: %v", err))
		return
	}
	todo := []string{name}
	l.add(name, text)
	for len(todo) > 0 && len(l.faults) < maxFaults {
		next := todo[0]
		todo = todo[1:]
		todo = append(todo, l.parse(next)...)
	}
}

func (l *loader) add(name string, text []byte) {
	l.files[name] = &source{text: text, order: len(l.files)}
	l.size += len(text)
}

// parse parses a file and returns the imports that were not met before.
func (l *loader) parse(name string) (imports []string) {
	s := l.files[name]
	if len(s.text) > maxFileSize {
		_ = l.fault(TooLarge, name, 0, 0, fmt.Sprintf("larger than %d bytes", maxFileSize))
		return nil
	}
	if at := tooDeep(s.text); at >= 0 {
		_ = l.fault(TooDeep, name, at, at, fmt.Sprintf("nested deeper than %d brackets", maxBrackets))
		return nil
	}
	tree, err := l.tree(name, s.text)
	if tree == nil {
		if err != nil && len(l.faults) == 0 {
			l.failure(name, err)
		}
		return nil
	}
	s.tree = tree
	if e := tree.Edition; e != nil && e.Edition.AsString() != "2023" {
		info := tree.NodeInfo(e.Edition)
		_ = l.fault(UnsupportedEdition, name, info.Start().Offset, info.End().Offset, fmt.Sprintf("edition %q is not supported, only 2023 is", e.Edition.AsString()))
	}
	for _, d := range tree.Decls {
		if len(l.faults) >= maxFaults {
			break
		}
		node, ok := d.(*ast.ImportNode)
		if !ok || node.Name == nil {
			continue
		}
		if path := node.Name.AsString(); l.files[path] == nil && !isBuiltin(path) {
			info := tree.NodeInfo(node.Name)
			if l.fetch(path, name, info.Start().Offset, info.End().Offset) {
				imports = append(imports, path)
			}
		}
	}
	return imports
}

// tree parses the text. A panic of the parser is a fault of the file.
func (l *loader) tree(name string, text []byte) (tree *ast.FileNode, err error) {
	l.parsing = true
	defer func() {
		l.parsing = false
		if p := recover(); p != nil {
			tree, err = nil, fmt.Errorf("cannot be parsed: %v", p)
		}
	}()
	return parser.Parse(name, bytes.NewReader(text), reporter.NewHandler(reporter.NewReporter(l.report, nil)))
}

// fetch reads an import; what is wrong with it is a fault of the importing file.
func (l *loader) fetch(name, importer string, start, end int) bool {
	if !validImport(name) {
		_ = l.fault(BadImportPath, importer, start, end, fmt.Sprintf("%q is no import path: it must be relative, with / and without . and ..", name))
		return false
	}
	text, err := l.open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_ = l.fault(ImportNotFound, importer, start, end, fmt.Sprintf("import %q is not found", name))
	case err != nil:
		_ = l.fault(ImportNotFound, importer, start, end, fmt.Sprintf("import %q cannot be read: %v", name, err))
	case len(l.files) >= maxSources || l.size+len(text) > maxSourceSize:
		_ = l.fault(TooLarge, importer, start, end, fmt.Sprintf("import %q makes the compilation too large", name))
	default:
		l.add(name, text)
		return true
	}
	return false
}

// resolve hands the parsed files to the compiler.
func (l *loader) resolve(name string) (protocompile.SearchResult, error) {
	if s := l.files[name]; s != nil && s.tree != nil {
		return protocompile.SearchResult{AST: s.tree}, nil
	}
	return protocompile.SearchResult{}, protoregistry.NotFound
}

// isBuiltin reports whether protoc brings the file along.
func isBuiltin(name string) bool {
	if !strings.HasPrefix(name, "google/protobuf/") {
		return false
	}
	none := protocompile.ResolverFunc(func(string) (protocompile.SearchResult, error) {
		return protocompile.SearchResult{}, protoregistry.NotFound
	})
	_, err := protocompile.WithStandardImports(none).FindFileByPath(name)
	return err == nil
}

// validImport reports whether protoc takes the path.
func validImport(name string) bool {
	return name != "" && !strings.ContainsAny(name, "\\\x00") && !strings.HasPrefix(name, "/") && path.Clean(name) == name && name != "." && name != ".." && !strings.HasPrefix(name, "../")
}

// tooDeep returns the offset of the bracket that nests too deep for a recursive compiler, -1 if none does. Strings and comments do
// not count.
func tooDeep(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '{', '[', '(', '<':
			if depth++; depth > maxBrackets {
				return i
			}
		case '}', ']', ')', '>':
			depth = max(0, depth-1)
		case '"', '\'':
			i = endOfString(text, i)
		case '/':
			i = endOfComment(text, i)
		}
	}
	return -1
}

// endOfString returns the offset of the quote that ends the string at i, or of the end of the line, where the language ends it.
func endOfString(text []byte, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i], '\n':
			return j
		}
	}
	return len(text)
}

// endOfComment returns the offset of the last byte of the comment at i, i if none begins there.
func endOfComment(text []byte, i int) int {
	var end string
	switch {
	case bytes.HasPrefix(text[i:], []byte("//")):
		end = "\n"
	case bytes.HasPrefix(text[i:], []byte("/*")):
		end = "*/"
	default:
		return i
	}
	at := bytes.Index(text[i+2:], []byte(end))
	if at < 0 {
		return len(text)
	}
	return i + 2 + at + len(end) - 1
}
