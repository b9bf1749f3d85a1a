const SPACE = /[ \t\n\r]*/y
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end'

/** How far a text is JSON: the place of the first letter that cannot stand there; null where all of it is. */
export function jsonFault(text: string): number | null {
  const open: ('{' | '[')[] = []
  let wanted: Wanted = 'value'
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    if (at === text.length) return wanted === 'end' ? null : at
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    const next: Wanted | null = token === undefined ? null : after(token, wanted, open)
    if (token === undefined || next === null) return at
    wanted = next
    at += token.length
  }
}

/** What is wanted behind a token; null where it cannot stand. */
function after(token: string, wanted: Wanted, open: ('{' | '[')[]): Wanted | null {
  const done = (): Wanted => (open.length === 0 ? 'end' : 'comma')
  const isValue = wanted === 'value' || wanted === 'value or ]'
  if (token === '{' || token === '[') {
    if (!isValue) return null
    open.push(token)
    return token === '{' ? 'key or }' : 'value or ]'
  }
  if (token === '}' || token === ']') {
    const own = token === '}' ? '{' : '['
    const mayClose = wanted === 'comma' || wanted === (token === '}' ? 'key or }' : 'value or ]')
    if (!mayClose || open.at(-1) !== own) return null
    open.pop()
    return done()
  }
  if (token === ':') return wanted === 'colon' ? 'value' : null
  if (token === ',') return wanted === 'comma' ? (open.at(-1) === '{' ? 'key' : 'value') : null
  if (isValue) return done()
  return token.startsWith('"') && (wanted === 'key' || wanted === 'key or }') ? 'colon' : null
}
