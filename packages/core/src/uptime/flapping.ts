import type { MonitorHealth, MonitorStatus } from '../ports/monitors.js'

/** So many checks are looked at. */
const CHECKS = 21
/** Of the changes that there could be among them, the share from which it flaps, and below which it does not any more. */
const STARTS_AT = 0.3
const ENDS_BELOW = 0.2
/** The oldest change counts so much, the newest so much; those between lie on a line. */
const OLDEST_WEIGHT = 0.8
const NEWEST_WEIGHT = 1.2

const LETTERS: Readonly<Record<MonitorStatus, string>> = { unknown: '', up: 'u', degraded: 's', down: 'd' }
/** The worse first. */
const STATUSES = ['down', 'degraded', 'up'] as const

/**
 * What changes too often is shown as what it mostly is, as Nagios does it: of the last 21 checks the changes are counted,
 * recent ones for more. From 30 % of those that could be it flaps, until they are fewer than 20 %. Meanwhile it becomes what
 * most of these checks say, and something else only when two thirds of them do.
 */
export function damped(
  before: Pick<MonitorHealth, 'status' | 'recent' | 'isFlapping'>,
  status: MonitorStatus,
): Pick<MonitorHealth, 'status' | 'recent' | 'isFlapping'> {
  const recent = (before.recent + LETTERS[status]).slice(-CHECKS)
  const share = changeShare(recent)
  const isFlapping = before.isFlapping ? share >= ENDS_BELOW : share >= STARTS_AT
  if (!isFlapping) return { status, recent, isFlapping }
  const most = mostOf(recent)
  const isSure = !before.isFlapping || countOf(recent, most) * 3 >= recent.length * 2
  return { status: isSure ? most : before.status, recent, isFlapping }
}

/** Null for no letter. */
export function statusOf(letter: string | undefined): MonitorStatus | null {
  return STATUSES.find((status) => LETTERS[status] === letter) ?? null
}

function changeShare(recent: string): number {
  const most = CHECKS - 1
  let changes = 0
  for (let index = 1; index < recent.length; index += 1) {
    if (recent[index] === recent[index - 1]) continue
    const age = recent.length - 1 - index
    changes += NEWEST_WEIGHT - ((NEWEST_WEIGHT - OLDEST_WEIGHT) * age) / (most - 1)
  }
  return changes / most
}

/** The worse of those that are as many. */
function mostOf(recent: string): MonitorStatus {
  return [...STATUSES].sort((a, b) => countOf(recent, b) - countOf(recent, a))[0] ?? 'unknown'
}

function countOf(recent: string, status: MonitorStatus): number {
  return recent.split(LETTERS[status]).length - 1
}
