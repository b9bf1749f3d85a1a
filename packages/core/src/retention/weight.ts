import type { ThinningCandidate } from '../ports/retention.js'

/*
 * Which events are worth keeping.
 *
 * A thousand events of one issue within an hour say little more than the first few; the same error a day later says
 * that it is still there. So the aim is that of every issue the same number of events stays for each doubling of age:
 * about as many of the last hour as of the last two, four, …, 1,024 hours. Rare issues, which have fewer than that,
 * keep all of theirs; busy ones lose nearly all, oldest hours most.
 *
 * For that every event has a weight. Its lot is drawn once, by the random part of its id: half of all events draw at
 * least 1, a quarter at least 2, and so on. Off it go the logarithms of how many events of its issue came in its hour
 * and of how many hours ago that was. Of an hour with n events, h hours ago, then about 2^-w / (1 + h) weigh at least w,
 * whatever n is. Thinning is to remove the lightest until the rest fits.
 *
 * Nothing about it is stored. Weights of a project fall together as time passes, so what was kept once is kept before
 * what was not, two workers choose the same, and one that died left nothing half done.
 */

const HOUR_MS = 3_600_000

/** In bits, about -40 to 48. `now` is that of the whole pass. */
export function keepWeight({ id, siblings, receivedAt }: Weighed, now: Date): number {
  const ageHours = Math.max(0, now.getTime() - receivedAt.getTime()) / HOUR_MS
  return lotOf(id) - Math.log2(Math.max(1, siblings)) - Math.log2(1 + ageHours)
}

type Weighed = Pick<ThinningCandidate, 'id' | 'siblings' | 'receivedAt'>

const LOT_DIGITS = 12

/** How many bits of luck an id has: x or more with a probability of 2^-x. */
function lotOf(id: string): number {
  const drawn = Number.parseInt(id.replaceAll('-', '').slice(-LOT_DIGITS), 16)
  return LOT_DIGITS * 4 - Math.log2(drawn + 1)
}
