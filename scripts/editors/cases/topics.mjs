// What an editor shows in the evidence file, polarspec.topics.json.

const topic = (value) => `{"version": 1, "topics": {"clicks": {"sampledAt": "2026-01-31T12:00:00Z", "value": ${value}}}}`

export default {
  json: {
    file: 'polarspec.topics.json',
    complete: [
      { at: topic('{"verdict": │}'), offers: ['registry', 'bare', 'mixed', 'json', 'text', 'other', 'unknown'] },
      { at: topic('{"format": │}'), offers: ['avro', 'protobuf', 'json', 'mixed', 'none'] },
      { at: '{│}', offers: ['version', 'topics'] },
    ],
    hover: [
      { at: topic('{"ver│dict": "bare"}'), says: 'What the records are together: framed by a schema registry, bare, several of them, JSON, text, something else, or not known.' },
      { at: '{"version": 1, "topics": {"cli│cks": {}}}', says: 'What was found out about a topic.' },
    ],
    valid: [{ text: topic('{"verdict": "bare", "format": "avro", "samples": 3, "encodings": {"bare": 3}}') }],
    wrong: [
      { text: topic('{"verdict": «"naked"», "format": "avro", "samples": 3, "encodings": {}}'), says: 'Value is not accepted. Valid values: "registry", "bare", "mixed", "json", "text", "other", "unknown".' },
      { text: '{"version": 1, "topics": {"clicks": {"sampledAt": «"today"»}}}', says: 'Value is not accepted. Expected: A time in UTC as YYYY-MM-DDThh:mm:ssZ.' },
    ],
  },
}
