import { createHash } from 'node:crypto'

/** The id of a message of this server, by a name that no other message has. */
export function messageId(host: string, name: string): string {
  return `<${name}@${host}>`
}

/**
 * What mails about one thing answer to, by its key as `keyOf` has it. Nobody has that one: it is named by all of them, so
 * whichever comes first, they stand together.
 */
export function threadId(host: string, key: string): string {
  return messageId(host, `thread-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`)
}
