// Drives the language servers of editors with the cases of each schema: node check.mjs MODULES PROJECT ROOT NAME…
//
// MODULES is the folder that npm installed to, PROJECT a folder with what docs/editors.md shows, ROOT the repository, NAME… the schemas that
// the command has. Prints a line for each check; the last line is "N passed, M failed".
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { openJSON } from './json-service.mjs'
import { atCursor, withRange } from './markers.mjs'
import { compileStrictly, parser } from './strict.mjs'
import { openYAML } from './yaml-server.mjs'

const [modules, project, root, ...names] = process.argv.slice(2).map((argument, i) => (i < 3 ? resolve(argument) : argument))
const settings = JSON.parse(readFileSync(join(project, '.vscode/settings.json'), 'utf8'))
let passed = 0
let failed = 0

// One check. What is wanted and what is there are compared as a whole.
function want(name, wanted, got) {
  if (isDeepStrictEqual(wanted, got)) {
    passed++
    console.log(`ok      ${name}`)
    return
  }
  failed++
  console.log(`NOT OK  ${name}\n        expected: ${JSON.stringify(wanted)}\n        there is: ${JSON.stringify(got)}`)
}

const short = (text) => JSON.stringify(text.length > 72 ? `${text.slice(0, 69)}…` : text)
const textOf = ({ text, path, page }) => text ?? readFileSync(path ? join(root, path) : join(project, page), 'utf8')
const plain = (documentation) => unescaped(documentation?.value ?? documentation ?? '')
const label = (item) => item.label.replace(/^"(.*)"$/, '$1')

// Text without the backslashes that keep it from being Markdown.
function unescaped(markdown) {
  return markdown.replace(/\\\n/g, '\n').replace(/\\([!-/:-@[-`{-~])/g, '$1').trim()
}

// A hover without what the YAML server puts around it: the title of the schema above, the link to it below.
function hovered(markdown, name) {
  const text = unescaped(markdown)
  const title = new RegExp(`^#### polarspec ${name}(?: \\|\\| polarspec ${name})*\n\n`)
  return text.replace(title, '').replace(/\n\nSource: \[[a-z]+\.schema\.json\]\([^)]*\)$/, '')
}

async function complete(server, schema, file, { at, offers, includes, docs = {}, inserts = {} }) {
  const { text, position } = atCursor(at)
  const items = await server.complete(file, text, position)
  const labels = items.map(label)
  const of = (wanted, value) => Object.fromEntries(Object.keys(wanted).map((key) => [key, value(items.find((item) => label(item) === key) ?? {})]))
  const name = `${schema}, ${server.name}: completion in ${short(at)}`
  if (offers) want(name, offers.toSorted(), labels.toSorted())
  if (includes) want(name, includes, includes.filter((key) => labels.includes(key)))
  if (Object.keys(docs).length) want(`${name}: documentation`, docs, of(docs, (item) => plain(item.documentation)))
  if (Object.keys(inserts).length) want(`${name}: inserted text`, inserts, of(inserts, (item) => item.textEdit?.newText ?? item.insertText))
}

async function hover(server, schema, file, { at, says }) {
  const { text, position } = atCursor(at)
  want(`${schema}, ${server.name}: hover in ${short(at)}`, says, hovered(await server.hover(file, text, position), schema))
}

const seen = (diagnostics) => diagnostics.map(({ range, message }) => ({ range, message: message.replace(/\s+/g, ' ') }))

async function diagnose(server, schema, file, { valid, wrong }) {
  for (const one of valid) {
    const name = one.path ?? one.page ?? short(one.text)
    want(`${schema}, ${server.name}: nothing is wrong in ${name}`, [], seen(await server.diagnose(one.page ?? file, textOf(one))))
  }
  for (const { text: marked, says, file: other } of wrong) {
    const { text, range } = withRange(marked)
    want(`${schema}, ${server.name}: one diagnostic in ${short(marked)}`, [{ range, message: says }], seen(await server.diagnose(other ?? file, text)))
  }
}

// Strict mode, and the same documents by another validator.
function validate(schema, { json, yaml }) {
  const parse = parser(modules)
  let valid
  try {
    valid = compileStrictly(modules, join(project, `.vscode/polarspec/${schema}.schema.json`))
    want(`${schema}, ajv: strict`, '', '')
  } catch (error) {
    want(`${schema}, ajv: strict`, '', error.message)
    return
  }
  const verdicts = (list) => list.map((one) => valid(parse(one.text ? one.text.replace(/[«»]/g, '') : textOf(one))))
  for (const cases of [json, yaml].filter(Boolean)) {
    want(`${schema}, ajv: valid documents like ${cases.file}`, cases.valid.map(() => true), verdicts(cases.valid))
    want(`${schema}, ajv: wrong documents like ${cases.file}`, cases.wrong.map(() => false), verdicts(cases.wrong))
  }
}

const began = performance.now()
const json = openJSON(modules, settings['json.schemas'], (url) => join(project, url))
const first = atCursor('{"type": │}')
want('the JSON service is ready', 6, (await json.complete('jobs/first.json', first.text, first.position)).length)
const jsonReady = performance.now()
const yaml = await openYAML(modules, settings['yaml.schemas'], project)
await yaml.ready('jobs/first.yaml', 'type: \n', { line: 0, character: 6 })
const yamlReady = performance.now()
console.log(`        first completion after ${Math.round(jsonReady - began)} ms (JSON), ${Math.round(yamlReady - jsonReady)} ms (YAML, with the start of the server)`)

for (const name of names) {
  const { default: cases } = await import(`./cases/${name}.mjs`)
  for (const [server, list] of [[json, cases.json], [yaml, cases.yaml]]) {
    if (!list) continue
    want(`${name}, ${server.name}: every kind of case is there`, true, ['complete', 'hover', 'valid', 'wrong'].every((kind) => list[kind].length > 0))
    for (const one of list.complete) await complete(server, name, list.file, one)
    for (const one of list.hover) await hover(server, name, list.file, one)
    await diagnose(server, name, list.file, list)
  }
  want(`${name}: there are cases`, true, Boolean(cases.json || cases.yaml))
  validate(name, cases)
}
await yaml.close()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
