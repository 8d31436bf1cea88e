package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

func newFields(s *streams) *cobra.Command {
	var message, format string
	command := &cobra.Command{
		Use:   "fields FILE|SPEC",
		Short: "Show the fields of a data schema and the data types that keep them",
		Long: `Prints a data schema as a table: the fields under the names that Druid hands them over under, their types, what arrives, the data type
of an input field that keeps it, and what else there is to know. Fields within records follow theirs, with the expression that reads
them; they are no input fields.

The schema is that of an Avro schema (.avsc), a .proto file, a descriptor set (.desc, .pb, .protoset), an Avro container file, or a job
spec with the schema inside.

Exit codes: 0 done, 2 wrong use, 3 the file cannot be read or its schema is broken.`,
		Example: `  polarspec fields events.avsc
  polarspec fields events.proto --message shop.Order
  polarspec fields jobs/events.json --format json`,
		Args: takes(1, 1, "the name of one schema file or job spec"),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return formatError(format)
			}
			tables, err := readFields(s, args[0], message)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(s.out, struct {
					Schemas []fieldTable `json:"schemas"`
				}{tables})
			}
			for i := range tables {
				if i > 0 {
					if err := printed(fmt.Fprintln(s.out)); err != nil {
						return err
					}
				}
				if err := tables[i].write(s); err != nil {
					return err
				}
			}
			return nil
		},
	}
	command.Flags().StringVar(&message, "message", "", "Protobuf message to show; the default is the one that the spec names, else the first of the file")
	formatFlag(command, &format)
	return command
}

// fieldTable is a data schema in the output.
type fieldTable struct {
	// Part is "value" or "key" for the schemas of records with metadata.
	Part   string     `json:"part,omitempty"`
	Kind   string     `json:"kind"`
	Name   string     `json:"name"`
	Fields []fieldRow `json:"fields"`

	title string
}

// fieldRow is a field, or a field within a record, whose name is then a path with dots.
type fieldRow struct {
	Name string `json:"name"`
	// ProtoName is the name in the .proto file where that is another one.
	ProtoName string `json:"protoName,omitempty"`
	Type      string `json:"type"`
	Arrives   string `json:"arrives"`
	// DataType is that of an input field; empty if none keeps the values, and for fields within records.
	DataType string `json:"dataType,omitempty"`
	// Expression reads a field within a record.
	Expression string   `json:"expression,omitempty"`
	Remarks    []string `json:"remarks"`
}

