// Package shape judges whether a document has the fields, types and values that a model allows.
//
// A model is a graph of [Type] values. It is not written by hand: CUE definitions are compiled to it (see schemas/compile),
// because CUE itself loses the real cause of a fault in nested unions and knows neither severities nor places
// (measured: two hundred times slower as well).
package shape

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// Kinds is a set of JSON kinds.
type Kinds uint16

// The sets of one kind each.
const (
	Bools   Kinds = 1 << document.Bool
	Numbers Kinds = 1 << document.Number
	Strings Kinds = 1 << document.String
	Arrays  Kinds = 1 << document.Array
	Objects Kinds = 1 << document.Object
)

// String lists the kinds in the words of a message: "a string or an object".
func (s Kinds) String() string {
	var words []string
	for k := document.Null; k <= document.Object; k++ {
		if s.Has(k) {
			words = append(words, k.String())
		}
	}
	return strings.Join(words, " or ")
}

// Has reports whether the kind is in the set.
func (s Kinds) Has(k document.Kind) bool { return s&(1<<k) != 0 }

// Code says how sure a fact is. It decides how severe a violation of it may be.
type Code byte

// The codes of facts, as the reference of the API uses them.
const (
	Documented Code = 'V' // the documentation states it
	Example    Code = 'E' // seen in an example of the documentation
	Public     Code = 'P' // seen in a public working job
	Inferred   Code = 'I' // inferred from what is documented
	Druid      Code = 'D' // from Apache Druid, which Polaris builds on
	Client     Code = 'C' // from an older client
	Unverified Code = 'U' // general knowledge only
)

// Type is what a value may be. The constraints of one kind are beside those of another: a string is judged by Values,
// Patterns and MinRunes, an array by Item and MinItems, an object by Variants or Fields or Member.
// Null is no kind of a type: an optional field accepts it, nothing else does.
type Type struct {
	// Name is the definition without its "#"; empty for a type that is written in place.
	Name string
	// Doc describes the type in a sentence or two.
	Doc string
	// Kinds are the JSON kinds that are allowed; zero allows everything.
	Kinds Kinds
	// Rule is the id that reports a value that breaks Patterns; empty for shape/not-allowed.
	Rule string

	// Values is the enumeration of a string; nil allows any.
	Values []string
	// Patterns are regular expressions in the syntax that RE2 and ECMA-262 share; a string must match them all.
	Patterns []string
	// MinRunes is the least length of a string in code points.
	MinRunes int
	// Whole asks for a number without fraction and exponent.
	Whole bool
	// Numbers is the enumeration of a number; nil allows any.
	Numbers []int64

	// Item is the type of the items of an array; nil allows anything.
	Item *Type
	// MinItems is the least number of items of an array.
	MinItems int

	// Opaque marks an object whose content is not looked into.
	Opaque bool
	// Member is the type of the values of an object whose keys are free.
	Member *Type
	// Fields are the members of an object with known keys.
	Fields []Field
	// Complete says that no other field is documented, so that one that is not in Fields breaks the model.
	Complete bool
	// Discriminator is the field that selects among Variants.
	Discriminator string
	Variants      []Variant
}

// Field is a member of an object.
type Field struct {
	Name string
	// Doc describes the field.
	Doc string
	// Type is what the value may be; nil for a forbidden field.
	Type *Type
	// Required fields must be there; others may be absent or null.
	Required bool
	// Forbidden fields must be absent or null. They are in the model so that a specific rule can say why.
	Forbidden bool
	// Rule is the id that reports the field absent or empty (if required) or present (if forbidden); empty for the rules of the category shape.
	Rule string
	// Expected is the id of a rule that may miss the field although the model lets it be absent.
	Expected string
	// Instead is the dotted path of the field that takes the place of a forbidden one.
	Instead string
	// Secret values are never printed.
	Secret bool
	// Code, RequiredCode and ValuesCode say how sure the field itself, its being required, and its list of values are.
	Code, RequiredCode, ValuesCode Code
	// Source names the page that the fact is from.
	Source string
}

// Variant is an alternative of a union of objects.
type Variant struct {
	// Value of the discriminator that selects it.
	Value string
	Type  *Type
	// Refused is the id of the rule that reports the variant as known but wrong in this place; empty for an allowed one.
	Refused string
	// Code says how sure the refusal is.
	Code Code
}

// Field returns the field of that name, nil if there is none.
func (t *Type) Field(name string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}

// Variant returns the variant that the value of the discriminator selects, nil if there is none.
func (t *Type) Variant(value string) *Variant {
	for i := range t.Variants {
		if t.Variants[i].Value == value {
			return &t.Variants[i]
		}
	}
	return nil
}
