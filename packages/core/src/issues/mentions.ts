/** Whom a comment names, in the order in which it does: ids of users, e-mail addresses, and words behind an `@`. */
export interface Mentions {
  readonly userIds: readonly string[]
  readonly emails: readonly string[]
  readonly words: readonly string[]
}

const MOST = 50
// An `@` inside a word belongs to an address.
const MENTION = /(?<![\p{L}\p{N}._@/-])@([\p{L}\p{N}_][\p{L}\p{N}._+:-]{0,99}(?:@[\p{L}\p{N}.-]{1,100})?)/gu

/** Reads `@user:3`, `@ada@example.com` and `@ada` out of markdown; what stands in code is left alone. At most 50. */
export function parseMentions(markdown: string): Mentions {
  const found = { userIds: new Set<string>(), emails: new Set<string>(), words: new Set<string>() }
  let count = 0
  for (const [, name = ''] of withoutCode(markdown).matchAll(MENTION)) {
    count += 1
    if (count > MOST) break
    const text = name.replace(/[.:-]+$/, '')
    const id = /^user:(\d{1,19})$/.exec(text)?.[1]
    if (id !== undefined) found.userIds.add(id)
    else if (text.includes('@')) found.emails.add(text.toLowerCase())
    else found.words.add(text.toLowerCase())
  }
  return { userIds: [...found.userIds], emails: [...found.emails], words: [...found.words] }
}

function withoutCode(markdown: string): string {
  // Every second part of a text that is split at runs of backticks is code.
  return markdown
    .split(/```|`/)
    .filter((_, index) => index % 2 === 0)
    .join(' ')
}
