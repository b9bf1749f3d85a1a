/**
 * Which of two releases is the newer one. Positive: `a` is newer; negative: older; 0: the same; null: nobody can tell.
 * By semantic version where both have one of the same package, else by when each was first seen.
 */
export function compareReleases(a: string, b: string, firstSeen: ReadonlyMap<string, Date>): number | null {
  if (a === b) return 0
  const bySemver = compareSemver(a, b)
  if (bySemver !== null && bySemver !== 0) return bySemver
  const [seenA, seenB] = [firstSeen.get(a), firstSeen.get(b)]
  if (seenA === undefined || seenB === undefined) return null
  return Math.sign(seenA.getTime() - seenB.getTime())
}

/** Whether the version of a release, whatever its package, is newer or older than the one; never where it has none. */
export function fitsVersion(
  release: string,
  { operator, version }: { readonly operator: '>' | '>=' | '<' | '<='; readonly version: string },
): boolean {
  const [number = '', ...rest] = version.split('-')
  const whole = [number.includes('.') ? number : `${number}.0`, ...rest].join('-')
  const order = compareSemver(release, release.slice(0, release.lastIndexOf('@') + 1) + whole)
  if (order === null) return false
  if (order === 0) return operator.endsWith('=')
  return operator.startsWith('>') ? order > 0 : order < 0
}

/** Null unless both are versions such as `shop@1.2.3-beta.1+build` of one package. What stands behind `+` says nothing. */
function compareSemver(a: string, b: string): number | null {
  const [left, right] = [parseSemver(a), parseSemver(b)]
  if (left === null || right === null || left.name !== right.name) return null
  for (const [index, part] of left.numbers.entries()) {
    const difference = part - (right.numbers[index] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return comparePrerelease(left.prerelease, right.prerelease)
}

interface Semver {
  readonly name: string
  /** Four: some number their builds behind the patch. */
  readonly numbers: readonly number[]
  readonly prerelease: readonly string[]
}

const NUMBERS = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/

function parseSemver(release: string): Semver | null {
  const at = release.lastIndexOf('@')
  const version = release.slice(at + 1).split('+', 1)[0] ?? ''
  const dash = version.indexOf('-')
  const match = NUMBERS.exec(dash === -1 ? version : version.slice(0, dash))
  if (match === null) return null
  return {
    name: at === -1 ? '' : release.slice(0, at),
    numbers: match.slice(1).map((part) => Number(part ?? 0)),
    prerelease: dash === -1 ? [] : version.slice(dash + 1).split('.'),
  }
}

// https://semver.org/#spec-item-11: a pre-release is older than its release; numbers are older than words.
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length)
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (right === undefined) return 1
    if (left === right) continue
    const [isNumberA, isNumberB] = [/^\d+$/.test(left), /^\d+$/.test(right)]
    if (isNumberA && isNumberB) return Math.sign(Number(left) - Number(right))
    if (isNumberA !== isNumberB) return isNumberA ? -1 : 1
    return left < right ? -1 : 1
  }
  return a.length === b.length ? 0 : -1
}
