import type { AlertRecipient } from '../../ports/alerts.js'
import type { FetchAnswer, FetchRequest } from '../../ports/fetcher.js'
import type { Notice } from '../notice.js'

/** By POST unless it says otherwise. */
export type ChannelRequest = Required<Pick<FetchRequest, 'url' | 'headers' | 'body'>> & Pick<FetchRequest, 'method'>

/** `id` is the same in each attempt. */
export interface Sending {
  readonly id: string
  readonly at: Date
}

/** How a way of telling people wants to be asked: a new one is a file beside this and a row in `index.ts`. */
export interface Channel {
  /** So many issues are told of at most; three unless it says otherwise. */
  readonly shown?: number
  /** It keeps something open until it is told that that is over. */
  readonly closes?: boolean
  /**
   * One after the other: the next is sent when the one before was taken; those of several issues a few at once. Secrets of the
   * recipient are open.
   */
  requests(
    notice: Notice,
    recipient: Pick<AlertRecipient, 'url' | 'config'>,
    sending: Sending,
  ): readonly [ChannelRequest, ...ChannelRequest[]]
  /** Its status says that all went well when it did not: only the whole body tells whether it was taken. */
  readonly answersInBody?: boolean
  /** What its answer says beside its status. */
  read?(answer: FetchAnswer): ChannelAnswer
}

export interface ChannelAnswer {
  /** Why it was not taken though the status says so; empty where it was. */
  readonly fault?: string
  /** It makes sense to try again. */
  readonly isPassing?: boolean
  /** Nothing is taken there until somebody looks after it. Its status tells where this does not. */
  readonly isClosed?: boolean
  /** So long the other side wants to be left alone. */
  readonly waitMs?: number
}

/** A body in JSON to the address of the recipient, with its query as it is. */
export function jsonChannel(bodyOf: (notice: Notice) => unknown): Channel {
  return {
    requests: (notice, { url }) => [jsonRequest(url, bodyOf(notice))],
  }
}

export function jsonRequest(url: string, body: unknown, headers: ChannelRequest['headers'] = {}): ChannelRequest {
  return { url, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** A text of what a recipient is set up with; empty where there is none. */
export function wordOf(config: AlertRecipient['config'], name: string): string {
  const value = config[name]
  return typeof value === 'string' ? value : ''
}

/** The JSON of an answer; null where it is none. */
export function jsonOf({ body }: FetchAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    // A page of a proxy, or nothing at all: its status tells enough.
    return null
  }
}

/** At most `max` characters of a text, on one line. */
export function brief(text: string, max: number): string {
  const line = text.replace(/[\s\0-\x1f\x7f]+/g, ' ').trim()
  return line.length > max ? `${line.slice(0, max - 1).replace(HALF_LETTER, '')}…` : line
}

const HALF_LETTER = /[\ud800-\udbff]$/

/** As many of the parts, from the first on, as come to at most `max` characters. */
export function fitting<T>(parts: readonly T[], max: number, sizeOf: (part: T) => number): readonly T[] {
  let size = 0
  const first = parts.findIndex((part) => {
    size += sizeOf(part)
    return size > max
  })
  return first === -1 ? parts : parts.slice(0, first)
}

/** Services take so many bytes of a message, 28 KB the strictest: what is left for what is known of each of three issues. */
const FACTS = 4096

/** The first of what is known of an issue, as the service is told of it, as long as there is room for it. */
export function fittingFacts<T extends object>(facts: readonly T[]): readonly T[] {
  return fitting(facts, FACTS, (fact) => Buffer.byteLength(JSON.stringify(fact)))
}

/** Text that Markdown shows as it is. */
export function plainInMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~@-]/g, '\\$&')
}
