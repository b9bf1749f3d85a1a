import { brotliDecompressSync } from 'node:zlib'
import { COMMON_PASSWORDS } from './common-passwords-list.js'

let known: ReadonlySet<string> | null = null

/** Whether a password, in lower case, is one of those that are tried first, alone or with the usual signs behind it. */
export function isCommonPassword(lower: string): boolean {
  known ??= new Set(brotliDecompressSync(Buffer.from(COMMON_PASSWORDS, 'base64')).toString('utf8').split('\n'))
  return known.has(lower) || known.has(lower.replace(/[!?.*#$]{1,3}$/, '')) || isOneCharacter(lower)
}

function isOneCharacter(text: string): boolean {
  return new Set(text).size === 1
}
