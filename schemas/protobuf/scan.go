package protobuf

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

const (
	// maxElements bounds the messages within a set: a hostile one has one in two bytes, each a hundred times as large in memory.
	maxElements = 1 << 20
	// maxFiles bounds the files of a set.
	maxFiles = 20_000
	// maxDepth is the nesting that Java reads: CodedInputStream.DEFAULT_RECURSION_LIMIT.
	maxDepth = 100
)

// scanner checks the wire format of a set before any memory is given to it.
type scanner struct{ elements, files int }

func scanSet(data []byte) *Fault {
	s := &scanner{}
	return s.message(data, 0, (*descriptorpb.FileDescriptorSet)(nil).ProtoReflect().Descriptor(), 0)
}

// message checks one message at offset base of the whole; what it cannot read is a fault with the path of the field.
func (s *scanner) message(data []byte, base int, of protoreflect.MessageDescriptor, depth int) *Fault {
	fields := of.Fields()
	for at := 0; at < len(data); {
		number, wire, n := consumeTag(data[at:])
		if n < 0 {
			return damaged(base+at, base+len(data), of, "", n)
		}
		size := protowire.ConsumeFieldValue(number, wire, data[at+n:])
		if size < 0 {
			name := ""
			if f := fields.ByNumber(number); f != nil {
				name = string(f.Name())
			}
			return damaged(base+at, base+len(data), of, name, size)
		}
		if field := fields.ByNumber(number); wire == protowire.BytesType && field != nil && field.Message() != nil {
			value, _ := protowire.ConsumeBytes(data[at+n:])
			if fault := s.element(base+at, base+at+n+size, depth); fault != nil {
				return fault
			}
			if fault := s.message(value, base+at+n+size-len(value), field.Message(), depth+1); fault != nil {
				return fault
			}
		}
		at += n + size
	}
	return nil
}

// element counts a message within a message.
func (s *scanner) element(start, end, depth int) *Fault {
	s.elements++
	if depth == 0 {
		s.files++
	}
	switch {
	case depth >= maxDepth:
		return &Fault{Code: TooDeep, Start: start, End: end, Detail: fmt.Sprintf("nested deeper than the %d levels that Java reads", maxDepth)}
	case s.elements > maxElements:
		return &Fault{Code: TooLarge, Start: start, End: end, Detail: fmt.Sprintf("more than %d elements", maxElements)}
	case s.files > maxFiles:
		return &Fault{Code: TooLarge, Start: start, End: end, Detail: fmt.Sprintf("more than %d files", maxFiles)}
	}
	return nil
}

// damaged is the fault of a field that cannot be read.
func damaged(start, end int, of protoreflect.MessageDescriptor, field string, n int) *Fault {
	where := string(of.Name())
	if field != "" {
		where += "." + field
	}
	return &Fault{Code: Damaged, Start: start, End: end, Detail: fmt.Sprintf("not a descriptor set: %s at byte %d, in %s", wireProblem(n), start, where)}
}

// consumeTag is protowire.ConsumeTag, but also refuses field numbers above the limit of the specification.
func consumeTag(data []byte) (protowire.Number, protowire.Type, int) {
	number, wire, n := protowire.ConsumeTag(data)
	if n > 0 && number > protowire.MaxValidNumber {
		return 0, 0, invalidNumber
	}
	return number, wire, n
}

// invalidNumber is what protowire returns for field number 0.
const invalidNumber = -2

// wireProblem says what a negative result of protowire means.
func wireProblem(n int) string {
	if wireCode(n) == Truncated {
		return "the data ends early"
	}
	return "no Protobuf field"
}

// appendTag appends the tag and length of a length-delimited field.
func appendTag(b []byte, number protowire.Number, length int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.BytesType), uint64(length))
}
