import type { AlertRecipient } from '../../ports/alerts.js'
import type { FetchRequest } from '../../ports/fetcher.js'
import type { Notice } from '../notice.js'

export type ChannelRequest = Required<Pick<FetchRequest, 'url' | 'headers' | 'body'>>

/** How a way of telling people wants to be asked, by POST: a new one is a file beside this and a row in `index.ts`. */
export interface Channel {
  request(notice: Notice, recipient: Pick<AlertRecipient, 'url' | 'config'>): ChannelRequest
}

/** A body in JSON to the address of the recipient, with its query as it is. */
export function jsonChannel(bodyOf: (notice: Notice) => unknown): Channel {
  return {
    request: (notice, { url }) => ({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(notice)),
    }),
  }
}

/** At most `max` characters of a text, on one line. */
export function brief(text: string, max: number): string {
  const line = text.replace(/[\s\0-\x1f\x7f]+/g, ' ').trim()
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}

/** Text that Markdown shows as it is. */
export function plainInMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~@-]/g, '\\$&')
}
