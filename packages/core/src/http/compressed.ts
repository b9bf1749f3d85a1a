import { gzipSync } from 'node:zlib'
import type { WebAssets } from '../ports/runtime.js'

const MIN_BYTES = 1024
const TEXTS = /^(?:text\/|application\/(?:json|javascript|manifest\+json)|image\/svg\+xml)/

const compressed = new WeakMap<WebAssets, Map<string, Uint8Array>>()

/** The file as gzip, made once in the life of `web`; null where it would gain nothing, or the client wants none. */
export function gzipOf(
  web: WebAssets,
  path: string,
  file: { readonly body: Uint8Array; readonly contentType: string },
  acceptEncoding: string | null,
): Uint8Array | null {
  if (file.body.length < MIN_BYTES || !TEXTS.test(file.contentType)) return null
  if (
    !/(?:^|[\s,])gzip(?:$|[\s,;])/.test(acceptEncoding ?? '') ||
    /gzip;\s*q=0(?:\.0*)?(?:$|[\s,])/.test(acceptEncoding ?? '')
  )
    return null
  const files = compressed.get(web) ?? new Map<string, Uint8Array>()
  compressed.set(web, files)
  const body = files.get(path) ?? gzipSync(file.body, { level: 9 })
  files.set(path, body)
  return body
}
