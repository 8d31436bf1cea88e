// The language service that VS Code and others use for JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const FOLDER = 'file:///project/'

// settings are what VS Code has under "json.schemas": [{fileMatch, url}], with urls that stand in the folder of the project.
export function openJSON(modules, settings, schemas) {
  const load = createRequire(join(modules, 'package.json'))
  const { getLanguageService, TextDocument } = load('vscode-json-languageservice')
  const service = getLanguageService({ clientCapabilities: { textDocument: { completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } } } } })
  service.configure({
    validate: true,
    allowComments: true,
    schemas: settings.map(({ fileMatch, url }) => ({ fileMatch, uri: new URL(url, FOLDER).href, schema: JSON.parse(readFileSync(schemas(url), 'utf8')) })),
  })
  const parse = (file, text) => {
    const document = TextDocument.create(FOLDER + file, 'json', 1, text)
    return [document, service.parseJSONDocument(document)]
  }
  return {
    name: 'vscode-json-languageservice',
    async complete(file, text, position) {
      const [document, parsed] = parse(file, text)
      return (await service.doComplete(document, position, parsed)).items
    },
    async hover(file, text, position) {
      const [document, parsed] = parse(file, text)
      return hoverText(await service.doHover(document, position, parsed))
    },
    async diagnose(file, text) {
      const [document, parsed] = parse(file, text)
      return service.doValidation(document, parsed, { comments: 'error', trailingCommas: 'error' })
    },
    async close() {},
  }
}

// The text of a hover, in whichever of its shapes.
export function hoverText(hover) {
  const contents = hover?.contents ?? ''
  return [contents].flat().map((part) => part.value ?? part).join('\n')
}
