import { parseLinkHeader } from '../client/transport.js'
import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 10 * 1024 * 1024
/** Of a hundred entries each. */
const MOST_PAGES = 200

/** Where an organization comes from: another Mishap, GlitchTip or Sentry. */
export interface Remote {
  /** With or without a path: `https://sentry.io`. */
  readonly url: string
  readonly token: string
}

/** What another server lists, to its last page. Rejects with `invalid_input` and a sentence for who asked for it. */
export async function listRemote({ fetcher }: Context, remote: Remote, path: string): Promise<readonly RemoteEntry[]> {
  const entries: RemoteEntry[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: { entries: readonly RemoteEntry[]; next: string | null } = await pageOf(fetcher, remote, path, cursor)
    entries.push(...page.entries)
    cursor = page.next
    if (cursor === null) break
  }
  return entries
}

/** A JSON object of somebody else's, of which nothing is known. */
export type RemoteEntry = Readonly<Record<string, unknown>>

/** A text of bounded length, or null. */
export function textOf(entry: RemoteEntry, key: string, max = 254): string | null {
  const value = entry[key]
  return typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0') ? value : null
}

export function entriesOf(value: unknown): readonly RemoteEntry[] {
  return Array.isArray(value) ? value.filter(isEntry) : []
}

function isEntry(value: unknown): value is RemoteEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function pageOf(fetcher: Context['fetcher'], remote: Remote, path: string, cursor: string | null) {
  const url = new URL(`${remote.url.replace(/\/+$/, '')}/api/0/${path}`)
  url.searchParams.set('limit', '100')
  url.searchParams.set('per_page', '100')
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  const headers = { authorization: `Bearer ${remote.token}`, accept: 'application/json' }
  const answer = await asking(() =>
    fetcher.fetch({ url: url.href, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }),
  )
  if (answer.status !== 200) {
    const hint = answer.status === 401 || answer.status === 403 ? ': does the token have the scopes to read it?' : ''
    throw new AppError('invalid_input', `${url.host} answered ${answer.status} for ${url.pathname}${hint}`)
  }
  return { entries: entriesOf(parsed(answer.body, url)), next: parseLinkHeader(answer.headers.link ?? '').next }
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    // Whatever is wrong is with what the caller named, not with us.
    if (errorCode(error) === null || !(error instanceof Error)) throw error
    throw new AppError('invalid_input', error.message, { cause: error })
  }
}

function parsed(body: Uint8Array, url: URL): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (cause) {
    throw new AppError('invalid_input', `${url.host} answered something else than JSON for ${url.pathname}`, { cause })
  }
}
