import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.js'
import { parseDjangoHash, verifyDjangoHash } from './django-password.js'

/** Cost 2^15, block 8, three in a row: 32 MiB and about a quarter of a second, off the event loop. */
const CURRENT = { log2Cost: 15, blockSize: 8, parallel: 3 }
const KEY_BYTES = 32

const MIN_PASSWORD_LENGTH = 8
const MAX_PASSWORD_LENGTH = 1024

/** `scrypt$15$8$3$<salt>$<hash>`: the parameters stand before what they made, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, CURRENT)
  const { log2Cost, blockSize, parallel } = CURRENT
  return ['scrypt', log2Cost, blockSize, parallel, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Whether the password is the one that `encoded` was made of; takes the same time for every wrong one.
 * Null stands for an account without a password, or for none: it costs as much and is never right. A hash of Django's
 * takes the time that it was made to take, until it `isOutdated` no more.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const django = encoded === null ? null : parseDjangoHash(encoded)
  if (django !== null) return verifyDjangoHash(password, django)
  const parsed = encoded === null ? null : parse(encoded)
  if (parsed === null) {
    await derive(password, Buffer.alloc(16), CURRENT)
    return false
  }
  const hash = await derive(password, parsed.salt, parsed)
  return timingSafeEqual(hash, parsed.hash)
}

/** Whether the hash was made in another way than `hashPassword` makes them now. */
export function isOutdated(encoded: string): boolean {
  const { log2Cost, blockSize, parallel } = CURRENT
  return !encoded.startsWith(['scrypt', log2Cost, blockSize, parallel, ''].join('$'))
}

/** Why the password is refused; null when it may be taken. */
export function passwordFault(password: string, email: string): string | null {
  if (password.length < MIN_PASSWORD_LENGTH)
    return `This password is too short. It must have at least ${MIN_PASSWORD_LENGTH} characters.`
  if (password.length > MAX_PASSWORD_LENGTH) return `This password is longer than ${MAX_PASSWORD_LENGTH} characters.`
  const lower = password.toLowerCase()
  const address = email.toLowerCase()
  if (lower === address || lower === address.split('@')[0]) return 'This password is the email address.'
  return WELL_KNOWN.has(lower) ? 'This password is among the first that anybody would try.' : null
}

interface Parameters {
  readonly log2Cost: number
  readonly blockSize: number
  readonly parallel: number
}

function parse(encoded: string): (Parameters & { salt: Buffer; hash: Buffer }) | null {
  const [scheme, log2Cost, blockSize, parallel, salt, hash] = encoded.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return null
  const parameters = { log2Cost: Number(log2Cost), blockSize: Number(blockSize), parallel: Number(parallel) }
  const bytes = Buffer.from(hash, 'base64url')
  if (bytes.length !== KEY_BYTES) throw new AppError('internal', 'a stored password is not in a form that is known')
  return { ...parameters, salt: Buffer.from(salt, 'base64url'), hash: bytes }
}

function derive(password: string, salt: Buffer, { log2Cost, blockSize, parallel }: Parameters): Promise<Buffer> {
  const N = 2 ** log2Cost
  const options: ScryptOptions = { N, r: blockSize, p: parallel, maxmem: 128 * N * blockSize * 2 }
  return new Promise((resolve, reject) => {
    // Two ways to type one letter are one password.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

const WELL_KNOWN: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 123123123 1234554321 987654321 9876543210 11111111 111111111 00000000
  000000000 0123456789 0987654321 88888888 66666666 99999999 123456123 12341234 12344321 11223344 112233445566
  password password1 password12 password123 password1234 password! passw0rd p@ssw0rd p@ssword pa55word passwort
  motdepasse contraseña qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 1qaz2wsx 1q2w3e4r 1q2w3e4r5t
  q1w2e3r4 zaq12wsx asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 abcd1234 abc12345 abcdefgh abcdefg1 aaaaaaaa
  iloveyou iloveyou1 sunshine princess football baseball superman starwars whatever trustno1 letmein1 letmein123
  welcome1 welcome123 admin123 admin1234 administrator changeme changeme123 changeit secret123 default123 test1234
  testtest testing123 computer internet michelle jennifer liverpool charlie1 dragon123 monkey123 master123 shadow123
  mishap123 glitchtip sentry123`.split(/\s+/),
)
