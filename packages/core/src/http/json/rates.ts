import type { RateJson } from '../../client/project-types.js'
import type { RequestRate } from '../../ports/model.js'
import { type Field, integer, object } from '../input.js'

const DAY_SECONDS = 86_400

/** `{window, count}`; a count or window of nothing is no limit. */
export const rateField: Field<RequestRate> = (value, loc) => {
  if (value === null) return null
  const rate = object(value, loc)
  const windowSeconds = integer(0, DAY_SECONDS)(rate.window, [...loc, 'window'])
  const count = integer(0, 1_000_000_000)(rate.count, [...loc, 'count'])
  return windowSeconds === 0 || count === 0 ? null : { windowSeconds, count }
}

export function rateJson(rate: RequestRate): RateJson | null {
  return rate === null ? null : { window: rate.windowSeconds, count: rate.count }
}
