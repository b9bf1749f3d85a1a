import type { TextPattern } from '@mishap/core'

/** Any run of characters. */
const ANY = '%'

/** A `like` pattern of pieces with any runs between them, and around them where `isPart`. */
export function likePattern(pieces: readonly string[], { isPart = false } = {}): string {
  const pattern = pieces.map((piece) => piece.replace(/[\\%_]/g, '\\$&')).join(ANY)
  return isPart ? `${ANY}${pattern}${ANY}` : pattern
}

/** A regular expression that finds the pieces within one line, without any way to backtrack. */
export function linePattern(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replace(/[^\p{L}\p{N}\s\p{Cc}]/gu, '\\$&')).join('[^\\n]*')
}

/** Values to the letter, and patterns over values whose letters A to Z are made small. */
export function splitPatterns(like: readonly TextPattern[]): {
  readonly exact: readonly string[]
  readonly wild: readonly string[]
} {
  return {
    exact: like.filter((pattern) => pattern.length === 1).map((pattern) => pattern[0] ?? ''),
    wild: like
      .filter((pattern) => pattern.length > 1)
      .map((pattern) => likePattern(pattern.map((piece) => piece.replace(/[A-Z]+/g, (text) => text.toLowerCase())))),
  }
}
