import { randomUUID } from 'node:crypto'

export { parseEventId } from './event-id.js'

/** A UUID of version 7 with dashes: ids made later sort later, to the millisecond; 74 bits are random. */
export function uuidv7(at: Date): string {
  const time = Math.max(0, Math.trunc(at.getTime())).toString(16).padStart(12, '0').slice(-12)
  // A version 4 UUID has the variant bits where version 7 wants them; only its version digit is replaced.
  const random = randomUUID()
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`
}

/** 32 lower-case hex digits, as SDKs make them. */
export function newEventId(): string {
  return randomUUID().replaceAll('-', '')
}

/** 32 hex digits as a UUID with dashes. */
export function dashedId(id: string): string {
  return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-')
}
