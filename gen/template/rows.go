package template

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
)

// Row are the parameters of one run as a file gives them.
type Row struct {
	// Value is an object: parameters with their types.
	Value document.Value
	// Texts are parameters that are texts whatever their type is: cells of a table. [Template.Convert] makes values of them.
	Texts []gen.Pair
	// Place says where a parameter is; the path is empty for the row as a whole.
	Place func(path []string) string
}

// ReadRows reads a file of parameters: an object or a list of objects in YAML or JSON, or a table in CSV or TSV whose first line names
// the parameters. A cell without text is a parameter that is not given. The error is [FaultErrors].
func ReadRows(name string, source []byte) ([]Row, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return readTable(name, source, ',')
	case ".tsv", ".tab":
		return readTable(name, source, '\t')
	case ".json":
		return readObjects(name, document.Parse(source, document.JSON))
	case ".yaml", ".yml":
		return readObjects(name, document.Parse(source, document.YAML))
	}
	return nil, FaultErrors{{"", fmt.Sprintf("%s is no file of parameters by its name: those end in .yaml, .yml, .json, .csv or .tsv", name)}}
}

func place(name string, at document.Position) string {
	return fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
}

func readObjects(name string, file *document.File) ([]Row, error) {
	var faults FaultErrors
	for _, fault := range file.Faults {
		faults = append(faults, Fault{place(name, file.Lines().Position(fault.Span.Start)), fault.Message})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	root := file.Root()
	nodes := []document.Node{root}
	if root.Kind() == document.Array {
		nodes = nil
		for item := range root.Children() {
			nodes = append(nodes, item)
		}
	}
	var rows []Row
	for _, n := range nodes {
		if n.Kind() != document.Object {
			at := document.Position{Line: 1, Column: 1}
			if n.Exists() {
				at = file.Lines().Position(n.Span().Start)
			}
			faults = append(faults, Fault{place(name, at), "parameters are an object, or a list of objects, such as table: events"})
			continue
		}
		rows = append(rows, Row{Value: n.Value(), Place: func(path []string) string {
			return place(name, file.Lines().Position(deepest(n, path)))
		}})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if len(rows) == 0 {
		return nil, FaultErrors{{place(name, document.Position{Line: 1, Column: 1}), "the list is empty, so that there is nothing to make"}}
	}
	return rows, nil
}

// deepest is the offset of the deepest key or item on a path.
func deepest(n document.Node, path []string) int {
	for _, name := range path {
		next := n.Get(name)
		if n.Kind() == document.Array {
			i := -1
			if _, err := fmt.Sscan(name, &i); err == nil && i >= 0 {
				next = n.Item(i)
			}
		}
		if !next.Exists() {
			break
		}
		n = next
	}
	if n.HasKey() && len(path) > 0 {
		return n.KeySpan().Start
	}
	return n.Span().Start
}

// readTable reads rows of cells. Line breaks within quotes are part of a cell.
func readTable(name string, source []byte, comma rune) ([]Row, error) {
	text := bytes.TrimPrefix(source, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, FaultErrors{{name + ":1:1", "the text is not UTF-8: save it as CSV UTF-8"}}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	reader.Comma = comma
	reader.LazyQuotes = comma == '\t'
	t := &table{name: name, lines: bytes.Split(text, []byte("\n")), reader: reader}
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, FaultErrors{{name + ":1:1", "the file is empty: its first line names the parameters, and each other line is a run"}}
	}
	if err != nil {
		return nil, t.broken(err)
	}
	if err := t.readHeader(header); err != nil {
		return nil, err
	}
	var rows []Row
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, t.broken(err)
		}
		if row, ok := t.row(cells); ok {
			rows = append(rows, row)
		}
	}
	if len(t.faults) > 0 {
		return nil, t.faults
	}
	if len(rows) == 0 {
		return nil, FaultErrors{{name + ":1:1", "there is only a header: each line below it is a run"}}
	}
	return rows, nil
}

