package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/polarspec/polarspec/lint/evidence"
)

// sampledAt is the time that is noted: the day of --today, the time of SOURCE_DATE_EPOCH, or now.
func (r *probeRun) sampledAt() (string, error) {
	at, err := r.streams.today(r.flags.today)
	return at.Format(time.RFC3339), err
}

// write refreshes the topic in the evidence file and says what has changed.
func (r *probeRun) write(at string) error {
	path := filepath.Join(r.folder(), evidence.FileName)
	name := r.shown(path)
	var old *evidence.File
	source, err := readSource(path)
	switch {
	case err == nil:
		file, problems := evidence.Parse(path, source)
		for _, p := range problems {
			line := p.File.Lines().Position(p.Span.Start).Line
			return usageError("%s:%d: %s; nothing was written", name, line, p.Message)
		}
		old = file
	case !errors.Is(err, fs.ErrNotExist):
		return failure(fmt.Errorf("%s: %w", name, err))
	}
	for _, file := range r.files {
		used, err := r.fingerprint(file)
		if err != nil {
			return err
		}
		r.side.AddSchema(used)
	}
	topic := evidence.Topic{Name: r.flags.topic, SampledAt: at}
	var before *evidence.Side
	if r.flags.key {
		topic.Key = &r.side
	} else {
		topic.Value = &r.side
	}
	if known := old.Topic(topic.Name); known != nil {
		before = map[bool]*evidence.Side{true: known.Key, false: known.Value}[r.flags.key]
	}
	text := evidence.Merge(old, topic).Encode()
	if bytes.Equal(text, source) {
		return printed(fmt.Fprintf(r.streams.err, "%s: nothing has changed\n", name))
	}
	if err := writeFile(path, bytes.NewReader(text)); err != nil {
		return failure(fmt.Errorf("writing %s: %w", name, cause(err)))
	}
	change := fmt.Sprintf("%s are %s (%s)", r.part(), r.side.Verdict(), count(r.side.Samples, "record"))
	if before != nil {
		change += fmt.Sprintf("; they were %s (%s)", before.Verdict(), count(before.Samples, "record"))
	}
	return printed(fmt.Fprintf(r.streams.err, "wrote %s: topic %s: %s\n", name, topic.Name, change))
}

// folder is where the evidence file lies: beside the settings that have the topic, else beside the nearest ones.
func (r *probeRun) folder() string {
	switch layers := r.settings.Layers; {
	case r.layer != nil:
		return r.layer.Dir
	case len(layers) > 0:
		return layers[len(layers)-1].Dir
	}
	return r.streams.dir
}

// fingerprint is what the evidence file says of a schema file.
func (r *probeRun) fingerprint(name string) (evidence.SchemaFile, error) {
	path := absolute(r.streams.dir, name)
	source, err := readSource(path)
	if err != nil {
		return evidence.SchemaFile{}, failure(fmt.Errorf("%s: %w", name, err))
	}
	relative, err := filepath.Rel(r.folder(), path)
	if err != nil {
		relative = path
	}
	sum := sha256.Sum256(source)
	return evidence.SchemaFile{File: filepath.ToSlash(relative), SHA256: hex.EncodeToString(sum[:])}, nil
}
