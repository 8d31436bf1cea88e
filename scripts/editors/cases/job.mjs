// What an editor shows in the spec of an ingestion job.

const kinds = ['batch', 'streaming', 'sql', 'delete_data', 'drop_table', 'restore_data']
const batchFormats = ['nd-json', 'json', 'csv', 'tsv', 'regex', 'avro_ocf', 'orc', 'parquet']
const streamFormats = ['nd-json', 'json', 'csv', 'tsv', 'regex', 'avro_stream', 'protobuf', 'kafka', 'kinesis']
const batchKeys = [
  'target', 'source', 'ingestionMode', 'replaceAll', 'createTableIfNotExists', 'mappings', 'filterExpression', 'partitionedBy', 'useSchemaDiscovery',
  'dimensionExclusions', 'includeAllDimensions', 'maxParseExceptions', 'replaceRunning', 'context', 'desiredExecutionStatus',
]
const tableName =
  'Name of the table.\n\nThe name of a table: up to 255 characters, without slash, control characters or emoji, not starting with a full stop.'
const badFormat = 'Value is not accepted. Valid values: "nd-json", "json", "csv", "tsv", "regex", "avro_stream", "protobuf", "kafka", "kinesis".'
const badPeriod = 'Value is not accepted. Expected: An ISO 8601 period such as P30D or PT1H.'

const stream = (format) => `{
  "type": "streaming",
  "target": {"type": "table", "tableName": "clicks"},
  "source": {"type": "connection", "connectionName": "kafka", "formatSettings": ${format}}
}`
const streamYAML = (format) => `type: streaming
target:
  type: table
  tableName: clicks
source:
  type: connection
  connectionName: kafka
  formatSettings:
    ${format}
`

