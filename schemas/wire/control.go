package wire

import "fmt"

const (
	// controls is how many other records are tried, and enough is how many if the schema reads none of them.
	controls, enough = 256, 64
	// maxPassed is how many of them a schema may read whose reading proves something. One that is a single string reads about one:
	// that which begins with the length of the rest.
	maxPassed = controls / 64
	// fresh is how many bytes at the start of a made-up record are its own; long ones share what follows, to keep their cost down.
	fresh = 64
)

// trial is how many made-up records a schema read.
type trial struct{ passed, tried int }

// control tries records of n bytes that fill makes up, until it is clear whether the schema reads too many of them.
func control(fill func(*random, []byte), n int, complete func([]byte) bool) trial {
	r := random(n)
	made := make([]byte, n)
	fill(&r, made)
	var t trial
	for t.tried < enough || t.tried < controls && 0 < t.passed && t.passed <= maxPassed {
		t.tried++
		if complete(made) {
			t.passed++
		}
		fill(&r, made[:min(n, fresh)])
		if n > fresh { // the last byte must be the last of a value
			fill(&r, made[n-1:])
		}
	}
	return t
}

// random is the generator SplitMix64, which is in the public domain. Verdicts must not change from run to run.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// evenBytes makes every byte equally often.
func evenBytes(r *random, b []byte) {
	for i := 0; i < len(b); i += 8 {
		z := r.next()
		for j := i; j < min(i+8, len(b)); j++ {
			b[j] = byte(z)
			z >>= 8
		}
	}
}

// sparseBytes makes every second byte 0, as many are in numbers of fixed size.
func sparseBytes(r *random, b []byte) {
	evenBytes(r, b)
	for i := 0; i < len(b); i += 64 {
		z := r.next()
		for j := i; j < min(i+64, len(b)); j++ {
			if z&1 == 0 {
				b[j] = 0
			}
			z >>= 1
		}
	}
}

// doubtOf words that a schema reads too much; "" if it does not.
func doubtOf(name string, trials ...trial) string {
	for _, t := range trials {
		if t.passed > maxPassed {
			return fmt.Sprintf("%s would read %d of %d other records of this length too, so that this proves nothing", name, t.passed, t.tried)
		}
	}
	return ""
}
