// Package druidsql reads Druid SQL as Druid does: expressions of mappings and filters, and the statement of an SQL job. It knows nothing
// of specs: what names a text may refer to, and their types, come from the caller.
//
// A text takes these steps, and a file begins with the name of its step:
//
//   - lex: bytes to tokens; lex_foreign and dialect are for what other databases write, so that a message can say what Druid wants;
//   - parse: tokens to a tree ([Expr] in tree.go, with the place of everything) and to each [Fault] of the grammar; statement: the clauses of
//     a whole statement;
//   - check: types, operands and columns of a tree in a [Scope]; what Druid would refuse is a [Problem];
//   - fold: the value of a constant expression;
//   - print: a tree to text, in one way for all that are equal.
//
// catalogue_gen.go (functions) and reserved_gen.go (reserved words) are written by go generate from druid-functions.json and
// polaris-functions.json. catalogue_absent_table.go has functions of other databases, with what to write instead. The files in testdata
// hold verdicts of Druid's own parser and type checker.
package druidsql