export default {
  json: {
    file: 'jobs/clicks.json',
    complete: [
      { at: '{│}', offers: ['type'], inserts: { type: '"type": "${1:batch}"' } },
      { at: '{"type": │}', offers: kinds, docs: { streaming: 'A long-running ingestion from an event stream.' } },
      { at: '{"type": "batch", │}', offers: batchKeys, inserts: { source: '"source": {$1}', mappings: '"mappings": [$1]', replaceAll: '"replaceAll": $1' } },
      { at: '{"type": "batch", "source": {"type": │}}', offers: ['uploaded', 'inline', 's3', 'azure', 'table'] },
      { at: '{"type": "batch", "source": {"type": "uploaded", "formatSettings": {"format": │}}}', offers: batchFormats, docs: { orc: 'Apache ORC files.' } },
      { at: stream('{"format": │}'), offers: streamFormats },
      { at: stream('{"format": "kinesis", "valueFormat": {"format": │}}'), offers: streamFormats.slice(0, 7) },
      { at: stream('{"format": "avro_stream", "parseSchemaProvider": {"type": │}}'), offers: ['inline-avro', 'connection'] },
      { at: stream('{"format": "protobuf", "parseSchemaProvider": {"type": "inline-protobuf", │}}'), offers: ['descriptor', 'protoMessageType'] },
      { at: '{"type": "streaming", "source": {"type": "connection", "inputSchema": [{"dataType": │}]}}', offers: ['string', 'long', 'float', 'double', 'json'] },
      { at: '{"type": "streaming", "mappings": [{│}]}', offers: ['columnName', 'expression', 'isAggregation'] },
      { at: '{"type": "streaming", "readFromPoint": │}', offers: ['latest', 'earliest', 'null'] },
    ],
    hover: [
      { at: '{"ty│pe": "batch"}', says: 'Kind of the job.\n\n`batch`: A finite ingestion from files, object storage, inline data or a table.' },
      { at: '{"type": "batch", "sou│rce": {"type": "inline"}}', says: 'Where the data comes from.' },
      { at: '{"type": "batch", "target": {"type": "table", "table│Name": "clicks"}}', says: tableName },
      { at: stream('{"for│mat": "kafka"}'), says: 'Name of the format.\n\n`kafka`: Kafka records with key, headers and timestamp.' },
      { at: '{"type": "streaming", "mappings": [{"columnName": "a", "expr│ession": "b"}]}', says: 'Druid SQL over the input fields, with the names of fields in double quotes.' },
    ],
    valid: [
      { path: 'testdata/seed/requests/avro-ocf.json' },
      { path: 'testdata/seed/requests/inline-avro.json' },
      { path: 'testdata/seed/requests/inline-protobuf.json' },
      { path: 'testdata/seed/requests/schema-registry-avro.json' },
      { text: stream('{"format": "kinesis", "valueFormat": "nd-json"}') },
    ],
    wrong: [
      { text: '{"type": «"bach"»}', says: 'Value is not accepted. Valid values: "batch", "streaming", "sql", "delete_data", "drop_table", "restore_data".' },
      { text: '{"type": "drop_table", "target": {"type": "table", "tableName": «7»}}', says: 'Incorrect type. Expected "string".' },
      { text: '{"type": "drop_table", "target": {"type": "table", "tableName": "a", «"tabelName"»: "a"}}', says: 'Property tabelName is not allowed.' },
      { text: '{"type": "drop_table", «"target"»: {"type": "table"}}', says: 'Missing property "tableName".' },
      { text: '{"type": "drop_table", "id": «"1"», "target": {"type": "table", "tableName": "a"}}', says: 'Set by the service: which job it is.' },
      { text: stream('{"format": «"avro_ocf"»}'), says: badFormat },
      { text: stream('{"format": "kinesis", "valueFormat": {"format": «"orc"»}}'), says: 'Value is not accepted. Valid values: "nd-json", "json", "csv", "tsv", "regex", "avro_stream", "protobuf".' },
      { text: stream('{"format": "nd-json"}').replace(/}$/, ', "lateMessageRejectionPeriod": «"30D"»}'), says: badPeriod },
      { text: stream('{"format": "nd-json"}').replace(/}$/, ', "mappings": [{"columnName": "a", "expression": «7»}]}'), says: 'Incorrect type. Expected "string".' },
    ],
  },
  yaml: {
    file: 'jobs/clicks.yaml',
    complete: [
      { at: 'type: │\n', offers: kinds, docs: { sql: 'A batch ingestion written as one SQL statement.' } },
      { at: 'type: batch\n│\n', offers: [...batchKeys, 'BatchJob'] },
      { at: 'type: batch\nsource:\n  type: uploaded\n  formatSettings:\n    format: │\n', offers: batchFormats, docs: { orc: 'Apache ORC files.' } },
      { at: streamYAML('format: │'), offers: streamFormats },
      { at: 'type: streaming\nsource:\n  type: connection\n  inputSchema:\n    - dataType: │\n', offers: ['string', 'long', 'float', 'double', 'json'] },
      { at: 'type: streaming\nmappings:\n  - │\n', offers: ['columnName', 'expression', 'isAggregation', 'Mapping'] },
    ],
    hover: [
      { at: 'type: batch\nsou│rce:\n  type: inline\n', says: 'Where the data comes from.' },
      { at: streamYAML('format: csv').replace('tableName', 'table│Name'), says: tableName },
    ],
    valid: [{ text: streamYAML('format: kinesis\n    valueFormat: nd-json') }, { page: 'drafts/clicks.yaml' }],
    wrong: [
      { text: streamYAML('format: «avro_ocf»'), says: badFormat },
      { text: streamYAML('format: kinesis\n    valueFormat:\n      format: «orc»'), says: badFormat.replace(', "kafka", "kinesis"', '') },
      { text: streamYAML('format: csv') + 'lateMessageRejectionPeriod: «30D»\n', says: badPeriod },
      { text: streamYAML('format: csv') + 'mappings:\n  - columnName: a\n    expression: «7»\n', says: 'Incorrect type. Expected "string".' },
      // The modeline alone brings the schema.
      {
        file: 'drafts/clicks.yaml',
        text: '# yaml-language-server: $schema=../.vscode/polarspec/job.schema.json\ntype: drop_table\ntarget:\n  type: table\n  tableName: «7»\n',
        says: 'Incorrect type. Expected "string".',
      },
    ],
  },
}
