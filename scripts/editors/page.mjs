// Does what docs/editors.md shows: node page.mjs PAGE FOLDER writes the files that it shows below FOLDER, and its script to FOLDER/page.sh.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [page, folder] = process.argv.slice(2)
const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$/gms)]
for (const [, language, title, text] of blocks) {
  const name = title ?? (language === 'sh' ? 'page.sh' : undefined)
  if (!name) continue
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
