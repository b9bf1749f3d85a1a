import { safeUrl } from './text.js'

export type Inline =
  | string
  | { readonly kind: 'strong' | 'em' | 'del'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** Only of `http(s)`. */
  | { readonly kind: 'link'; readonly href: string; readonly content: readonly Inline[] }
  /** What stands behind the `@`. */
  | { readonly kind: 'mention'; readonly name: string }
  | { readonly kind: 'break' }

const DEEPEST = 5
const MARKS = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em'],
] as const

const WORD = /[\p{L}\p{N}_]/u
const URL_AT = /https?:\/\/[^\s<>`"']{1,2000}/y
// As the server reads them: an `@` inside a word belongs to an address.
const MENTION_AT = /@[\p{L}\p{N}_][\p{L}\p{N}._+:-]{0,99}(?:@[\p{L}\p{N}.-]{1,100})?/uy
const SPECIAL = /[`*_~[@\\\nh]/g

/** Reads the text of a paragraph. A closing mark is looked for once a kind, so unclosed ones cost nothing. */
export function parseInline(text: string, depth = 0): readonly Inline[] {
  const found: Inline[] = []
  const missing = new Set<string>()
  let plain = ''
  let at = 0
  const push = (inline: Inline, end: number) => {
    if (plain !== '') found.push(plain)
    plain = ''
    found.push(inline)
    at = end
  }
  while (at < text.length) {
    SPECIAL.lastIndex = at
    const next = SPECIAL.exec(text)?.index ?? text.length
    plain += text.slice(at, next)
    at = next
    if (at === text.length) break
    const read = inlineAt(text, at, depth, missing)
    if (read === null) {
      plain += text.charAt(at)
      at += 1
    } else if (typeof read.inline === 'string') {
      plain += read.inline
      at = read.end
    } else {
      push(read.inline, read.end)
    }
  }
  if (plain !== '') found.push(plain)
  return found
}

interface Read {
  readonly inline: Inline
  readonly end: number
}

function inlineAt(text: string, at: number, depth: number, missing: Set<string>): Read | null {
  switch (text.charAt(at)) {
    case '\n':
      return { inline: { kind: 'break' }, end: at + 1 }
    case '\\':
      return /[!-/:-@[-`{-~]/.test(text.charAt(at + 1)) ? { inline: text.charAt(at + 1), end: at + 2 } : null
    case '`':
      return codeAt(text, at, missing)
    case '[':
      return depth < DEEPEST ? linkAt(text, at, depth, missing) : null
    case '@':
      return mentionAt(text, at)
    case 'h':
      return urlAt(text, at)
    default:
      return depth < DEEPEST ? markedAt(text, at, depth, missing) : null
  }
}

function codeAt(text: string, at: number, missing: Set<string>): Read | null {
  let end = at
  while (text.charAt(end) === '`') end += 1
  const ticks = text.slice(at, end)
  const close = find(text, ticks, end, missing)
  if (close === -1) return { inline: ticks, end }
  const code = text.slice(end, close)
  const isPadded = code.length > 2 && code.startsWith(' ') && code.endsWith(' ')
  return { inline: { kind: 'code', text: isPadded ? code.slice(1, -1) : code }, end: close + ticks.length }
}

function linkAt(text: string, at: number, depth: number, missing: Set<string>): Read | null {
  const middle = find(text, '](', at + 1, missing)
  if (middle === -1) return null
  const label = text.slice(at + 1, middle)
  const close = text.indexOf(')', middle)
  if (close === -1 || close - middle > 2000 || label.includes('[')) return null
  const href = safeUrl(text.slice(middle + 2, close).trim())
  // An address that is no web page's is shown as it was written.
  if (href === null) return null
  return { inline: { kind: 'link', href, content: parseInline(label, depth + 1) }, end: close + 1 }
}

function mentionAt(text: string, at: number): Read | null {
  if (at > 0 && /[\p{L}\p{N}._@/-]/u.test(text.charAt(at - 1))) return null
  MENTION_AT.lastIndex = at
  const name = MENTION_AT.exec(text)?.[0]
    .slice(1)
    .replace(/[.:-]+$/, '')
  return name === undefined ? null : { inline: { kind: 'mention', name }, end: at + 1 + name.length }
}

function urlAt(text: string, at: number): Read | null {
  if (at > 0 && WORD.test(text.charAt(at - 1))) return null
  URL_AT.lastIndex = at
  const written = URL_AT.exec(text)?.[0].replace(/[.,;:!?)\]*_~]+$/, '')
  const href = written === undefined ? null : safeUrl(written)
  if (written === undefined || href === null) return null
  return { inline: { kind: 'link', href, content: [written] }, end: at + written.length }
}

function markedAt(text: string, at: number, depth: number, missing: Set<string>): Read | null {
  for (const [mark, kind] of MARKS) {
    if (!text.startsWith(mark, at)) continue
    const start = at + mark.length
    // `snake_case` and `2 * 3` mean no emphasis.
    if (mark.startsWith('_') && at > 0 && WORD.test(text.charAt(at - 1))) return { inline: mark, end: start }
    if (start >= text.length || /\s/.test(text.charAt(start))) return { inline: mark, end: start }
    let close = find(text, mark, start + 1, missing)
    // Of three marks at the end the first belongs to what is inside.
    if (mark.length === 2 && close !== -1 && text.charAt(close + 2) === mark.charAt(0)) close += 1
    if (close === -1 || /\s/.test(text.charAt(close - 1))) continue
    if (mark.startsWith('_') && WORD.test(text.charAt(close + mark.length))) continue
    return {
      inline: { kind, content: parseInline(text.slice(start, close), depth + 1) },
      end: close + mark.length,
    }
  }
  return null
}

/** Where `what` comes next; what was not found once is not looked for again. */
function find(text: string, what: string, from: number, missing: Set<string>): number {
  if (missing.has(what)) return -1
  const at = text.indexOf(what, from)
  if (at === -1) missing.add(what)
  return at
}
