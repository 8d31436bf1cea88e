package protobuf

import (
	"fmt"
	"os"
	"testing"
)

func BenchmarkSeed(b *testing.B) {
	_, text := seed(b)
	for b.Loop() {
		set, fault := Decode(text)
		if fault != nil {
			b.Fatal(fault)
		}
		set.Default().Documented.Type()
	}
}

func BenchmarkLarge(b *testing.B) {
	for _, files := range []int{23, 46, 92} {
		data := large(files, 100)
		b.Run(fmt.Sprintf("%dKB", len(data)>>10), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, fault := DecodeBytes(data); fault != nil {
					b.Fatal(fault)
				}
			}
		})
	}
}

func BenchmarkCompileSeed(b *testing.B) {
	open := Search(os.ReadFile, "../../testdata/seed")
	for b.Loop() {
		if _, faults := Compile("kttm.proto", open); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	_, text := seed(b)
	set, _ := Decode(text)
	m := set.Message("SomeMessage")
	record := []byte("\x0a\x142026-01-01T00:00:00Z\x12\x06Berlin\x1a\x04abcd\x20\x07")
	for b.Loop() {
		if r := m.Read(record); !r.Complete() {
			b.Fatal(r)
		}
	}
}