// table is a table that is being read.
type table struct {
	name   string
	lines  [][]byte
	reader *csv.Reader
	header []string
	faults FaultErrors
}

// position is where a cell of the record starts that was read last.
func (t *table) position(cell int) document.Position {
	line, column := t.reader.FieldPos(cell)
	return t.at(line, column)
}

// at turns a column in bytes, from 1, into one in characters.
func (t *table) at(line, column int) document.Position {
	if line < 1 || line > len(t.lines) {
		return document.Position{Line: max(line, 1), Column: 1}
	}
	before := t.lines[line-1][:min(max(column-1, 0), len(t.lines[line-1]))]
	return document.Position{Line: line, Column: utf8.RuneCount(before) + 1}
}

func (t *table) broken(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return FaultErrors{{t.name + ":1:1", err.Error()}}
	}
	message := parse.Err.Error()
	if errors.Is(parse.Err, csv.ErrQuote) || errors.Is(parse.Err, csv.ErrBareQuote) {
		message = `a cell with a " in it stands in double quotes, with each " in it doubled`
	}
	return FaultErrors{{place(t.name, t.at(parse.Line, parse.Column)), message}}
}

func (t *table) readHeader(cells []string) error {
	if len(cells) == 1 && strings.ContainsRune(cells[0], ';') { // as spreadsheets write it where the comma is for decimals
		return FaultErrors{{t.name + ":1:1", "the cells have semicolons between them: save the file with commas, or with tabs as .tsv"}}
	}
	seen := map[string]bool{}
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
		switch {
		case name == "":
			t.faults = append(t.faults, Fault{place(t.name, t.position(i)), "a column has no name: the first line names the parameters"})
		case seen[name]:
			t.faults = append(t.faults, Fault{place(t.name, t.position(i)), fmt.Sprintf("a second column has the name %q", name)})
		}
		seen[name] = true
		t.header = append(t.header, name)
	}
	if len(t.faults) > 0 {
		return t.faults
	}
	return nil
}

// row is what a line gives; false for one without any text.
func (t *table) row(cells []string) (Row, bool) {
	positions := make([]document.Position, len(cells))
	blank := true
	for i, cell := range cells {
		positions[i] = t.position(i)
		blank = blank && cell == ""
	}
	if blank {
		return Row{}, false
	}
	if len(cells) != len(t.header) {
		t.faults = append(t.faults, Fault{place(t.name, positions[min(len(t.header), len(cells)-1)]), fmt.Sprintf("the row has %d cells, and the header names %d parameters", len(cells), len(t.header))})
		return Row{}, false
	}
	row := Row{Value: document.ObjectOf(), Place: func(path []string) string {
		for i, name := range t.header {
			if len(path) > 0 && path[0] == name {
				return place(t.name, positions[i])
			}
		}
		return place(t.name, document.Position{Line: positions[0].Line, Column: 1})
	}}
	for i, cell := range cells {
		if cell != "" {
			row.Texts = append(row.Texts, gen.Pair{Name: t.header[i], Value: cell})
		}
	}
	return row, true
}

// Merge returns the parameters of a row with values for its texts and for further texts, which win. placeOf says where one of those was
// given.
func (t *Template) Merge(row Row, further []gen.Pair, placeOf func(name string) string) Params {
	members := append([]document.Member{}, row.Value.Members()...)
	put := func(pair gen.Pair) {
		value := t.Convert(pair.Name, pair.Value)
		for i := range members {
			if members[i].Key == pair.Name {
				members[i].Value = value
				return
			}
		}
		members = append(members, document.Member{Key: pair.Name, Value: value})
	}
	for _, pair := range row.Texts {
		put(pair)
	}
	ours := map[string]bool{}
	for _, pair := range further {
		put(pair)
		ours[pair.Name] = true
	}
	return Params{Value: document.ObjectOf(members...), Place: func(path []string) string {
		if len(path) > 0 && ours[path[0]] {
			return placeOf(path[0])
		}
		return row.Place(path)
	}}
}
