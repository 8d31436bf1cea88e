package wire

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/schemas/protobuf"
)

// files are the files whose messages a record can be, the likeliest first: the one of the expected message, or that which is not there
// for others to import.
func (s *Schema) files() []*protobuf.File {
	if s.Message != nil {
		return []*protobuf.File{s.Message.File}
	}
	if s.Set == nil {
		return nil
	}
	var files []*protobuf.File
	if first := s.Set.Default().Documented; first != nil {
		files = append(files, first.File)
	}
	for _, f := range s.Set.Files() {
		if !slices.Contains(files, f) && !strings.HasPrefix(f.Package+".", "google.protobuf.") {
			files = append(files, f)
		}
	}
	return files
}

// messages are the messages that a record without indexes can be, the likeliest first.
func (s *Schema) messages() []*protobuf.Message {
	if s.Message != nil {
		return []*protobuf.Message{s.Message}
	}
	var messages []*protobuf.Message
	for _, f := range s.files() {
		messages = append(messages, f.Messages...)
	}
	return messages
}

// messagesAt returns what message indexes lead to in each of the files. Some serializers count the entries of maps, which descriptors
// have as nested messages, others do not.
func (s *Schema) messagesAt(indexes []int) []*protobuf.Message {
	var found []*protobuf.Message
	for _, f := range s.files() {
		for _, entries := range []bool{true, false} {
			if m := messageAt(f, indexes, entries); m != nil && !m.MapEntry && !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
	}
	return found
}

// messageAt follows indexes through a file, nil if they lead nowhere.
func messageAt(f *protobuf.File, indexes []int, entries bool) *protobuf.Message {
	var m *protobuf.Message
	list := f.Messages
	for _, index := range indexes {
		if !entries {
			list = slices.DeleteFunc(slices.Clone(list), func(m *protobuf.Message) bool { return m.MapEntry })
		}
		if index >= len(list) {
			return nil
		}
		m = list[index]
		list = m.Nested
	}
	return m
}
