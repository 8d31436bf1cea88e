package gen

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Problem is what is wrong with a change to a spec, and where the change stands.
type Problem struct {
	Node document.Node
	Span document.Span
	// Message is a clause without a full stop.
	Message string
}

// Override changes a spec of a kind and brings its fields into the order of the documentation. Objects are merged; so are lists whose
// items have a columnName or a name by the model, item by item of the same name, and new items come last; null removes a field; all
// else takes the place of what is there. What the model does not know, or not as it is there, is returned as problems.
func Override(spec document.Value, kind polaris.Kind, changes document.Node) (document.Value, []Problem) {
	o := &overriding{places: map[string]document.Node{}}
	merged := o.merge(spec, kind.Type(), changes, "")
	if len(o.problems) == 0 {
		o.judge(merged, kind)
	}
	if len(o.problems) > 0 {
		slices.SortStableFunc(o.problems, func(a, b Problem) int { return a.Span.Start - b.Span.Start })
		return spec, o.problems
	}
	if problem, ok := o.secret(merged); ok && kind == polaris.ConnectionKind {
		return spec, []Problem{problem}
	}
	return ordered(merged, kind), nil
}

// overriding is the work on one spec.
type overriding struct {
	// places are the changes, by the pointers of what they became in the spec.
	places   map[string]document.Node
	problems []Problem
}

func (o *overriding) complain(n document.Node, span document.Span, format string, args ...any) {
	o.problems = append(o.problems, Problem{n, span, fmt.Sprintf(format, args...)})
}

// merge is a value with the changes made. t is what the model has for its place, nil for nothing.
func (o *overriding) merge(old document.Value, t *shape.Type, change document.Node, pointer string) document.Value {
	o.places[pointer] = change
	switch key := listKey(t); {
	case change.Kind() == document.Object:
		return o.object(old, t, change, pointer)
	case change.Kind() == document.Array && key != "":
		return o.list(old, t.Item, key, change, pointer)
	case change.Kind() == document.Array:
		o.below(change, pointer)
	}
	return change.Value()
}

// below notes the places within a value that is taken over whole.
func (o *overriding) below(n document.Node, pointer string) {
	for child := range n.Children() {
		inner := pointer + "/" + token(child)
		o.places[inner] = child
		o.below(child, inner)
	}
}

func token(n document.Node) string {
	if n.HasKey() {
		return escapePointer(n.Key())
	}
	return fmt.Sprint(n.Index())
}

