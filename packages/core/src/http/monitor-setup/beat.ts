import type { Beat } from '../../uptime/beat.js'
import { oneOf, optional, readQuery } from '../input.js'

const MAX_MESSAGE = 500
/** Milliseconds; what every storage holds. */
const MAX_PING = 2 ** 31 - 1

/** What a heartbeat says in its query, in the words of Uptime Kuma's push monitors. A `ping` that is no time is left out. */
export function readBeat(query: URLSearchParams): Beat {
  const ping = Number.parseFloat(query.get('ping') ?? '')
  return {
    status: readQuery(query, 'status', optional(oneOf('up', 'down', 'degraded'))) ?? 'up',
    message: (query.get('msg') ?? '').replaceAll('\0', '').slice(0, MAX_MESSAGE),
    responseMs: ping >= 0 && ping <= MAX_PING ? ping : null,
  }
}
