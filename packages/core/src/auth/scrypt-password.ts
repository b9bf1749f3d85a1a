import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What was kept of a password before argon2id: `scrypt$15$8$3$<salt>$<hash>`. */
export interface ScryptHash {
  readonly log2Cost: number
  readonly blockSize: number
  readonly parallel: number
  readonly salt: Buffer
  readonly hash: Buffer
}

const KEY_BYTES = 32

/** Null for anything else. */
export function parseScryptHash(encoded: string): ScryptHash | null {
  const [scheme, log2Cost = '', blockSize = '', parallel = '', salt = '', text = ''] = encoded.split('$')
  if (scheme !== 'scrypt') return null
  const hash = Buffer.from(text, 'base64url')
  if (hash.length !== KEY_BYTES) return null
  return {
    log2Cost: Number(log2Cost),
    blockSize: Number(blockSize),
    parallel: Number(parallel),
    salt: Buffer.from(salt, 'base64url'),
    hash,
  }
}

/** Whether it was made of this password. */
export function verifyScryptHash(password: string, { hash, salt, ...cost }: ScryptHash): Promise<boolean> {
  const N = 2 ** cost.log2Cost
  const options: ScryptOptions = { N, r: cost.blockSize, p: cost.parallel, maxmem: 128 * N * cost.blockSize * 2 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(timingSafeEqual(key, hash))
      else reject(error)
    })
  })
}
