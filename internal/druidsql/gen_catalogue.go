//go:build ignore

// This program compiles druid-functions.json and polaris-functions.json to catalogue_gen.go. It refuses a type or result text that
// it does not know, so that no fact gets lost.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
)

type file struct {
	Functions []function `json:"functions"`
}

type function struct {
	Name         string          `json:"name"`
	Kind         string          `json:"kind"`
	Category     string          `json:"category"`
	Syntax       string          `json:"syntax"`
	Args         []argument      `json:"args"`
	MinArgs      int             `json:"minArgs"`
	MaxArgs      *int            `json:"maxArgs"`
	Returns      string          `json:"returns"`
	ImplicitCast *bool           `json:"implicitCast"`
	Rollup       string          `json:"rollup"`
	Distinct     bool            `json:"distinct"`
	Star         bool            `json:"starAllowed"`
	AliasOf      string          `json:"aliasOf"`
	Documented   bool            `json:"documented"`
	Internal     bool            `json:"internal"`
	Extension    string          `json:"extension"`
	SeenIn       map[string]bool `json:"seenIn"`
	Notes        string          `json:"notes"`
	Source       string          `json:"source"`

	polaris bool
}

type argument struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Optional bool   `json:"optional"`
	Variadic bool   `json:"variadic"`
	Literal  bool   `json:"literal"`
}

// families are the alternatives that an operand's type is made of.
var families = map[string]string{
	"ANY": "AnyType", "NUMERIC": "Numbers", "EXACT_NUMERIC": "ExactNumbers", "INTEGER": "Integers", "CHARACTER": "Characters",
	"STRING": "Strings", "BINARY": "Binaries", "BOOLEAN": "Booleans", "TIMESTAMP": "Timestamps", "DATETIME": "Datetimes",
	"INTERVAL": "Intervals", "ARRAY": "Arrays", "NULL": "Nulls",
}

// operand is what a whole type text means that is more than a list of families.
type operand struct {
	types, role string
	literal     bool
}

var operands = map[string]operand{
	"COMPARABLE": {types: "Comparable", role: "ComparedRole"},
	"COMPARABLE (numeric/timestamp/boolean at run time)": {types: "Comparable"},
	"ANY comparable":                   {types: "AnyType", role: "ComparedRole"},
	"ANY comparable (SAME_VARIADIC)":   {types: "AnyType", role: "ComparedRole"},
	"ANY (one element type)":           {types: "AnyType"},
	"ANY (number or ARRAY of numbers)": {types: "AnyType"},
	"ANY (quantiles sketch)":           {types: "AnyType"},
	"ANY (HLL sketch)":                 {types: "AnyType"},
	"ANY (theta sketch)":               {types: "AnyType"},
	"ANY (tuple sketch)":               {types: "AnyType"},
	"KEY/VALUE pairs":                  {types: "AnyType"},
	"as the configured algorithm":      {types: "AnyType"},
	"CHARACTER (JSON)":                 {types: "Characters"},
	"INTEGER(32-bit only)":             {types: "SmallIntegers"},
	"positive EXACT_NUMERIC literal":   {types: "ExactNumbers", literal: true},
	"positive integer literal":         {types: "Integers", literal: true},
	"positive INTEGER literal":         {types: "Integers", literal: true},
	"TIME_UNIT keyword":                {types: "AnyType", role: "UnitRole"},
	"SQL type name":                    {types: "AnyType", role: "SyntaxRole"},
	"WHEN/THEN/ELSE":                   {types: "AnyType", role: "SyntaxRole"},
	"aggregate call":                   {types: "AnyType", role: "SyntaxRole"},
	"string literal":                   {types: "AnyType", role: "SyntaxRole"},
	"unit [TO unit]":                   {types: "AnyType", role: "SyntaxRole"},
}

