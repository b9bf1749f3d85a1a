import { createHash } from 'node:crypto'
import type { EventUser } from '../protocol/event.js'

/** Tells the users of an issue apart: the first of id, e-mail, name and address; null for nobody. At most 128 characters. */
export function userKey(user: EventUser | undefined): string | null {
  const named = FIELDS.find(([, field]) => user?.[field])
  if (user === undefined || named === undefined) return null
  const [prefix, field] = named
  const key = `${prefix}:${field === 'email' ? user[field]?.toLowerCase() : user[field]}`
  return key.length <= MAX_LENGTH ? key : `${prefix}:#${createHash('sha256').update(key).digest('hex')}`
}

const MAX_LENGTH = 128

const FIELDS = [
  ['id', 'id'],
  ['email', 'email'],
  ['username', 'username'],
  ['ip', 'ip_address'],
] as const
