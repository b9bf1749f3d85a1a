import { AppError, type Id } from '@mishap/core'

const DIGITS = /^[1-9]\d{0,18}$/
const LARGEST = 9_223_372_036_854_775_807n

/** Whether the text can be an id of ours. What cannot is the id of nothing, and PostgreSQL would refuse it. */
export function isId(text: Id): boolean {
  return DIGITS.test(text) && (text.length < 19 || BigInt(text) <= LARGEST)
}

export function idsIn(texts: readonly Id[]): readonly Id[] {
  return texts.filter(isId)
}

/** Throws `not_found` on what cannot be an id. */
export function mustBeId(text: Id, what: string): Id {
  if (!isId(text)) throw new AppError('not_found', `Wanted the id of ${what}, found ${JSON.stringify(text)}`)
  return text
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** PostgreSQL holds no NUL, so nothing of that name is stored. */
export function isStorableName(text: string): boolean {
  return !text.includes('\0')
}