// results are the texts that are no fixed type.
var results = map[string]string{
	"ARG0": "ResultFirst", "ARG0 (nullable)": "ResultFirst", "ARG0 (exact, no scale)": "ResultFirst",
	"ARG0 (nullable if no group)": "ResultFirst", "type of y": "ResultLast", "type of expr (nullable)": "ResultLast",
	"LEAST_RESTRICTIVE": "ResultLeastRestrictive", "LEAST_RESTRICTIVE (nullable)": "ResultLeastRestrictive",
	"LEAST_RESTRICTIVE of results": "ResultLeastRestrictive",
	"VARCHAR if any operand is character, else DOUBLE if any is float/double, else BIGINT": "ResultReduction",
	"BIGINT for integer types, DOUBLE for FLOAT/DOUBLE/DECIMAL":                            "ResultSum",
	"as SUM, 0 for no rows":                                                     "ResultSum",
	"ARG0 for numeric/string; VARCHAR otherwise":                                "ResultAnyValue",
	"ARG0 for numeric/string; VARCHAR otherwise; scalar for pair complex types": "ResultAnyValue",
	"ARRAY<ARG0>": "ResultArrayOfFirst", "ARRAY<LEAST_RESTRICTIVE>": "ResultArrayOfAll",
	"ARRAY (type of arr)": "ResultArray", "ARRAY (type of arr1)": "ResultArray",
	"element type of arr": "ResultItem", "element type": "ResultItem",
	"the named type": "ResultNamed", "VARCHAR, or the RETURNING type": "ResultNamed",
	"COMPLEX<dataType>": "ResultComplexNamed", "INTEGER or BIGINT by unit": "ResultUnit",
	"LEAST_RESTRICTIVE / TIMESTAMP for datetime + interval":  "ResultArithmetic",
	"LEAST_RESTRICTIVE / TIMESTAMP":                          "ResultArithmetic",
	"PRODUCT type":                                           "ResultArithmetic",
	"integer quotient for two integers, else DOUBLE/DECIMAL": "ResultArithmetic",
	"table": "ResultUnknown", "ROW": "ResultUnknown", "type of the literal": "ResultUnknown", "type of the aggregate": "ResultUnknown",
	"DOUBLE or ARRAY<DOUBLE>": "ResultUnknown", "unknown": "ResultUnknown",
}

// kinds are the names of types.
var kinds = map[string]string{
	"BOOLEAN": "BooleanType", "INTEGER": "IntegerType", "BIGINT": "BigintType", "DOUBLE": "DoubleType", "VARCHAR": "VarcharType",
	"CHAR": "VarcharType", "DATE": "DateType", "TIME": "TimeType", "TIMESTAMP": "TimestampType", "INTERVAL": "IntervalType",
	"COMPLEX<json>": "JSONType", "OTHER": "ComplexType",
}

var functionKinds = map[string]string{
	"scalar": "ScalarFunction", "aggregate": "AggregateFunction", "window": "WindowFunction", "table": "TableFunction",
}

var rollups = map[string]string{"": "", "yes": "RollupYes", "no": "RollupNo", "query-time only": "RollupQueryOnly"}

