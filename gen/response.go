package gen

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// FromResponse turns a job as the service returns it into one that can be sent: without the fields that only responses have and
// the empty values that the service fills in, in the order of the documentation. What the service chose stays: where the job starts
// to read, what it rejects, and the count of rows of an aggregating job.
func FromResponse(root document.Node, sets []Pair) (Result, error) {
	identity := polaris.Identify(root, true)
	switch identity.Kind {
	case polaris.JobKind:
	case polaris.ConnectionKind:
		return Result{}, refuse("this is a connection, whose password no response has: make it with polarspec gen connection")
	default:
		return Result{}, refuse("this is no job: it is neither a request nor what the service returns of one")
	}
	var result Result
	value := result.request(root, polaris.JobType(), "")
	if len(sets) > 0 {
		var err error
		if value, err = setAll(value, polaris.JobKind, sets); err != nil {
			return Result{}, err
		}
	}
	result.Spec = ordered(value, polaris.JobKind)
	return result, nil
}

// request copies a value without what a request does not have.
func (r *Result) request(n document.Node, t *shape.Type, path string) document.Value {
	if t == nil || t.Opaque {
		return n.Value()
	}
	if n.Kind() == document.Array {
		items := make([]document.Value, 0, n.Len())
		for item := range n.Children() {
			items = append(items, r.request(item, t.Item, path))
		}
		return document.ArrayOf(items...)
	}
	if n.Kind() != document.Object {
		return n.Value()
	}
	fields := t
	if t.Variants != nil {
		if fields = nil; t.Variant(n.Get(t.Discriminator).Text()) != nil {
			fields = t.Variant(n.Get(t.Discriminator).Text()).Type
		}
	}
	members := make([]document.Member, 0, n.Len())
	for child := range n.Children() {
		key := child.Key()
		name := strings.TrimPrefix(path+"."+key, ".")
		var f *shape.Field
		if fields != nil {
			f = fields.Field(key)
		}
		switch {
		case f != nil && f.Rule == "shape/response-field":
			r.Notes = append(r.Notes, Note{name, "left out: only responses have it"})
			continue
		case filledIn(child):
			r.Notes = append(r.Notes, Note{name, "left out: the service fills it in"})
			continue
		}
		var inner *shape.Type
		switch {
		case f != nil:
			inner = f.Type
		case fields != nil:
			inner = fields.Member
		}
		members = append(members, document.Member{Key: key, Value: r.request(child, inner, name)})
	}
	return document.ObjectOf(members...)
}

// filledIn reports whether a member says what is so without it as well.
func filledIn(member document.Node) bool {
	switch key := member.Key(); {
	case member.Kind() == document.Null:
		return true
	case key == "intervals", key == "schema":
		return (member.Kind() == document.Array || member.Kind() == document.Object) && member.Len() == 0
	case key == "desiredExecutionStatus":
		return member.TextIs("running")
	}
	return false
}
