const MAX_TEXT = 8_192
const MAX_GLOB = 500

/**
 * Whether the whole of `text` fits `glob`, without regard to case: `*` is any run of characters, `?` any one.
 * Takes time in proportion to both lengths at the worst; longer ones are cut.
 */
export function matchesGlob(text: string, glob: string): boolean {
  const subject = text.slice(0, MAX_TEXT).toLowerCase()
  const pattern = glob.trim().slice(0, MAX_GLOB).toLowerCase()
  if (pattern === '') return false
  let s = 0
  let p = 0
  let star = -1
  let resume = 0
  while (s < subject.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      resume = s
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === subject[s])) {
      p++
      s++
    } else if (star !== -1) {
      p = star + 1
      s = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
