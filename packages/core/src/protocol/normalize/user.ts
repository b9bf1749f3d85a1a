import type { EventUser } from '../event.js'
import { parseIp, scrubIp } from './ip.js'
import { LENGTH, SMALL_DATA } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

export interface AboutUser {
  /** Of the client that sent the event. */
  readonly clientIp: string | null
  /** The event comes from the user's own device, so the client's address is the user's. */
  readonly isClientSide: boolean
  /** What the web server saw, where the SDK told. */
  readonly remoteAddress: unknown
  readonly scrubIp: boolean
}

/** Ids in any type become text; what Sentry has no field for goes to `data`; addresses are resolved, then scrubbed. */
export function normalizeUser(value: unknown, about: AboutUser, salvage: Salvage): EventUser | undefined {
  const raw = (typeof value === 'string' || typeof value === 'number') && value !== '' ? { id: value } : value
  const given: Raw = salvage.record(raw, 'user') ?? {}
  const user: Draft<EventUser> = {}
  for (const key of TEXTS) {
    const text = salvage.text(given[key], `user.${key}`, LENGTH.name)
    if (text !== undefined) user[key] = text
  }
  const ip = addressOf(given.ip_address, about, salvage)
  const shownIp = ip !== null && about.scrubIp ? scrubIp(ip) : ip
  if (shownIp !== null) user.ip_address = shownIp
  const geo = isRecord(given.geo) ? given.geo : undefined
  if (geo !== undefined) user.geo = salvage.tree(geo, 'user.geo', SMALL_DATA) as Raw
  const data = otherFields(given)
  if (Object.keys(data).length > 0) user.data = salvage.tree(data, 'user.data', SMALL_DATA) as Raw
  return Object.keys(user).length === 0 ? undefined : user
}

const TEXTS = ['id', 'email', 'username', 'name'] as const
const KNOWN = new Set<string>([...TEXTS, 'ip_address', 'geo', 'data'])

function addressOf(given: unknown, about: AboutUser, salvage: Salvage): string | null {
  if (given === '{{auto}}') return about.clientIp
  if (typeof given === 'string' && given !== '') {
    const ip = parseIp(given)
    if (ip === null) salvage.note('invalid_data', 'user.ip_address', given)
    return ip
  }
  if (typeof about.remoteAddress === 'string') return parseIp(about.remoteAddress)
  return about.isClientSide ? about.clientIp : null
}

function otherFields(given: Raw): Raw {
  const others: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given))
    if (!KNOWN.has(key) && value !== null && key !== '__proto__') others[key] = value
  if (!isRecord(given.data))
    return given.data === undefined || given.data === null ? others : { ...others, data: given.data }
  return { ...given.data, ...others }
}
