package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// pointerUnescaper and pointerEscaper are the escapes of RFC 6901.
var (
	pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
	pointerEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
)

// itemKeys are the members by which list items are known.
var itemKeys = []string{"name", "columnName"}

// FindPointer returns the values below root that a pointer names: an RFC 6901 pointer in which a list item may also be written as
// [name=city] or [columnName=city], with / and ~ escaped as everywhere. Several items may have one name; none means there is no such value.
func FindPointer(root document.Node, pointer string) []document.Node {
	found := []document.Node{root}
	if !root.Exists() {
		return nil
	}
	for pointer != "" {
		rest, ok := strings.CutPrefix(pointer, "/")
		if !ok {
			return nil
		}
		token, after, more := strings.Cut(rest, "/")
		if strings.Contains(token, "~") {
			token = pointerUnescaper.Replace(token)
		}
		var next []document.Node
		for _, n := range found {
			next = appendChildren(next, n, token)
		}
		found, pointer = next, ""
		if more {
			pointer = "/" + after
		}
	}
	return found
}

// appendChildren adds the children that one token of a pointer names.
func appendChildren(list []document.Node, n document.Node, token string) []document.Node {
	switch n.Kind() {
	case document.Object:
		for child := range n.Children() {
			if child.KeyIs(token) {
				return append(list, child)
			}
		}
	case document.Array:
		if i, err := strconv.Atoi(token); err == nil {
			if i >= 0 && strconv.Itoa(i) == token && n.Item(i).Exists() {
				list = append(list, n.Item(i))
			}
			return list
		}
		if key, name, ok := itemToken(token); ok {
			for item := range n.Children() {
				if value := item.Get(key); value.Kind() == document.String && value.TextIs(name) {
					list = append(list, item)
				}
			}
		}
	}
	return list
}

// itemToken reads a token such as [name=city].
func itemToken(token string) (key, name string, ok bool) {
	inner, opened := strings.CutPrefix(token, "[")
	inner, closed := strings.CutSuffix(inner, "]")
	key, name, named := strings.Cut(inner, "=")
	return key, name, opened && closed && named && slices.Contains(itemKeys, key)
}

// NamedPointer returns the pointer of a node with list items by their names where no other item of the list has the same one: it stays
// right when items are added or moved. [FindPointer] reads it.
func NamedPointer(n document.Node) string {
	var parts []string
	for ; n.Parent().Exists(); n = n.Parent() {
		if n.HasKey() {
			parts = append(parts, pointerEscaper.Replace(n.Key()))
		} else {
			parts = append(parts, nameOrIndex(n))
		}
	}
	var b strings.Builder
	for _, part := range slices.Backward(parts) {
		b.WriteByte('/')
		b.WriteString(part)
	}
	return b.String()
}

func nameOrIndex(item document.Node) string {
	for _, key := range itemKeys {
		name := item.Get(key)
		if name.Kind() != document.String {
			continue
		}
		token := "[" + key + "=" + name.Text() + "]"
		if len(appendChildren(nil, item.Parent(), token)) == 1 {
			return pointerEscaper.Replace(token)
		}
	}
	return strconv.Itoa(item.Index())
}
