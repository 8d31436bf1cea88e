// What an editor shows in the spec of a connection.

const kinds = ['confluent', 'kafka', 'kinesis', 's3', 'azure', 'push_streaming', 'confluent_schema_registry']
const badSecret = 'Value is not accepted. Valid values: "access_key", "sas_token".'

export default {
  json: {
    file: 'connections/kafka.json',
    complete: [
      { at: '{"type": │}', offers: kinds, docs: { confluent_schema_registry: 'A Confluent schema registry.' } },
      { at: '{"type": "azure", │}', offers: ['name', 'storageAccount', 'prefix', 'description', 'secrets'] },
      { at: '{"type": "azure", "secrets": {"type": │}}', offers: ['access_key', 'sas_token'] },
    ],
    hover: [
      { at: '{"type": "kafka", "topic│Name": "clicks"}', says: 'Name of the topic.' },
      { at: '{"type": "azure", "secrets": {"type": "sas_token", "sas│Token": "$TOKEN"}}', says: 'The token.' },
      { at: '{"ty│pe": "s3"}', says: 'Kind of the connection.\n\n`s3`: A bucket of Amazon S3.' },
    ],
    valid: [{ path: 'testdata/seed/requests/schema-registry-connection.json' }],
    wrong: [
      { text: '{"type": «"kafak"»}', says: `Value is not accepted. Valid values: ${kinds.map((kind) => `"${kind}"`).join(', ')}.` },
      { text: '{"type": "azure", "name": "a", "storageAccount": "a", "secrets": {"type": «"basic"»}}', says: badSecret },
      {
        text: '{"type": "push_streaming", "name": «"a b"»}',
        says: 'Value is not accepted. Expected: The name of a connection: 1 to 64 ASCII letters, digits, full stops, underscores or hyphens.',
      },
    ],
  },
  yaml: {
    file: 'connections/azure.yaml',
    complete: [{ at: 'type: azure\nsecrets:\n  type: │\n', offers: ['access_key', 'sas_token'] }],
    hover: [{ at: 'type: azure\nstorage│Account: a\n', says: 'Name of the storage account.' }],
    valid: [{ text: 'type: azure\nname: lake\nstorageAccount: lake\nsecrets:\n  type: sas_token\n  sasToken: $TOKEN\n' }],
    wrong: [{ text: 'type: azure\nname: lake\nstorageAccount: lake\nsecrets:\n  type: «basic»\n', says: badSecret }],
  },
}
