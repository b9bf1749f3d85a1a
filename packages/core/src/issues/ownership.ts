import { matchesGlob } from '../ingest/filters/glob.js'
import type { Frame, NormalizedEvent } from '../protocol/event.js'

/** Who owns what, as users of Sentry write it: `path:src/checkout/* ada@example.com #payments`, one rule a line. */
export interface OwnershipRule {
  readonly line: number
  readonly text: string
  readonly matcher: OwnershipMatcher
  readonly owners: readonly OwnerName[]
}

export type OwnershipMatcher =
  | { readonly kind: 'path' | 'module' | 'url'; readonly glob: string }
  | { readonly kind: 'tag'; readonly key: string; readonly glob: string }

export type OwnerName =
  | { readonly kind: 'team'; readonly slug: string }
  | { readonly kind: 'user'; readonly email: string }

export interface OwnershipFault {
  /** Both from 1 on. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export const OWNERSHIP_BOUNDS = { length: 100_000, rules: 2_000, owners: 20 } as const

/**
 * Reads rules; each that cannot be read is a fault with its line, and the others stand. What begins with `#` and a space,
 * or is `#` alone, is a comment. A pattern without a kind is a path, as in a CODEOWNERS file.
 */
export function parseOwnership(text: string): {
  readonly rules: readonly OwnershipRule[]
  readonly faults: readonly OwnershipFault[]
} {
  const rules: OwnershipRule[] = []
  const faults: OwnershipFault[] = []
  for (const [index, raw] of text.slice(0, OWNERSHIP_BOUNDS.length).split(/\r?\n/).entries()) {
    const line = index + 1
    const words = [...raw.matchAll(/\S+/g)].map((found): Word => ({ text: found[0], column: found.index + 1 }))
    if (words[0] === undefined || words[0].text.startsWith('#')) continue
    const rule = parseRule(words)
    if ('message' in rule) faults.push({ line, ...rule })
    else if (rules.length >= OWNERSHIP_BOUNDS.rules)
      faults.push({ line, column: 1, message: `There are more than ${OWNERSHIP_BOUNDS.rules} rules.` })
    else rules.push({ line, text: raw.trim(), ...rule })
  }
  return { rules, faults }
}

/** Those that the event meets. The last is the most particular: its owners come first. */
export function ownersOf(event: NormalizedEvent, rules: readonly OwnershipRule[]): readonly OwnershipRule[] {
  const frames = framesOf(event)
  return rules.filter((rule) => matches(rule.matcher, event, frames)).reverse()
}

interface Word {
  readonly text: string
  readonly column: number
}

/** The rule, or one sentence saying what is wrong with it, and where. */
function parseRule([pattern, ...names]: readonly Word[]):
  | Pick<OwnershipRule, 'matcher' | 'owners'>
  | Omit<OwnershipFault, 'line'> {
  const { text, column } = pattern ?? { text: '', column: 1 }
  const matcher = parseMatcher(text)
  if (typeof matcher === 'string') return { column, message: matcher }
  if (names[0] === undefined)
    return { column, message: `"${cut(text)}" has no owner: wanted an e-mail address or #team behind it.` }
  if (names.length > OWNERSHIP_BOUNDS.owners)
    return { column: names[0].column, message: `There are more than ${OWNERSHIP_BOUNDS.owners} owners.` }
  const owners: OwnerName[] = []
  for (const name of names) {
    const owner = parseOwner(name.text)
    if (owner === null)
      return { column: name.column, message: `"${cut(name.text)}" is no owner: wanted an e-mail address or #team.` }
    owners.push(owner)
  }
  return { matcher, owners }
}

function parseMatcher(pattern: string): OwnershipMatcher | string {
  const colon = pattern.indexOf(':')
  if (colon === -1) return { kind: 'path', glob: pattern }
  const [kind, glob] = [pattern.slice(0, colon), pattern.slice(colon + 1)]
  if (glob === '') return `"${cut(pattern)}" has no pattern behind the colon.`
  if (kind === 'path' || kind === 'module' || kind === 'url') return { kind, glob }
  const key = /^tags?\.(.+)$/.exec(kind)?.[1]
  if (key !== undefined) return { kind: 'tag', key, glob }
  return `"${cut(kind)}:" is no kind of rule: wanted path:, module:, url: or tags.KEY:.`
}

function parseOwner(name: string): OwnerName | null {
  if (/^#[\w-]+$/.test(name)) return { kind: 'team', slug: name.slice(1) }
  return /^[^@\s]+@[^@\s]+$/.test(name) ? { kind: 'user', email: name.toLowerCase() } : null
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** So many frames are looked at, those nearest to the fault first. */
const MOST_FRAMES = 200

function framesOf(event: NormalizedEvent): readonly Frame[] {
  const stacks = [
    ...(event.exception?.values ?? []).map((exception) => exception.stacktrace),
    ...(event.threads?.values ?? []).map((thread) => thread.stacktrace),
  ]
  const frames = stacks.flatMap((stack) => stack?.frames ?? []).reverse()
  const own = frames.filter((frame) => frame.in_app === true)
  return (own.length > 0 ? own : frames).slice(0, MOST_FRAMES)
}

function matches(matcher: OwnershipMatcher, event: NormalizedEvent, frames: readonly Frame[]): boolean {
  switch (matcher.kind) {
    case 'path':
      return frames.some(({ filename, abs_path }) => isPath(filename, matcher.glob) || isPath(abs_path, matcher.glob))
    case 'module':
      return frames.some(({ module }) => module !== undefined && matchesGlob(module, matcher.glob))
    case 'url':
      return event.request?.url !== undefined && matchesGlob(event.request.url, matcher.glob)
    case 'tag':
      return event.tags.some(([key, value]) => key === matcher.key && matchesGlob(value, matcher.glob))
  }
}

/** The whole path, or the end of it from a directory on; a directory stands for what is in it. */
function isPath(path: string | undefined, glob: string): boolean {
  if (path === undefined) return false
  const [subject, pattern] = [`/${path.replaceAll('\\', '/')}`, glob.replace(/^\.?\//, '')]
  const whole = pattern.endsWith('/') ? `${pattern}*` : pattern
  return matchesGlob(subject, `/${whole}`) || matchesGlob(subject, `*/${whole}`)
}
