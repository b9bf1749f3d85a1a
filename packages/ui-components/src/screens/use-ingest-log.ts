import type { IngestLogJson } from '@mishap/core/client'
import { useState } from 'react'
import { useLive } from '../provider/use-live.js'
import { useIngestLogEntries } from '../provider/use-queries.js'
import type { FedRequest } from '../setup/ingest-feed.js'

const KEPT = 200

/** The log of a project as it was read, with what came since put on top. */
export function useIngestLog(org: string, project: string, projectId: string) {
  const log = useIngestLogEntries(org, project)
  const [live, setLive] = useState<readonly IngestLogJson[]>([])
  useLive(
    org,
    ['ingest.outcome'],
    (message) => {
      if (message.projectId === projectId) setLive((before) => [message, ...before].slice(0, KEPT))
    },
    () => void log.refetch(),
  )
  return {
    requests: merged(live, log.data ?? []),
    error: log.data === undefined ? log.error : null,
    isLoading: log.data === undefined && log.error === null,
    refetch: () => void log.refetch(),
  }
}

/** The log is written some seconds late, so that a request may be told live, then read, then both. */
function merged(live: readonly IngestLogJson[], read: readonly IngestLogJson[]): readonly FedRequest[] {
  const seen = new Map<string, number>()
  const numbered = (entries: readonly IngestLogJson[]) => {
    seen.clear()
    return entries.map((entry) => {
      const name = [entry.at, entry.outcome, entry.reason, entry.sdk, entry.bytes].join(' ')
      // The nth of its kind is the same one in both.
      const count = (seen.get(name) ?? 0) + 1
      seen.set(name, count)
      return { ...entry, key: `${name} ${count}` }
    })
  }
  const byKey = new Map([...numbered(read), ...numbered(live)].map((entry) => [entry.key, entry]))
  return [...byKey.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, KEPT)
}
