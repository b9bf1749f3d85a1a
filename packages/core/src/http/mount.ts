import type { IngestRoute } from '../ingest/answers.js'
import type { HttpRequest } from './types.js'

/** Where a request goes inside of Mishap. */
export interface Target {
  /** Without the mount prefix; starts with a slash; not decoded. */
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  /** False where the host tells that this path lies outside of the mount: then only what is surely ours is answered. */
  readonly isInside: boolean
}

/**
 * Finds the path inside of the mount, whether the host (or a proxy in front) has cut the prefix off or not.
 * A path that is known as it stands is never cut again: with the prefix `/api`, `/api/1/envelope/` may be either.
 */
export function locate(request: HttpRequest, basePath: string): Target {
  const { path, search } = split(request.url ?? '/')
  if (basePath === '') return { path, search, isInside: true }
  const isCutByHost = request.originalUrl !== undefined && split(request.originalUrl).path !== path
  if (isCutByHost || isSurelyOurs(path)) return { path, search, isInside: true }
  if (path === basePath) return { path: '/', search, isInside: true }
  if (path.startsWith(`${basePath}/`)) return { path: path.slice(basePath.length), search, isInside: true }
  // A framework that keeps `originalUrl` would have shown that it cut something; a bare server cannot know.
  return { path, search, isInside: request.originalUrl === undefined }
}

/** Paths that no host has by chance: those of the Sentry protocol and of the management API. */
export function isSurelyOurs(path: string): boolean {
  if (path.startsWith('/_allauth/')) return true
  if (!path.startsWith('/api/')) return false
  const end = path.indexOf('/', 5)
  const segment = end === -1 ? path.slice(5) : path.slice(5, end)
  return isDigits(segment) || segment === 'settings' || isReportDialogPath(path)
}

/** Where the crash-report dialog of the browser SDKs is asked for, with or without a slash at the end. */
export function isReportDialogPath(path: string): boolean {
  return path === '/api/embed/error-page/' || path === '/api/embed/error-page'
}

/**
 * The project and kind of an ingest path, with or without a slash at the end; of a tunnel (`/api/tunnel/`) the envelope
 * names the project. Null for every other path, and for a tunnel outside of the mount, which is the host's own.
 */
export function matchIngestPath({
  path,
  isInside,
}: Pick<Target, 'path' | 'isInside'>): { readonly projectId: string | null; readonly kind: IngestRoute } | null {
  if (!path.startsWith('/api/')) return null
  if (path === '/api/tunnel/' || path === '/api/tunnel') return isInside ? TUNNEL : null
  const end = path.indexOf('/', 5)
  if (end === -1) return null
  const rest = path.slice(end + 1)
  const kind = INGEST_KINDS[rest]
  const projectId = path.slice(5, end)
  return kind === undefined || !isDigits(projectId) ? null : { projectId, kind }
}

const TUNNEL = { projectId: null, kind: 'envelope' } as const

const INGEST_KINDS: Readonly<Record<string, IngestRoute | undefined>> = Object.assign(Object.create(null), {
  'envelope/': 'envelope',
  envelope: 'envelope',
  'store/': 'store',
  store: 'store',
  'security/': 'security',
  security: 'security',
  'minidump/': 'minidump',
  minidump: 'minidump',
})

// Of an absolute URL, as a native request and a proxy's request line have it, only path and query matter.
function split(url: string): { path: string; search: string } {
  let start = 0
  if (!url.startsWith('/')) {
    const authority = url.indexOf('//')
    start = authority === -1 ? -1 : url.indexOf('/', authority + 2)
    if (start === -1) return { path: '/', search: '' }
  }
  const hash = url.indexOf('#', start)
  const end = hash === -1 ? url.length : hash
  const query = url.indexOf('?', start)
  if (query === -1 || query > end) return { path: url.slice(start, end), search: '' }
  return { path: url.slice(start, query), search: url.slice(query, end) }
}

function isDigits(text: string): boolean {
  return text.length > 0 && text.length <= 18 && /^\d+$/.test(text)
}