func escapePointer(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func (o *overriding) object(old document.Value, t *shape.Type, change document.Node, pointer string) document.Value {
	fields := o.alternative(old, t, change)
	members := slices.Clone(old.Members())
	for child := range change.Children() {
		key := child.Key()
		at := slices.IndexFunc(members, func(m document.Member) bool { return m.Key == key })
		inner := pointer + "/" + escapePointer(key)
		if child.Kind() == document.Null {
			o.places[inner] = child
			if at >= 0 {
				members = slices.Delete(members, at, at+1)
			} else {
				o.absent(fields, child)
			}
			continue
		}
		var typ *shape.Type
		switch f := fieldOf(fields, key); {
		case f != nil:
			typ = f.Type
		case fields != nil:
			typ = fields.Member
		}
		var was document.Value
		if at >= 0 {
			was = members[at].Value
		}
		value := o.merge(was, typ, child, inner)
		if at >= 0 {
			members[at].Value = value
		} else {
			members = append(members, document.Member{Key: key, Value: value})
		}
	}
	return document.ObjectOf(members...)
}

// alternative is the type whose fields an object has once it is changed.
func (o *overriding) alternative(old document.Value, t *shape.Type, change document.Node) *shape.Type {
	if t == nil || t.Opaque {
		return nil
	}
	if t.Variants == nil {
		return t
	}
	if selector := change.Get(t.Discriminator); selector.Kind() == document.String {
		if variant := t.Variant(selector.Text()); variant != nil {
			return variant.Type
		}
		return nil
	}
	return fieldsOf(old, t)
}

func fieldOf(t *shape.Type, name string) *shape.Field {
	if t == nil {
		return nil
	}
	return t.Field(name)
}

// absent refuses to remove a field that there never is: it is misspelt.
func (o *overriding) absent(t *shape.Type, n document.Node) {
	if t == nil || t.Fields == nil || t.Field(n.Key()) != nil {
		return
	}
	o.unknown(t, n)
}

// unknown complains of a field that the model does not have, where that is sure: there is a name like it, or the documentation names all.
func (o *overriding) unknown(t *shape.Type, n document.Node) {
	near, ok := spelling.Near(n.Key(), fieldNames(t))
	if !ok {
		near, ok = spelling.Begins(n.Key(), fieldNames(t))
	}
	if ok {
		o.complain(n, n.KeySpan(), "there is no field %q. Did you mean %q?", n.Key(), near)
	} else if t.Complete {
		o.complain(n, n.KeySpan(), "there is no field %q; there are %s", n.Key(), shortList(slices.Collect(fieldNames(t))))
	}
}

// listKey is the field that the items of a list are known by: columnName or name, "" for other lists.
func listKey(t *shape.Type) string {
	if t == nil || t.Item == nil || t.Kinds != shape.Arrays {
		return ""
	}
	for _, key := range []string{"columnName", "name"} {
		if t.Item.Field(key) != nil {
			return key
		}
	}
	return ""
}

func (o *overriding) list(old document.Value, item *shape.Type, key string, change document.Node, pointer string) document.Value {
	items := slices.Clone(old.Items())
	seen := map[string]bool{}
	for n := range change.Children() {
		name := n.Get(key)
		switch {
		case n.Kind() != document.Object || name.Kind() != document.String:
			o.complain(n, n.Span(), "an item of this list is known by its %q, which is missing here: give it to change or add an item", key)
			continue
		case seen[name.Text()]:
			o.complain(name, name.Span(), "there is a change for %q already", name.Text())
			continue
		}
		seen[name.Text()] = true
		at := slices.IndexFunc(items, func(v document.Value) bool {
			own, ok := v.Get(key)
			return ok && own.Text() == name.Text()
		})
		if at < 0 {
			at = len(items)
			items = append(items, document.ObjectOf())
		}
		items[at] = o.merge(items[at], item, n, fmt.Sprintf("%s/%d", pointer, at))
	}
	return document.ArrayOf(items...)
}

// judge complains of changes that do not fit the model. What the spec lacks, and how texts must look, is for the rules to say.
func (o *overriding) judge(merged document.Value, kind polaris.Kind) {
	root := document.Parse(document.Encode(merged), document.JSON).Root()
	validatorOf(kind).Validate(root, func(v shape.Violation) {
		n, changed := o.places[v.Node.Pointer()]
		if !changed {
			return
		}
		switch v.Fault {
		case shape.Unknown:
			o.unknown(v.Type, n)
		case shape.Forbidden:
			message := fmt.Sprintf("%q is not allowed there", v.Name)
			if v.Field.Instead != "" {
				message += "; set " + v.Field.Instead
			}
			o.complain(n, n.KeySpan(), "%s", message)
		case shape.Refused, shape.NotAllowed:
			o.complain(n, n.Span(), "%s", notOneOf(n, v.Type))
		case shape.WrongType:
			o.complain(n, placeOf(n), "%s is %s and must be %s", called(n), n.Kind(), expected(v.Type))
		default:
		}
	})
}

// jobModel, connectionModel and tableModel are made when they are first needed: to make one takes longer than to judge a spec.
var (
	jobModel        = sync.OnceValue(func() *shape.Validator { return shape.NewValidator(polaris.JobType()) })
	connectionModel = sync.OnceValue(func() *shape.Validator { return shape.NewValidator(polaris.ConnectionType()) })
	tableModel      = sync.OnceValue(func() *shape.Validator { return shape.NewValidator(polaris.TableType()) })
)

func validatorOf(kind polaris.Kind) *shape.Validator {
	switch kind {
	case polaris.ConnectionKind:
		return connectionModel()
	case polaris.TableKind:
		return tableModel()
	}
	return jobModel()
}

// notOneOf says which values there are.
func notOneOf(n document.Node, t *shape.Type) string {
	choices := t.Values
	if t.Variants != nil {
		choices = slices.Collect(t.Choices())
	}
	if t.Numbers != nil {
		return fmt.Sprintf("%s is %s, which is not allowed there", called(n), n.Text())
	}
	message := fmt.Sprintf("%s is %q and must be one of %s", called(n), n.Text(), strings.Join(choices, ", "))
	if near, ok := spelling.Near(n.Text(), slices.Values(choices)); ok {
		message += fmt.Sprintf(". Did you mean %q?", near)
	}
	return message
}

func expected(t *shape.Type) string {
	switch {
	case t == nil:
		return "something else"
	case t.Values != nil:
		return "one of " + strings.Join(t.Values, ", ")
	case t.Whole:
		return "a whole number"
	case t.Kinds == shape.Bools:
		return "true or false"
	}
	return t.Kinds.String()
}

func called(n document.Node) string {
	if n.HasKey() {
		return fmt.Sprintf("%q", n.Key())
	}
	return "the item"
}

// placeOf is where something about a value is shown: the key of what has several lines.
func placeOf(n document.Node) document.Span {
	if n.HasKey() && (n.Kind() == document.Object || n.Kind() == document.Array) {
		return n.KeySpan()
	}
	return n.Span()
}

// secret is the problem of a secret that a change writes down.
func (o *overriding) secret(merged document.Value) (Problem, bool) {
	err := literalSecret(merged)
	for _, name := range secretNames {
		if n, changed := o.places["/secrets/"+name]; err != nil && changed && !placeholder.MatchString(n.Text()) {
			return Problem{n, placeOf(n), err.Error()}, true
		}
	}
	return Problem{}, false
}
