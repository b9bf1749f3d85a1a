import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WebAssets } from '@mishap/core'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * The web front end of the reference server, for `createApp({ web })`. Reads all of its files once, into memory.
 * Throws where the package was built without it.
 */
export function webAssets(dir: string = fileURLToPath(new URL('./web/', import.meta.url))): WebAssets {
  const html = readFileSync(join(dir, 'index.html'), 'utf8')
  const files = new Map<string, { readonly body: Uint8Array; readonly contentType: string }>()
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const file = join(dir, name)
    if (!statSync(file).isFile()) continue
    const path = relative(dir, file).split(sep).join('/')
    const contentType = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream'
    files.set(path, { body: readFileSync(file), contentType })
  }
  return { html, get: (path) => files.get(path) ?? null } satisfies WebAssets
}
