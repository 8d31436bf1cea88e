// What an editor shows in a report that was saved to a file. People read it rather than write it.

const report = (finding) => `{
  "version": 1,
  "findings": [{
    "rule": "mapping/no-time", ${finding}, "message": "no time", "file": "jobs/a.json",
    "start": {"line": 1, "column": 1, "offset": 0}, "end": {"line": 1, "column": 2, "offset": 1},
    "pointer": "", "fingerprint": "0a", "related": [], "fixes": [], "url": ""
  }],
  "errors": [],
  "summary": {"files": 1, "specs": 1, "dataSchemas": 0, "errors": 1, "warnings": 0, "infos": 0}
}`

export default {
  json: {
    file: 'polarspec-report.json',
    complete: [{ at: '{"findings": [{"severity": │}]}', offers: ['error', 'warning', 'info'] }],
    hover: [
      { at: report('"severi│ty": "error"'), says: 'How bad it is, after the configuration was applied.' },
      { at: report('"severity": "error"').replace('start', 'sta│rt'), says: 'The first character of the place. Line, column and offset are 0 where the whole file is meant.' },
      { at: report('"severity": "error"').replace('"file"', '"fi│le"'), says: 'A path relative to the working directory, with forward slashes; `<stdin>` for standard input.' },
    ],
    valid: [{ text: report('"severity": "error"') }],
    wrong: [{ text: report('"severity": «"fatal"»'), says: 'Value is not accepted. Valid values: "error", "warning", "info".' }],
  },
}
