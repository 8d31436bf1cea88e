// What an editor shows in the spec of a table.

const types = ['string', 'long', 'float', 'double', 'timestamp', 'json', 'HLLSketch', 'thetaSketch', 'quantilesDoublesSketch', 'geo']
const badType = `Value is not accepted. Valid values: ${types.map((type) => `"${type}"`).join(', ')}, null.`.replace(', null', '')

export default {
  json: {
    file: 'tables/clicks.json',
    complete: [
      { at: '{"type": │}', offers: ['detail', 'aggregate'], docs: { aggregate: 'A table that rolls rows up into measures.' } },
      { at: '{"type": "detail", "schema": [{"name": "a", "dataType": │}]}', offers: types },
      { at: '{"type": "detail", "storagePolicy": {│}}', offers: ['retain'] },
    ],
    hover: [{ at: '{"type": "detail", "storage│Policy": {}}', says: 'How long data is kept.' }],
    valid: [{ text: '{"type": "detail", "name": "clicks", "schema": [{"name": "__time", "dataType": "timestamp"}]}' }],
    wrong: [
      { text: '{"type": «"details"»}', says: 'Value is not accepted. Valid values: "detail", "aggregate".' },
      { text: '{"type": "detail", "name": "clicks", "schema": [{"name": "a", "dataType": «"int"»}]}', says: badType },
    ],
  },
  yaml: {
    file: 'tables/clicks.yaml',
    complete: [{ at: 'type: detail\nschema:\n  - name: a\n    dataType: │\n', offers: types }],
    hover: [{ at: 'type: detail\ntime│Resolution: hour\n', says: 'Granularity that the time of rows is cut to.' }],
    valid: [{ text: 'type: detail\nname: clicks\nschema:\n  - name: __time\n    dataType: timestamp\n' }],
    wrong: [{ text: 'type: detail\nname: clicks\nschema:\n  - name: a\n    dataType: «int»\n', says: badType }],
  },
}
