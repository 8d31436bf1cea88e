package druidsql

import (
	"fmt"
	"strings"
)

// typeName parses a type.
func (p *parser) typeName() TypeName {
	start := p.tok.at.Start
	t := TypeName{At: p.tok.at}
	if p.tok.kind != wordToken && p.tok.kind != nameToken {
		p.fail("expected a type")
		t.At = p.last.at
		return t
	}
	name := p.tok
	t.Name = upper(p.tok.text)
	p.advance()
	switch name.word {
	case "DOUBLE":
		if p.acceptWord("PRECISION") {
			t.Name = "DOUBLE PRECISION"
		}
	case "CHAR", "CHARACTER", "BINARY":
		if p.acceptWord("VARYING") {
			t.Name += " VARYING"
		}
	case "TYPE":
		if p.tok.is("(") {
			p.namedType(&t)
		} else {
			p.failAt(name.at, "the name of the type is missing: TYPE('COMPLEX<json>')")
		}
	case "ARRAY":
		if p.tok.is("<") {
			return p.genericArray(start)
		}
	case "INTERVAL":
		for p.isTimeUnit() || p.isWord("TO") {
			p.advance()
		}
	}
	if name.word != "TYPE" && p.tok.is("(") {
		p.typeSize(&t)
	}
	switch name.word {
	case "TIME", "TIMESTAMP":
		p.timeZone(&t)
	}
	t.At = p.since(start)
	p.checkType(&t, &name)
	for p.isWord("ARRAY") || p.isWord("MULTISET") {
		if p.isWord("MULTISET") {
			p.report(Fault{Code: Dialect, At: p.tok.at, Message: "Druid has no MULTISET type", Replacement: "ARRAY"})
		}
		p.advance()
		t.Array++
	}
	t.At = p.since(start)
	return t
}

// genericArray parses <type> behind ARRAY, as others write the type of an array.
func (p *parser) genericArray(start int) TypeName {
	p.advance()
	if !p.enter() {
		return TypeName{At: p.since(start)}
	}
	item := p.typeName()
	p.depth--
	if !p.accept(">") {
		p.fail(`">" is missing behind ARRAY<`)
	}
	written := p.source(item.At) + " ARRAY"
	item.At = p.since(start)
	item.Array++
	p.report(Fault{Code: Dialect, At: item.At, Message: "Druid writes the type of an array as " + written, Replacement: written, Fixable: p.last.is(">")})
	return item
}

// hasSize reports whether a type can have a number in parentheses. Source: SqlTypeName of Calcite's Parser.jj.
func hasSize(name string) bool {
	switch name {
	case "BIGINT", "BOOLEAN", "DATE", "DOUBLE", "DOUBLE PRECISION", "FLOAT", "INT", "INTEGER", "REAL", "SMALLINT", "TINYINT":
		return false
	}
	return true
}

// namedType parses ('COMPLEX<json>') behind TYPE.
func (p *parser) namedType(t *TypeName) {
	open := p.tok
	p.advance()
	if p.tok.kind != stringToken || p.tok.problem != "" || p.tok.text[0] != '\'' {
		p.fail("the name of the type is missing: TYPE('COMPLEX<json>')")
	} else {
		t.Text = strings.ReplaceAll(p.tok.text[1:len(p.tok.text)-1], "''", "'")
		p.advance()
	}
	p.closeBracket(open, ")", "TYPE")
}

// typeSize parses (precision [, scale]).
func (p *parser) typeSize(t *TypeName) {
	open := p.tok
	p.advance()
	for {
		if p.tok.kind != numberToken || p.tok.number != IntegerLiteral {
			p.fail(fmt.Sprintf("expected a whole number in %s(n)", t.Name))
			break
		}
		t.Size = append(t.Size, p.tok.text)
		p.advance()
		if !p.accept(",") {
			break
		}
	}
	p.closeBracket(open, ")", t.Name)
}

