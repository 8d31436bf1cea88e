// Texts with marks: │ is where the cursor stands, «…» is what a diagnostic must cover.

const CURSOR = '│'

// Position of an offset as the language server protocol counts it: lines and UTF-16 units from 0.
export function positionAt(text, offset) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length - 1, character: before.at(-1).length }
}

// Splits a text at its only cursor.
export function atCursor(marked) {
  const offset = marked.indexOf(CURSOR)
  if (offset < 0 || marked.indexOf(CURSOR, offset + 1) >= 0) throw new Error(`one ${CURSOR} is wanted in: ${marked}`)
  const text = marked.replace(CURSOR, '')
  return { text, position: positionAt(text, offset) }
}

// Takes the only «…» out of a text and returns the range that it spans.
export function withRange(marked) {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  if (start < 0 || end < start || marked.split('«').length !== 2) throw new Error(`one «…» is wanted in: ${marked}`)
  const text = marked.replace('«', '').replace('»', '')
  return { text, range: { start: positionAt(text, start), end: positionAt(text, end) } }
}
