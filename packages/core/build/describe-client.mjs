// Writes what the typed client sends and gets, as JSON schemas: the part of the API's description that only types know.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const SRC = join(HERE, '../src')
const OUTPUT = join(SRC, 'http/openapi/client.generated.json')
const STAMP = join(HERE, '../node_modules/.cache/describe-client.json')

/** Makes the file where it is missing, or older than a type that it is made of. Safe to call from several processes. */
export async function describeClient() {
  if (isFresh()) return
  const { clientOperations } = await import('./client-operations.mjs')
  const { description, files } = clientOperations({ entry: join(SRC, 'client/index.ts'), within: SRC })
  const sources = [...files, ...['client-operations.mjs', 'schemas.mjs'].map((name) => join(HERE, name))]
  write(OUTPUT, `${JSON.stringify(description)}\n`)
  write(STAMP, JSON.stringify({ sources: sources.map((file) => relative(HERE, file)), fingerprint: print(sources) }))
}

function isFresh() {
  if (!existsSync(OUTPUT) || !existsSync(STAMP)) return false
  const { sources, fingerprint } = JSON.parse(readFileSync(STAMP, 'utf8'))
  return print(sources.map((name) => join(HERE, name))) === fingerprint
}

function print(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '')
  return hash.digest('hex')
}

// Whoever reads meanwhile sees the old file or the new one, never half of one.
function write(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
}
