/** How long a guess would take, coarsely; `short` and `address` are refused by the server. */
export type PasswordStrength = 'empty' | 'short' | 'address' | 'weak' | 'fair' | 'good' | 'strong'

/** What the server takes at least; in UTF-16 units, as `minlength` counts them. */
export const MIN_PASSWORD = 8

/**
 * Judges by length and variety alone: what is on the lists of common and leaked passwords only the server knows, and
 * says when it is sent.
 */
export function passwordStrength(password: string, email = ''): PasswordStrength {
  if (password === '') return 'empty'
  if (password.length < MIN_PASSWORD) return 'short'
  const lower = password.toLowerCase()
  const address = email.trim().toLowerCase()
  if (address !== '' && (lower === address || lower === address.split('@')[0])) return 'address'
  const bits = surprises(password) * Math.log2(alphabet(password))
  return LEVELS.find(([below]) => bits < below)?.[1] ?? 'strong'
}

const LEVELS: readonly (readonly [belowBits: number, PasswordStrength])[] = [
  [40, 'weak'],
  [56, 'fair'],
  [80, 'good'],
]

/** Characters that do not just go on from the one before: `aaaa` and `1234` are one and two. */
function surprises(password: string): number {
  let count = 0
  let before = Number.NaN
  let step = Number.NaN
  for (const character of password) {
    const code = character.codePointAt(0) ?? 0
    const isGoingOn = Math.abs(code - before) <= 1 && (code === before || code - before === step)
    if (!isGoingOn) count++
    step = code - before
    before = code
  }
  return count
}

const KINDS: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 33],
]

function alphabet(password: string): number {
  return KINDS.reduce((sum, [kind, size]) => (kind.test(password) ? sum + size : sum), 0)
}
