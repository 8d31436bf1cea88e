// What an editor shows in the manifest, polarspec.gen.yaml.

const head = 'version: 1\nspecs:\n  - output: jobs/clicks.json\n'

export default {
  yaml: {
    file: 'polarspec.gen.yaml',
    complete: [
      { at: `${head}    │\n`, includes: ['emit', 'job', 'connection', 'template', 'params', 'overrides'] },
      { at: `${head}    emit: │\n`, offers: ['json', 'yaml', 'curl', 'python', 'null'] },
      { at: `${head}    job:\n      source: │\n`, offers: ['connection', 'uploaded', 's3', 'azure', 'inline', 'null'] },
      { at: `${head}    job:\n      types:\n        a: │\n`, offers: ['string', 'long', 'float', 'double', 'json'] },
    ],
    hover: [{ at: `${head}    job:\n      roll│up: PT1H\n`, says: 'Period that times are cut off to, such as PT1H; rows that are then alike become one.' }],
    valid: [
      { text: `${head}    job:\n      from: schemas/clicks.avsc\n      connection: kafka\n      table: clicks\n` },
      { text: `${head}    template: clicks\n    params: [{table: a}, {table: b}]\n  - output: b.json\n    template: clicks\n    params: {table: b}\n` },
    ],
    wrong: [
      { text: `${head}    job:\n      «tabel»: clicks\n`, says: 'Property tabel is not allowed.' },
      { text: `${head}    job:\n      read-from: «begin»\n`, says: 'Value is not accepted. Valid values: "latest", "earliest", null.' },
      { text: `version: 1\nspecs:\n  - «e»mit: json\n`, says: 'Missing property "output".' },
    ],
  },
}