// timeZone parses WITH [LOCAL] TIME ZONE and WITHOUT TIME ZONE, which is what a type without it is.
func (p *parser) timeZone(t *TypeName) {
	if !p.isWord("WITH") && !p.isWord("WITHOUT") {
		return
	}
	zone := p.tok.word
	p.advance()
	if zone == "WITH" && p.acceptWord("LOCAL") {
		zone += " LOCAL"
	}
	if p.expectWord("TIME", "in "+zone+" TIME ZONE") && p.expectWord("ZONE", "in "+zone+" TIME ZONE") && zone != "WITHOUT" {
		t.Name += " " + zone + " TIME ZONE"
	}
}

// druidTypes are the types that a CAST can have. Source: Calcites.java and docs/querying/sql-data-types.md of Druid.
var druidTypes = [...]string{
	"BIGINT", "BINARY", "BINARY VARYING", "BOOLEAN", "CHAR", "CHAR VARYING", "CHARACTER", "CHARACTER VARYING", "DATE", "DEC", "DECIMAL",
	"DOUBLE", "DOUBLE PRECISION", "FLOAT", "INT", "INTEGER", "NUMERIC", "REAL", "SMALLINT", "TIME", "TIMESTAMP",
	"TIMESTAMP WITH LOCAL TIME ZONE", "TINYINT", "TYPE", "VARBINARY", "VARCHAR",
}

// checkType reports a type that Druid does not have, with Druid's name for it.
func (p *parser) checkType(t *TypeName, name *token) {
	for _, known := range druidTypes {
		if t.Name == known && name.kind == wordToken {
			if len(t.Size) > 0 && !hasSize(t.Name) {
				p.report(Fault{Code: Syntax, At: t.At, Message: fmt.Sprintf("%s has no size", t.Name)})
			}
			return
		}
	}
	f := Fault{Code: Dialect, At: t.At, Message: fmt.Sprintf("Druid has no type %s", p.source(t.At))}
	if druid := foreignType(t.Name); druid != "" {
		f.Message += ": write " + druid
		f.Replacement, f.Fixable = druid, true
		t.Name, t.Size = druid, nil
		if druid == jsonType {
			t.Name, t.Text = "TYPE", "COMPLEX<json>"
		}
	} else {
		f.Message += ". The usual types are VARCHAR, BIGINT, DOUBLE and TIMESTAMP"
	}
	p.report(f)
}

// jsonType is how a CAST names the type of nested data.
const jsonType = "TYPE('COMPLEX<json>')"

// foreignType returns Druid's type for one of another database or of Druid's native layer, "" if there is none.
func foreignType(name string) string {
	switch name {
	case "STRING", "TEXT", "NVARCHAR", "VARCHAR2", "NCHAR", "CLOB", "LONGTEXT", "MEDIUMTEXT", "TINYTEXT":
		return "VARCHAR"
	case "LONG", "INT64", "SIGNED", "LONGINT", "BIGINTEGER":
		return "BIGINT"
	case "INT32", "INT4", "MEDIUMINT":
		return "INTEGER"
	case "INT2", "INT16":
		return "SMALLINT"
	case "FLOAT64", "FLOAT8":
		return "DOUBLE"
	case "FLOAT32", "FLOAT4":
		return "FLOAT"
	case "BOOL":
		return "BOOLEAN"
	case "DATETIME":
		return "TIMESTAMP"
	case "JSON", "JSONB", "VARIANT":
		return jsonType
	}
	return ""
}

func upper(text string) string {
	word, _ := keyword(text)
	if word != "" {
		return word
	}
	return strings.ToUpper(text)
}

func trimBlanksLeft(text string) string {
	for text != "" && strings.IndexByte(" \t\r\n\f", text[0]) >= 0 {
		text = text[1:]
	}
	return text
}

func trimBlanks(text string) string { return strings.Trim(text, " \t\r\n\f") }
