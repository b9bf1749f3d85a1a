import type { PersonJson } from '@mishap/core/client'

/** A mention that is being typed: from its `@` to the caret. */
export interface TypedMention {
  readonly from: number
  readonly to: number
  /** What stands behind the `@` so far. */
  readonly word: string
}

const LONGEST = 60

/** The mention before the caret; null where none is being typed. */
export function mentionAt(text: string, caret: number): TypedMention | null {
  const before = text.slice(Math.max(0, caret - LONGEST), caret)
  const match = /(?:^|[^\p{L}\p{N}._@/-])@([\p{L}\p{N}._+@-]*)$/u.exec(before)
  if (match?.[1] === undefined) return null
  return { from: caret - match[1].length - 1, to: caret, word: match[1] }
}

/** Who is meant, those first whose name or address begins so. */
export function peopleFor(word: string, people: readonly PersonJson[], limit = 6): readonly PersonJson[] {
  const wanted = word.toLowerCase()
  const ranked = people.map((person) => ({ person, rank: rankOf(person, wanted) }))
  return ranked
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ person }) => person)
}

function rankOf({ name, email }: PersonJson, wanted: string): number {
  const words = [email, ...name.split(/\s+/)].map((word) => word.toLowerCase())
  if (words.some((word) => word.startsWith(wanted))) return 0
  return words.some((word) => word.includes(wanted)) ? 1 : 2
}

/** The text with the person in place of what was typed, and where the caret belongs then. */
export function withMention(
  text: string,
  { from, to }: TypedMention,
  person: PersonJson,
): { readonly text: string; readonly caret: number } {
  const mention = `@${person.email} `
  const rest = text.slice(to)
  const after = rest.startsWith(' ') ? rest.slice(1) : rest
  return { text: text.slice(0, from) + mention + after, caret: from + mention.length }
}
