/** Where two texts differ: what stands before and behind is the same in both. Offsets in UTF-16 units. */
export interface ChangedSpan {
  readonly start: number
  /** Behind the last that differs, in the one and in the other. */
  readonly endOne: number
  readonly endOther: number
}

const LOW_SURROGATE = /[\udc00-\udfff]/

/** The one stretch that holds every difference, cut between characters. */
export function changedSpan(one: string, other: string): ChangedSpan {
  const shortest = Math.min(one.length, other.length)
  let start = 0
  while (start < shortest && one.charCodeAt(start) === other.charCodeAt(start)) start++
  if (start > 0 && (isInside(one, start) || isInside(other, start))) start--
  let tail = 0
  while (
    tail < shortest - start &&
    one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)
  ) {
    tail++
  }
  if (tail > 0 && (isInside(one, one.length - tail) || isInside(other, other.length - tail))) tail--
  return { start, endOne: one.length - tail, endOther: other.length - tail }
}

/** Whether a character of two units would be cut there. */
function isInside(text: string, at: number): boolean {
  return at < text.length && LOW_SURROGATE.test(text.charAt(at))
}
