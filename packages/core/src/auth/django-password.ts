import { pbkdf2, timingSafeEqual } from 'node:crypto'

/** More than any version of Django asks for by default; what is stored by others must not keep a thread for minutes. */
const MOST_ITERATIONS = 5_000_000
const DIGESTS = new Map([
  ['pbkdf2_sha256', { digest: 'sha256', bytes: 32 }],
  ['pbkdf2_sha1', { digest: 'sha1', bytes: 20 }],
])

/** What Django keeps of a password: `pbkdf2_sha256$<iterations>$<salt>$<hash>`, as people bring it from GlitchTip. */
export interface DjangoHash {
  readonly digest: string
  readonly iterations: number
  readonly salt: string
  readonly hash: Buffer
}

/** Null for anything else. */
export function parseDjangoHash(encoded: string): DjangoHash | null {
  const [scheme = '', count = '', salt = '', text = '', ...more] = encoded.split('$')
  const known = DIGESTS.get(scheme)
  if (known === undefined || more.length > 0 || salt === '' || !/^[1-9]\d{0,6}$/.test(count)) return null
  const [iterations, hash] = [Number(count), Buffer.from(text, 'base64')]
  if (iterations > MOST_ITERATIONS || hash.length !== known.bytes) return null
  return { digest: known.digest, iterations, salt, hash }
}

/** Whether it was made of this password, which Django takes as it was typed. */
export function verifyDjangoHash(password: string, { digest, iterations, salt, hash }: DjangoHash): Promise<boolean> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, hash.length, digest, (error, key) => {
      if (error === null) resolve(timingSafeEqual(key, hash))
      else reject(error)
    })
  })
}
