// The language server that VS Code and others use for YAML, spoken to over its standard input and output.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hoverText } from './json-service.mjs'

// How long an answer may take, in milliseconds.
const PATIENCE = 60_000

// settings are what VS Code has under "yaml.schemas": {url: patterns}, with urls that stand in the folder of the project.
export async function openYAML(modules, settings, folder) {
  const server = spawn(process.execPath, [join(modules, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const connection = connect(server)
  const root = pathToFileURL(folder).href
  const configuration = {
    yaml: { schemas: settings, validate: true, hover: true, completion: true, schemaStore: { enable: false }, format: { enable: false } },
  }
  connection.answer('workspace/configuration', ({ items }) => items.map(({ section }) => configuration[section] ?? null))
  await connection.request('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'project' }],
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  })
  connection.notify('initialized', {})
  connection.notify('workspace/didChangeConfiguration', { settings: configuration })

  // The server takes a document of the same name and version for the same text, even after it was closed.
  let version = 0
  const open = (file, text) => {
    const uri = `${root}/${file}`
    version++
    const diagnostics = connection.once('textDocument/publishDiagnostics', (message) => message.uri === uri)
    connection.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } })
    const close = async () => {
      await diagnostics.catch(() => {})
      const cleared = connection.once('textDocument/publishDiagnostics', (message) => message.uri === uri)
      connection.notify('textDocument/didClose', { textDocument: { uri } })
      await cleared
    }
    return { textDocument: { uri }, diagnostics, close }
  }
  const ask = async (method, file, text, position) => {
    const { textDocument, close } = open(file, text)
    const answer = await connection.request(method, { textDocument, position })
    await close()
    return answer
  }
  return {
    name: 'yaml-language-server',
    async complete(file, text, position) {
      return (await ask('textDocument/completion', file, text, position))?.items ?? []
    },
    async hover(file, text, position) {
      return hoverText(await ask('textDocument/hover', file, text, position))
    },
    async diagnose(file, text) {
      const { diagnostics, close } = open(file, text)
      const found = (await diagnostics).diagnostics
      await close()
      return found
    },
    // Waits until the server has its settings: until it offers something at a place where there is something to offer.
    async ready(file, text, position) {
      for (const end = performance.now() + PATIENCE; performance.now() < end; ) {
        if ((await ask('textDocument/completion', file, text, position))?.items.length > 0) return
      }
      throw new Error(`the language server offers nothing in ${file}`)
    },
    async close() {
      await connection.request('shutdown', null)
      connection.notify('exit', null)
    },
  }
}

// The protocol: messages of JSON behind a header with their length.
function connect(server) {
  let rest = Buffer.alloc(0)
  let next = 1
  const waiting = new Map() // requests by id
  const listeners = new Set()
  const answers = new Map()
  const fail = (error) => {
    for (const { reject } of [...waiting.values(), ...listeners]) reject(error)
  }
  server.on('exit', (code) => fail(new Error(`the language server ended with ${code}`)))

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`)
    server.stdin.write(body)
  }
  const receive = (message) => {
    if (message.method && message.id !== undefined) {
      send({ id: message.id, result: answers.get(message.method)?.(message.params) ?? null })
    } else if (message.method) {
      for (const listener of listeners) {
        if (listener.method === message.method && listener.wanted(message.params)) {
          listeners.delete(listener)
          listener.resolve(message.params)
        }
      }
    } else {
      const { resolve, reject } = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) reject(new Error(message.error.message))
      else resolve(message.result)
    }
  }
  server.stdout.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: *(\d+)/i.exec(rest.subarray(0, head).toString())[1])
      if (rest.length < head + 4 + length) return
      const body = rest.subarray(head + 4, head + 4 + length)
      rest = rest.subarray(head + 4 + length)
      receive(JSON.parse(body.toString()))
    }
  })
  const patiently = (what, start) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what} within ${PATIENCE / 1000} seconds`)), PATIENCE)
      const end = (settle) => (value) => {
        clearTimeout(timer)
        settle(value)
      }
      start(end(resolve), end(reject))
    })
  return {
    notify: (method, params) => send({ method, params }),
    answer: (method, handler) => answers.set(method, handler),
    request: (method, params) =>
      patiently(method, (resolve, reject) => {
        const id = next++
        waiting.set(id, { resolve, reject })
        send({ id, method, params })
      }),
    once: (method, wanted) => patiently(method, (resolve, reject) => listeners.add({ method, wanted, resolve, reject })),
  }
}
