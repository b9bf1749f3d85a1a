import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type Argon2Job, argon2id } from './argon2.js'
import { isCommonPassword } from './common-passwords.js'
import { parseDjangoHash, verifyDjangoHash } from './django-password.js'
import { parseScryptHash, verifyScryptHash } from './scrypt-password.js'

type Cost = Pick<Argon2Job, 'memoryKib' | 'passes' | 'lanes'>

/** What OWASP's cheat sheet on the storage of passwords asks of argon2id at least. */
const CURRENT: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
/** What is stored must not be able to ask for all the memory there is. */
const MOST_MEMORY_KIB = 1_048_576
const MOST_PASSES = 100

const MIN_PASSWORD_LENGTH = 8
const MAX_PASSWORD_LENGTH = 1024

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`: the cost stands before what it made, so that it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return `${prefixOf(CURRENT)}${base64(salt)}$${base64(await derive(password, { salt, ...CURRENT }))}`
}

/**
 * Whether the password is the one that `encoded` was made of; takes the same time for every wrong one.
 * Null stands for an account without a password, or for none: it costs as much and is never right. A hash of Django's, or
 * of scrypt as we had it before, takes the time that it was made to take, until it `isOutdated` no more.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const django = parseDjangoHash(encoded ?? '')
  if (django !== null) return verifyDjangoHash(password, django)
  const scrypt = parseScryptHash(encoded ?? '')
  if (scrypt !== null) return verifyScryptHash(normalize(password), scrypt)
  const parsed = parse(encoded ?? '')
  // The library refuses an empty one, which nobody has, and which is to cost as much as any other.
  const hash = await derive(password === '' ? ' ' : password, parsed ?? { salt: Buffer.alloc(SALT_BYTES), ...CURRENT })
  return parsed !== null && password !== '' && timingSafeEqual(hash, parsed.hash)
}

/** Whether the hash was made in another way than `hashPassword` makes them now. */
export function isOutdated(encoded: string): boolean {
  return !encoded.startsWith(prefixOf(CURRENT))
}

/** Why the password is refused; null when it may be taken. */
export function passwordFault(password: string, email: string): string | null {
  if (password.length < MIN_PASSWORD_LENGTH)
    return `This password is too short. It must have at least ${MIN_PASSWORD_LENGTH} characters.`
  if (password.length > MAX_PASSWORD_LENGTH) return `This password is longer than ${MAX_PASSWORD_LENGTH} characters.`
  const lower = password.toLowerCase()
  const address = email.toLowerCase()
  if (lower === address || lower === address.split('@')[0]) return 'This password is the email address.'
  return isCommonPassword(lower) ? 'This password is among the first that anybody would try.' : null
}

const FORM = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{43})$/

function parse(encoded: string): (Cost & { readonly salt: Buffer; readonly hash: Buffer }) | null {
  const [, memory, passes, lanes, salt = '', hash = ''] = FORM.exec(encoded) ?? []
  const cost = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  // RFC 9106, section 3.1: at least eight blocks of memory for each lane.
  const isSane = cost.lanes >= 1 && cost.memoryKib >= 8 * cost.lanes && cost.passes >= 1
  if (!isSane || cost.memoryKib > MOST_MEMORY_KIB || cost.passes > MOST_PASSES) return null
  return { ...cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function derive(password: string, by: Cost & { readonly salt: Buffer }): Promise<Buffer> {
  return argon2id({ ...by, password: normalize(password), bytes: HASH_BYTES })
}

// Two ways to type one letter are one password.
function normalize(password: string): string {
  return password.normalize('NFKC')
}

function prefixOf({ memoryKib, passes, lanes }: Cost): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$`
}

// As the PHC string format has it: without padding.
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
