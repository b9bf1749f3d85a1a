import type { TreeLimits } from './salvage.js'

/** What is kept of one event, in characters and entries. More is cut, always the same way, with an entry in `errors`. */
export const KEEP = {
  exceptions: 32,
  threads: 64,
  framesPerStack: 200,
  framesPerEvent: 1000,
  contextLines: 20,
  breadcrumbs: 100,
  tags: 100,
  contexts: 50,
  modules: 500,
  images: 500,
  fingerprint: 32,
  pairs: 200,
  packages: 100,
} as const

/** Characters. */
export const LENGTH = {
  word: 64,
  name: 255,
  tag: 255,
  path: 1024,
  symbol: 1024,
  message: 8192,
  sourceLine: 1024,
  url: 8192,
  pair: 8192,
} as const

/** Free-form data: extra, contexts, request bodies. */
export const DATA: TreeLimits = { depth: 10, breadth: 200, chars: 16_384 }
/** Local variables, breadcrumb data: many of them, so each is smaller. */
export const SMALL_DATA: TreeLimits = { depth: 8, breadth: 100, chars: 4096 }
/** `_meta` mirrors the whole event, so it is as deep. */
export const META: TreeLimits = { depth: 24, breadth: 500, chars: 1024 }
