import type { FedRequest } from '../setup/ingest-feed.js'

/** Refusals that follow each other for one reason and from one SDK become one line, that of the newest. */
export function foldRequests(newestFirst: readonly FedRequest[]): readonly FedRequest[] {
  const folded: FedRequest[] = []
  for (const request of newestFirst) {
    const last = folded.at(-1)
    if (last !== undefined && isAlike(last, request))
      folded[folded.length - 1] = { ...last, times: (last.times ?? 1) + 1 }
    else folded.push(request)
  }
  return folded
}

function isAlike(one: FedRequest, other: FedRequest): boolean {
  return (
    one.outcome !== 'accepted' && one.outcome === other.outcome && one.reason === other.reason && one.sdk === other.sdk
  )
}
