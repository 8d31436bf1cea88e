// Checks schemas as SchemaStore does: by ajv in strict mode, with its list of keywords that editors know.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// Keywords of editors that SchemaStore knows, of those that we write.
const known = ['enumDescriptions']
// Keywords of vscode-json-languageservice and yaml-language-server that SchemaStore's list lacks; for its own schemas it takes exceptions.
const editors = ['doNotSuggest', 'errorMessage', 'patternErrorMessage']

// Returns a function that tells whether a document is valid, and fails for a schema that is not strict.
export function compileStrictly(modules, path) {
  const load = createRequire(join(modules, 'package.json'))
  const { Ajv } = load('ajv')
  const ajv = new Ajv({ strict: true })
  for (const keyword of [...known, ...editors]) ajv.addKeyword(keyword)
  const schema = JSON.parse(readFileSync(path, 'utf8'))
  if (!ajv.validateSchema(schema)) throw new Error(ajv.errorsText())
  return ajv.compile(schema)
}

// The YAML parser that the language server uses, in its default version 1.2 of YAML; it reads JSON too.
export function parser(modules) {
  const { parse } = createRequire(join(modules, 'node_modules/yaml-language-server/package.json'))('yaml')
  return parse
}