func (t *fieldTable) write(s *streams) error {
	title := t.title
	if t.Part != "" {
		title += " (" + t.Part + ")"
	}
	var b bytes.Buffer
	b.WriteString(title + "\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "FIELD\tTYPE\tARRIVES AS\tDATA TYPE\tREMARKS\n")
	for _, row := range t.Fields {
		dataType, remarks := row.DataType, row.Remarks
		if row.Expression != "" {
			dataType, remarks = "-", append([]string{row.Expression}, remarks...)
		} else if dataType == "" {
			dataType = "none"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", row.Name, row.Type, row.Arrives, dataType, strings.Join(remarks, "; "))
	}
	if err := w.Flush(); err != nil {
		return failure(err)
	}
	for line := range strings.Lines(b.String()) {
		if err := printed(fmt.Fprintln(s.out, strings.TrimRight(line, " \n"))); err != nil {
			return err
		}
	}
	return nil
}

// readFields reads the schemas of a file, whatever kind of file it is.
func readFields(s *streams, name, message string) ([]fieldTable, error) {
	schemas, err := readDataSchemas(s, name, nil)
	if err != nil {
		return nil, err
	}
	var tables []fieldTable
	for i := range schemas {
		d := &schemas[i]
		table, err := s.fieldsOf(d, message)
		if err != nil {
			return nil, err
		}
		table.Part = d.part
		tables = append(tables, table)
	}
	return tables, nil
}

func (s *streams) fieldsOf(d *dataSchema, message string) (fieldTable, error) {
	if d.avro != nil {
		return avroFields(d, message)
	}
	return setFields(s, d, message)
}

func avroFields(d *dataSchema, message string) (fieldTable, error) {
	if message != "" {
		return fieldTable{}, usageError("--message is for Protobuf, and %s is Avro", d.name)
	}
	if err := avroFault(d.name, d.avro); err != nil {
		return fieldTable{}, err
	}
	if d.avro.Model.Kind != field.Record {
		return fieldTable{}, failure(fmt.Errorf("%s: the schema is of the type %s and not a record", d.name, d.avro.Root))
	}
	return tableOf(&lint.DataSchema{Avro: d.avro, Record: d.avro.Model, Reading: d.reading}), nil
}

// setFields shows a message of a descriptor set: the one that is named, else the one that the documentation says is taken.
func setFields(s *streams, d *dataSchema, message string) (fieldTable, error) {
	if err := d.checkSet(); err != nil {
		return fieldTable{}, err
	}
	chosen, names := d.set.Default().Documented, messageNames(d.set)
	message = cmp.Or(message, d.message)
	switch {
	case message != "":
		var err error
		if chosen, err = d.findMessage(message); err != nil {
			return fieldTable{}, err
		}
	case chosen == nil:
		return fieldTable{}, failure(errors.New(d.name + ": there is no message in it"))
	case len(names) > 1:
		if err := printed(fmt.Fprintf(s.err, "%s has several messages (%s); this is %s, --message shows another\n", d.name, strings.Join(names, ", "), chosen.FullName)); err != nil {
			return fieldTable{}, err
		}
	}
	return tableOf(&lint.DataSchema{Descriptor: d.set, Message: chosen, Record: chosen.Type()}), nil
}

// maxRows and maxDepth bound the fields within records that are listed.
const (
	maxRows  = 1000
	maxDepth = 16
)

func tableOf(schema *lint.DataSchema) fieldTable {
	t := fieldTable{Kind: "avro", Name: schema.Record.Name, Fields: []fieldRow{}, title: schema.Title()}
	if schema.Message != nil {
		t.Kind = "protobuf"
	}
	for i := range schema.Record.Fields {
		f := &schema.Record.Fields[i]
		row := rowOf(schema, schema.Record, f)
		row.Name, row.DataType = f.Name, field.Best(f.Type, schema.Reading)
		row.Remarks = append(row.Remarks, field.Remarks(f, schema.Reading)...)
		t.Fields = append(t.Fields, row)
		if f.Type.Kind == field.Record {
			t.within(schema, []*field.Type{schema.Record, f.Type}, []string{f.Name})
		}
	}
	return t
}

func rowOf(schema *lint.DataSchema, record *field.Type, f *field.Field) fieldRow {
	return fieldRow{ProtoName: f.ProtoName, Type: schema.TypeName(record, f), Arrives: arrives(f.Type, schema.Reading), Remarks: []string{}}
}

// within lists the fields of the last record of a chain, and of records in it that are not part of themselves.
func (t *fieldTable) within(schema *lint.DataSchema, chain []*field.Type, path []string) {
	record := chain[len(chain)-1]
	for i := range record.Fields {
		f := &record.Fields[i]
		if len(t.Fields) >= maxRows {
			return
		}
		steps := append(slices.Clone(path), f.Name)
		row := rowOf(schema, record, f)
		row.Name, row.Expression = strings.Join(steps, "."), nestedExpression(steps, f.Type, field.Best(f.Type, schema.Reading))
		if f.ProtoName != "" {
			row.Remarks = append(row.Remarks, "the name in the .proto file is "+f.ProtoName+", Druid uses the JSON name")
		}
		t.Fields = append(t.Fields, row)
		same := func(t *field.Type) bool { return t.Name == f.Type.Name }
		if f.Type.Kind == field.Record && !slices.ContainsFunc(chain, same) && len(chain) < maxDepth {
			t.within(schema, append(slices.Clone(chain), f.Type), steps)
		}
	}
}

// nestedExpression reads a value within a field that is declared as json; it is empty where nothing can be read.
func nestedExpression(steps []string, t *field.Type, dataType string) string {
	path, ok := field.JSONPath(steps[1:])
	if !ok || dataType == "" {
		return ""
	}
	expression, _ := field.Within(t, dataType, druidsql.QuoteIdentifier(steps[0]), path)
	return expression
}

// arrives says what Druid hands over: of a union what it does of its branches.
func arrives(t *field.Type, reading field.Reading) string {
	if row, ok := field.RowOf(t, reading); ok {
		return row.Arrives
	}
	var list []string
	for _, branch := range t.Branches {
		if text := arrives(branch, reading); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return strings.Join(list, " or ")
}
