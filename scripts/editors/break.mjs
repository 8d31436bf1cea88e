// Breaks what the editors are given: node break.mjs NAME FOLDER, where FOLDER has what docs/editors.md shows. Fails when that changes nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [name, folder] = process.argv.slice(2)

// Calls change with every object of a JSON value, the innermost first.
function objects(value, change) {
  if (value === null || typeof value !== 'object') return
  for (const inner of Object.values(value)) objects(inner, change)
  if (!Array.isArray(value)) change(value)
}

const schema = (stem, change) => [
  `.vscode/polarspec/${stem}.schema.json`,
  (text) => {
    const value = JSON.parse(text)
    change(value)
    return JSON.stringify(value)
  },
]
const dropped = (key) => (value) => objects(value, (object) => delete object[key])

const breaks = {
  'job-no-descriptions': schema('job', (value) => {
    objects(value, (object) => typeof object.description === 'string' && delete object.description)
  }),
  'job-descriptions-of-types': schema('job', (value) => {
    for (const definition of Object.values(value.definitions)) definition.description = 'A definition.'
  }),
  'job-no-values': schema('job', dropped('enum')),
  'job-wrong-type': schema('job', (value) => (value.definitions.Target.properties.tableName.type = 'number')),
  'job-no-branches': schema('job', dropped('then')),
  'job-any-alternative': schema('job', (value) => {
    objects(value, (object) => {
      if (object.allOf?.[0]?.then) {
        object.anyOf = object.allOf.map((branch) => branch.then)
        delete object.allOf
      }
    })
  }),
  'config-no-rules': schema('config', (value) => delete value.definitions.Severities.allOf),
  'topics-no-pattern-message': schema('topics', dropped('patternErrorMessage')),
  'report-unknown-keyword': schema('report', (value) => (value.definitions.finding.propertys = {})),
  'manifest-open': schema('manifest', dropped('additionalProperties')),
  'settings-other-folder': ['.vscode/settings.json', (text) => text.replace('tables/**/*.json', 'table/**/*.json')],
  'settings-other-file': ['.vscode/settings.json', (text) => text.replace('config.schema.json', 'configuration.schema.json')],
}

if (!breaks[name]) throw new Error(`unknown break: ${name}`)
const [file, change] = breaks[name]
const path = join(folder, file)
const before = readFileSync(path, 'utf8')
const after = change(before)
if (after === before || (file.endsWith('.schema.json') && after === JSON.stringify(JSON.parse(before)))) throw new Error(`the break ${name} changed nothing`)
writeFileSync(path, after)
