package project

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

// Side is what is known of the values, or of the keys, of a topic.
type Side struct {
	// Declared is what the settings say of the encoding: "registry", "bare" or "".
	Declared string
	// Samples are single records.
	Samples []Sample
	// Recorded is what the evidence file has, nil if it has nothing.
	Recorded *evidence.Side

	settings   string        // the name of the settings file
	place      document.Node // of the declaration in it
	recordedAt document.Node
	recordedIn string // the name of the evidence file

	judge sync.Once
	own   Known // what the samples are by the schemas of the topic itself, once judge was done

	asked, told atomic.Bool // by any job so far
}

// Sample is a file with one record.
type Sample struct {
	// Name is what reports print.
	Name string
	Data []byte
}

// Known is what all evidence on the values or keys of a topic says together.
type Known struct {
	// Verdict is what the records are: one of the verdicts of package evidence. [evidence.Untold] where nothing is told.
	Verdict evidence.Verdict
	// Declared is true if nothing but the settings says so.
	Declared bool
	// Tally is what samples and evidence file say together.
	Tally evidence.Side
	// Records are the verdicts on the samples, in their order.
	Records []Record
	// Places are where it is known from, the strongest first.
	Places []Place
}

// Record is what a sample is.
type Record struct {
	Sample  Sample
	Verdict wire.Verdict
}

// Place is where something is known from.
type Place struct {
	// Message says what the place says, as a clause.
	Message string
	// Name is the file as reports print it; Node the place in it, absent for a file that is no document.
	Name string
	Node document.Node
}

// Known judges the samples and returns what all evidence says. What was seen stands over what is declared. schemas are those that
// records may have been written with.
func (s *Side) Known(schemas []wire.Schema) Known {
	k := Known{}
	for _, sample := range s.Samples {
		verdict := wire.Judge(sample.Data, schemas)
		k.Records = append(k.Records, Record{sample, verdict})
		k.Tally.Add(verdict)
		if verdict.Sure && verdict.Encoding != wire.Empty {
			k.Places = append(k.Places, Place{Message: told(verdict), Name: sample.Name})
		}
	}
	// Samples in the project stand over what was once recorded, perhaps of the very same records.
	if s.Recorded != nil && k.Tally.Verdict() == evidence.Untold {
		k.Tally.Join(s.Recorded)
		k.Places = append(k.Places, Place{Message: "what probe recorded of the topic", Name: s.recordedIn, Node: s.recordedAt})
	}
	if k.Verdict = k.Tally.Verdict(); k.Verdict != evidence.Untold {
		return k
	}
	k.Places = nil // what could not be told is no evidence
	switch s.Declared {
	case "registry":
		k.Verdict, k.Declared = evidence.Registry, true
	case "bare":
		k.Verdict, k.Declared = evidence.Bare, true
	default:
		return k
	}
	k.Places = []Place{{Message: "declared here", Name: s.settings, Node: s.place}}
	return k
}

// with returns what all evidence says. Samples are judged by the schemas of the topic itself once; only if one of them cannot be told
// so, they are judged anew with those that the job has.
func (s *Side) with(topic func() []wire.Schema, job []wire.Schema) *Known {
	s.judge.Do(func() { s.own = s.Known(topic()) })
	k := &s.own
	if len(job) > 0 && slices.ContainsFunc(s.own.Records, func(r Record) bool { return !r.Verdict.Sure }) {
		known := s.Known(slices.Concat(topic(), job))
		k = &known
	}
	s.asked.Store(true)
	if k.Verdict != evidence.Untold {
		s.told.Store(true)
	}
	return k
}

// Mute reports whether there are samples that jobs were compared with, and neither they nor anything else told any of these jobs what
// the records are.
func (s *Side) Mute() bool { return len(s.Samples) > 0 && s.asked.Load() && !s.told.Load() }

// told says what a record is.
func told(v wire.Verdict) string {
	switch v.Encoding {
	case wire.Registry:
		return fmt.Sprintf("a record with the schema id %d before its data", v.SchemaID)
	case wire.RegistryHeader:
		return "a record with the GUID of a schema before its data"
	case wire.SingleObject:
		return "a record in Avro's single-object encoding"
	case wire.Glue:
		return "a record in the form of the AWS Glue registry"
	case wire.Bare:
		return "a bare record"
	case wire.JSON:
		return "a record that is JSON"
	}
	return "a record that is text"
}

// Told says where the evidence is from, in words for a message.
func (k *Known) Told() string {
	switch {
	case len(k.Places) == 0:
		return ""
	case len(k.Places) == 1:
		return k.Places[0].Name
	}
	return fmt.Sprintf("%s and %d more", k.Places[0].Name, len(k.Places)-1)
}
