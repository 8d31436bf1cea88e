// What an editor shows in the settings, .polarspec.yaml.

const severities = ['error', 'warning', 'info', 'off']
const badSeverity = 'Value is not accepted. Valid values: "error", "warning", "info", "off".'

export default {
  yaml: {
    file: '.polarspec.yaml',
    complete: [
      {
        at: 'version: 1\n│\n',
        offers: [
          'root', 'files', 'exclude', 'environments', 'rules', 'overrides', 'ignore', 'baseline', 'protobuf', 'schemas', 'topics', 'uploads', 'connections',
          'policies',
        ],
      },
      { at: 'version: 1\nrules:\n  │\n', includes: ['mapping/*', 'mapping/no-time'], docs: { 'mapping/*': 'All rules of the category mapping.' } },
      { at: 'version: 1\nrules:\n  mapping/no-time: │\n', offers: severities },
      { at: 'version: 1\nrules:\n  policy/owner: │\n', offers: severities },
      { at: 'version: 1\nignore:\n  - file: a.json\n    rules: [│]\n', includes: ['mapping/*', 'mapping/no-time'] },
      { at: 'version: 1\ntopics:\n  clicks:\n    encoding: │\n', offers: ['registry', 'bare', 'null'] },
    ],
    hover: [
      { at: 'version: 1\nrules:\n  mapping/no│-time: error\n', says: 'A batch or streaming job without a mapping for the column `__time`.\n\nAllowed Values:\n\n* `error`\n* `warning`\n* `info`\n* `"off"`' },
      { at: 'version: 1\ntopics:\n  cli│cks:\n    encoding: bare\n', says: 'What is known of a topic.' },
    ],
    valid: [{ path: 'lint/config/example.yaml' }],
    wrong: [
      { text: 'version: 1\nrules:\n  mapping/no-time: «eror»\n', says: badSeverity },
      { text: 'version: 1\n«rulez»: {}\n', says: 'Property rulez is not allowed.' },
      { text: 'version: 1\nignore:\n  - file: a.json\n    rules: [job/*]\n    until: «"soon"»\n', says: 'Value is not accepted. Expected: A day as YYYY-MM-DD.' },
      { text: 'version: «2»\n', says: 'Value must be 1.' },
    ],
  },
}
