// What an editor shows in a baseline. People read it rather than write it.

const finding = (members) => `{"version": 1, "findings": [{"file": "jobs/a.json", "rule": "mapping/no-time", ${members}}]}`

export default {
  json: {
    file: '.polarspec-baseline.json',
    complete: [{ at: finding('"severity": │'), offers: ['error', 'warning', 'info'] }],
    hover: [{ at: finding('"finger│print": "0a"'), says: 'Hash of the rule, the file, the place by names and the value, in hexadecimal digits.' }],
    valid: [{ text: finding('"severity": "error", "pointer": "/mappings", "fingerprint": "0a"') }],
    wrong: [{ text: finding('"severity": «"off"», "pointer": "/mappings", "fingerprint": "0a"'), says: 'Value is not accepted. Valid values: "error", "warning", "info".' }],
  },
}
