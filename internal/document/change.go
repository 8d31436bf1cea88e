package document

import "bytes"

// ReplaceValue returns the edits that put v in the place of the node's value; nil if that cannot be done safely: for the zero Node,
// a YAML alias or a YAML value with an anchor or tag. In YAML the new value is written in flow style, on one line.
func ReplaceValue(n Node, v Value) []Edit {
	if !n.editable() || n.hasProperty() {
		return nil
	}
	if n.file.Syntax != YAML {
		return []Edit{{n.Span(), string(appendValue(nil, v, n.file.lineBreakOf(n)))}}
	}
	if n.KeyIs("<<") && !n.KeyQuoted() {
		return nil // an object would be merged
	}
	return n.replaceYAML(yamlFlow(v))
}

// replaceYAML puts text on one line in the place of a YAML value.
func (n Node) replaceYAML(text string) []Edit {
	src, span := n.file.Source, n.Span()
	if span.Len() == 0 {
		if lead := n.lead(); lead != ":" && lead != "-" {
			return nil
		}
		return []Edit{{span, " " + text}}
	}
	from := len(bytes.TrimRight(src[:span.Start], " \t\r\n"))
	switch {
	case !bytes.ContainsAny(src[from:span.Start], "\r\n"):
		return []Edit{{span, text}}
	case n.HasKey() && n.lead() == ":":
		// What stood on lines of its own goes behind the colon, since it may be indented no deeper than the key.
		return []Edit{{Span{from, span.End}, " " + text}}
	case n.isBlockContainer() || n.file.isBlockScalar(n.at):
		return nil
	}
	return []Edit{{span, text}}
}

// lead returns what stands before a YAML value, behind its key or the item before it, without white space: a colon, a dash, or more.
func (n Node) lead() string {
	from := n.KeySpan().End
	if !n.HasKey() {
		from = n.Parent().Span().Start
		if previous := n.previous(); previous.Exists() {
			from = previous.Span().End
		}
	}
	return string(bytes.Trim(n.file.Source[from:n.Span().Start], " \t\r\n"))
}

// ReplaceText returns the edits that put a string with the given text in the place of the node's value, in the quotes that the value has,
// if they can hold it; nil if that cannot be done safely: for the zero Node, a YAML alias or a YAML value with an anchor or tag.
func ReplaceText(n Node, text string) []Edit {
	if !n.editable() || n.hasProperty() {
		return nil
	}
	if n.file.Syntax != YAML || n.Kind() != String || n.Span().Len() == 0 {
		return ReplaceValue(n, StringOf(text))
	}
	return n.replaceYAML(yamlText(text, n.file.Source[n.Span().Start]))
}

// RenameKey returns the edits that give a member of an object another key, in the quotes that the key has, if they can hold it;
// nil if that cannot be done safely: for a node without a key of its own, such as one that a YAML alias stands for.
func RenameKey(n Node, key string) []Edit {
	if !n.editable() || !n.HasKey() || n.KeySpan().Len() == 0 {
		return nil
	}
	span := n.KeySpan()
	if n.file.Syntax != YAML {
		return []Edit{{span, string(appendString(nil, key))}}
	}
	switch quote := n.file.Source[span.Start]; quote {
	case '*', '|', '>', '[', '{':
		return nil
	default:
		return []Edit{{span, yamlText(key, quote)}}
	}
}

// editable reports whether the node has bytes of its own that make sense without their surroundings.
func (n Node) editable() bool { return n.file != nil && !n.Aliased() }

// hasProperty reports whether a YAML value has an anchor or tag before it, which would apply to its replacement.
func (n Node) hasProperty() bool {
	if n.file.Syntax != YAML {
		return false
	}
	from := 0
	if n.HasKey() {
		from = n.KeySpan().End
	} else if parent := n.Parent(); parent.Exists() {
		from = parent.Span().Start
		if n.Index() > 0 {
			from = n.previous().Span().End
		}
	}
	for from < n.Span().Start {
		from = skipYAMLSpace(n.file.Source, from)
		if propertyEnd(n.file.Source, from) >= 0 {
			return from < n.Span().Start || n.Span().Len() > 0
		}
		from++
	}
	return false
}

// previous returns the sibling before the node, the zero Node for the first. Nodes lie in the order of the text, so that what lies
// just before the node ends that sibling; only behind an alias it does not.
func (n Node) previous() Node {
	if n.Index() == 0 {
		return Node{}
	}
	for at := n.at - 1; at >= 0; at = n.file.nodes[at].parent {
		if n.file.nodes[at].next == n.at {
			return Node{n.file, at}
		}
	}
	return n.Parent().Item(n.Index() - 1)
}

// isBlockContainer reports whether the node is a YAML container without brackets.
func (n Node) isBlockContainer() bool {
	if n.Kind() != Array && n.Kind() != Object || n.Span().Len() == 0 {
		return false
	}
	opening := n.file.Source[n.Span().Start]
	return opening != '[' && opening != '{'
}

// lineBreakOf returns the line break and indentation that a value over several lines has to continue with at the node;
// "" if the value around it is on one line.
func (f *File) lineBreakOf(n Node) string {
	around := n.Span()
	if parent := n.Parent(); parent.Exists() {
		around = parent.Span()
	}
	first := bytes.IndexByte(f.Source[around.Start:around.End], '\n')
	if first < 0 {
		return ""
	}
	lineBreak := "\n"
	if first > 0 && f.Source[around.Start+first-1] == '\r' {
		lineBreak = "\r\n"
	}
	start := 1 + bytes.LastIndexAny(f.Source[:n.rec().start()], "\r\n")
	return lineBreak + string(f.Source[start:blankEnd(f.Source, start)])
}