func main() {
	out := flag.String("o", "catalogue_gen.go", "where to write; - for standard output")
	flag.Parse()
	text, err := generate("druid-functions.json", "polaris-functions.json")
	if err != nil {
		log.Fatal(err)
	}
	if *out == "-" {
		_, err = os.Stdout.Write(text)
	} else {
		err = os.WriteFile(*out, text, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func generate(druid, polaris string) ([]byte, error) {
	functions, err := read(druid)
	if err != nil {
		return nil, err
	}
	more, err := read(polaris)
	if err != nil {
		return nil, err
	}
	for i := range more {
		more[i].polaris = true
	}
	functions = append(functions, more...)
	for i := range functions {
		functions[i].Name = strings.ToUpper(functions[i].Name)
	}
	slices.SortFunc(functions, func(a, b function) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated by gen_catalogue.go from %s and %s. DO NOT EDIT.\n\npackage druidsql\n\n", druid, polaris)
	fmt.Fprintf(&b, "// catalogue is in the order of the names.\nvar catalogue = [...]Function{\n")
	for i, f := range functions {
		if i > 0 && functions[i-1].Name == f.Name {
			return nil, fmt.Errorf("%s is there twice", f.Name)
		}
		if err := f.write(&b, functions); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}

func read(name string) ([]function, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f.Functions, nil
}

func (f function) write(b *bytes.Buffer, all []function) error {
	kind, ok := functionKinds[f.Kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", f.Kind)
	}
	if f.Category == "operator" {
		kind = "OperatorFunction"
	}
	result, fixed, err := resultOf(f.Returns)
	if err != nil {
		return err
	}
	rollup, ok := rollups[f.Rollup]
	if !ok {
		return fmt.Errorf("unknown rollup %q", f.Rollup)
	}
	most := -1
	if f.MaxArgs != nil {
		most = *f.MaxArgs
	}
	syntax, _, _ := strings.Cut(f.Syntax, " ; ")
	fmt.Fprintf(b, "\t{Name: %q", f.Name)
	field(b, "Kind", kind, "ScalarFunction")
	field(b, "Category", strconv.Quote(f.Category), `""`)
	field(b, "Syntax", strconv.Quote(syntax), `""`)
	fmt.Fprintf(b, ", MinArgs: %d, MaxArgs: %d", f.MinArgs, most)
	field(b, "Result", result, "ResultUnknown")
	field(b, "Fixed", fixed, "")
	field(b, "ImplicitCast", strconv.FormatBool(casts(f, all)), "false")
	field(b, "Rollup", rollup, "")
	field(b, "Distinct", strconv.FormatBool(f.Distinct), "false")
	field(b, "Star", strconv.FormatBool(f.Star), "false")
	field(b, "AliasOf", strconv.Quote(f.AliasOf), `""`)
	field(b, "Documented", strconv.FormatBool(f.Documented), "false")
	field(b, "Internal", strconv.FormatBool(f.Internal), "false")
	field(b, "Polaris", strconv.FormatBool(f.polaris), "false")
	field(b, "Extension", strconv.Quote(f.Extension), `""`)
	fmt.Fprintf(b, ", Since: %d", since(f.SeenIn))
	field(b, "Notes", strconv.Quote(f.Notes), `""`)
	field(b, "Source", strconv.Quote(f.Source), `""`)
	if len(f.Args) > 0 {
		b.WriteString(", Args: []Arg{\n")
		for _, a := range f.Args {
			if err := a.write(b); err != nil {
				return err
			}
		}
		b.WriteString("\t}")
	}
	b.WriteString("},\n")
	return nil
}

func (a argument) write(b *bytes.Buffer) error {
	o, complexName, err := operandOf(a.Type)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\t\t{Name: %q, Types: %s", a.Name, o.types)
	field(b, "Role", o.role, "")
	field(b, "Complex", strconv.Quote(complexName), `""`)
	field(b, "Optional", strconv.FormatBool(a.Optional), "false")
	field(b, "Variadic", strconv.FormatBool(a.Variadic), "false")
	field(b, "Literal", strconv.FormatBool(a.Literal || o.literal), "false")
	b.WriteString("},\n")
	return nil
}

func field(b *bytes.Buffer, name, value, zero string) {
	if value != zero && value != "" {
		fmt.Fprintf(b, ", %s: %s", name, value)
	}
}

func operandOf(text string) (o operand, complexName string, err error) {
	if o, ok := operands[text]; ok {
		return o, "", nil
	}
	var set []string
	for alternative := range strings.SplitSeq(text, "|") {
		if name, ok := strings.CutPrefix(alternative, "COMPLEX<"); ok {
			complexName = strings.TrimSuffix(name, ">")
			continue
		}
		family, ok := families[alternative]
		if !ok {
			return o, "", fmt.Errorf("unknown operand type %q", text)
		}
		set = append(set, family)
	}
	return operand{types: strings.Join(set, " | ")}, complexName, nil
}

func resultOf(text string) (rule, fixed string, err error) {
	if rule, ok := results[text]; ok {
		return rule, "", nil
	}
	// What stands in parentheses tells of NULLs and of how the value is stored.
	name, _, _ := strings.Cut(text, " (")
	if kind, ok := kinds[name]; ok {
		return "ResultFixed", "Type{Kind: " + kind + "}", nil
	}
	if item, ok := strings.CutPrefix(name, "ARRAY<"); ok {
		if kind, ok := kinds[strings.TrimSuffix(item, ">")]; ok {
			return "ResultFixed", "Type{Kind: ArrayType, Item: " + kind + "}", nil
		}
	}
	if sketch, ok := strings.CutPrefix(name, "COMPLEX<"); ok {
		return "ResultFixed", fmt.Sprintf("Type{Kind: ComplexType, Complex: %q}", strings.TrimSuffix(sketch, ">")), nil
	}
	return "", "", fmt.Errorf("unknown result %q", text)
}

// casts says whether operands are cast: an alias does as its function, and of what is not known nothing is refused.
func casts(f function, all []function) bool {
	if f.ImplicitCast != nil {
		return *f.ImplicitCast
	}
	for _, other := range all {
		if other.Name == f.AliasOf {
			return casts(other, nil)
		}
	}
	return true
}

func since(seen map[string]bool) int {
	switch {
	case seen == nil || seen["25"]:
		return 25
	case seen["28"]:
		return 28
	}
	return 39
}
