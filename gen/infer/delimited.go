package infer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Delimited finds the columns of delimited text whose first row names them. The error is a *FaultError.
func Delimited(source []byte, format string) (*Result, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(source, []byte("\ufeff"))))
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	if format == "tsv" {
		reader.Comma, reader.LazyQuotes = '\t', true
	}
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, &FaultError{0, "there are no rows to find the columns of"}
	}
	if err != nil {
		return nil, broken(err)
	}
	if len(header) == 1 && strings.ContainsRune(header[0], ';') { // as spreadsheets write it where the comma is for decimals
		return nil, &FaultError{1, "the columns have semicolons between them: save the file with commas, or with tabs as .tsv"}
	}
	result := &Result{Format: format}
	root := &observed{}
	var columns []*observed
	for i, name := range header {
		name = strings.TrimSpace(name)
		switch {
		case name == "" || valueLike(name):
			return nil, &FaultError{1, fmt.Sprintf("the first row must name the columns, and the %s one is %q: put a header in front", ordinal(i+1), name)}
		case root.byName[name] != nil:
			return nil, &FaultError{1, fmt.Sprintf("two columns have the name %q: names must be unique", name)}
		}
		columns = append(columns, root.member(name))
	}
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, broken(err)
		}
		line, _ := reader.FieldPos(0)
		if len(row) > len(columns) {
			return nil, &FaultError{line, fmt.Sprintf("the row has %d values, and the header names %d columns", len(row), len(columns))}
		}
		result.Rows++
		for i, column := range columns {
			if i >= len(row) || row[i] == "" {
				column.see(missing, result.Rows)
				continue
			}
			s := cell(row[i])
			column.see(s, result.Rows)
			column.noTime = column.noTime || s == text && !isTime(row[i])
		}
	}
	if result.Rows == 0 {
		return nil, &FaultError{0, "there is only a header: rows are needed to find the types of the columns"}
	}
	result.conclude(root)
	return result, nil
}

func broken(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &FaultError{parse.Line, parse.Err.Error()}
	}
	return &FaultError{0, err.Error()}
}

// Numbers as people write them. One with zeros in front is more likely a code, such as of a postal area, which a number would change.
var (
	wholePattern    = regexp.MustCompile(`^[+-]?(0|[1-9][0-9]*)$`)
	fractionPattern = regexp.MustCompile(`^[+-]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
)

// cell is the sort of a value that is written as text.
func cell(value string) sort {
	switch {
	case wholePattern.MatchString(value):
		return number(strings.TrimPrefix(value, "+"))
	case strings.ContainsAny(value, "0123456789") && fractionPattern.MatchString(value) && value[0]|0x20 != 'e':
		return fraction
	}
	return text
}

// valueLike reports whether a text is rather a value than the name of a column.
func valueLike(name string) bool { return cell(name) != text || isTime(name) }

func ordinal(n int) string {
	switch {
	case n%10 == 1 && n%100 != 11:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2 && n%100 != 12:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3 && n%100 != 13:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}
