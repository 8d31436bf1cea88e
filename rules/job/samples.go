package job

import (
	"math"

	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/wire"
)

// oldSample returns the name of the oldest sample of the topic if it lies further back from the newest one than a period in
// milliseconds: a job that reads the newest has dropped it, whenever that is. Only the times of Avro records are known, and only
// where "__time" is TIME_PARSE or MILLIS_TO_TIMESTAMP of one field.
func oldSample(p *lint.Pass, period int64) (name string, ok bool) {
	topic := p.Topic()
	if topic == nil || len(topic.Value.Samples) < 2 {
		return "", false
	}
	e := timeExpression(p)
	if e == nil {
		return "", false
	}
	function, column, ok := soleColumn(e)
	if !ok {
		return "", false
	}
	oldest, newest := int64(math.MaxInt64), int64(math.MinInt64)
	known := topic.Value.Known(topic.WireSchemas())
	for _, record := range known.Records {
		at, ok := timeOf(record.Sample.Data, record.Verdict, function, column)
		if !ok {
			continue
		}
		if at < oldest {
			oldest, name = at, record.Sample.Name
		}
		newest = max(newest, at)
	}
	return name, name != "" && oldest < newest-period
}

// timeOf returns the time of a record in milliseconds since 1970.
func timeOf(record []byte, verdict wire.Verdict, function, column string) (millis int64, ok bool) {
	if !verdict.Sure || verdict.Schema == nil || verdict.Schema.Avro == nil || verdict.Payload > len(record) {
		return 0, false
	}
	data, schema := record[verdict.Payload:], verdict.Schema.Avro
	decoded, err := schema.Decode(data)
	if err != nil || len(decoded.Fields) != len(schema.Root.Fields) {
		return 0, false
	}
	for i := range schema.Root.Fields {
		if schema.Root.Fields[i].Name != column {
			continue
		}
		value, ok := avro.Scalar(schema.Root.Fields[i].Type, data, decoded.Fields[i])
		if !ok {
			return 0, false
		}
		switch value := value.(type) {
		case string:
			if function == "TIME_PARSE" {
				return joda.ParseTimestamp(value)
			}
		case int64:
			// Times before 1970-04-26 and after the year 5138 are more likely in another unit.
			return value, function == "MILLIS_TO_TIMESTAMP" && value > 1e10 && value < 1e14
		}
	}
	return 0, false
}
