import type { LiveJson } from '@mishap/core/client'
import { useEffect, useRef, useState } from 'react'
import { useMishap } from '../provider/context.js'
import { useLive } from '../provider/use-live.js'

export interface FirstEvent {
  readonly issueId: string
  /** Null where the issue was found by looking, not by being told. */
  readonly eventId: string | null
}

export type IngestOutcome = Extract<LiveJson, { topic: 'ingest.outcome' }> & { readonly key: number }

export interface FirstEventState {
  /** Requests that reached the project's DSN, the newest first. */
  readonly outcomes: readonly IngestOutcome[]
  /** How long there has been nothing. */
  readonly isLate: boolean
  readonly found: FirstEvent | null
}

const KEPT = 30
const LATE_MS = 60_000
const LOOK_EVERY_MS = 8_000

export interface WatchedProject {
  readonly id: string
  readonly slug: string
  readonly firstEvent: string | null
}

/**
 * Waits for the first event of a project. Hears of it by the live stream and looks now and then as well, for the stream
 * may not get through a proxy. A project that has events already is not waited for; its requests are shown all the same.
 */
export function useFirstEvent(org: string, project: WatchedProject): FirstEventState {
  const { client } = useMishap()
  const [outcomes, setOutcomes] = useState<readonly IngestOutcome[]>([])
  const [isLate, setIsLate] = useState(false)
  const [found, setFound] = useState<FirstEvent | null>(null)
  const isWaiting = project.firstEvent === null && found === null
  const count = useRef(0)

  const look = async () => {
    const newest = await client.listIssues(org, { project: [project.id], query: '', limit: 1 }).catch(() => null)
    const issue = newest?.items[0]
    if (issue !== undefined) setFound((before) => before ?? { issueId: issue.id, eventId: null })
  }
  const latestLook = useRef(look)
  latestLook.current = look

  useLive(
    org,
    ['event.first', 'ingest.outcome'],
    (message) => {
      if (message.projectId !== project.id) return
      if (message.topic === 'event.first') {
        setFound({ issueId: message.issueId, eventId: message.eventId })
        return
      }
      count.current += 1
      const outcome = { ...message, key: count.current }
      setOutcomes((before) => [outcome, ...before].slice(0, KEPT))
    },
    () => isWaiting && void latestLook.current(),
  )

  useEffect(() => {
    if (!isWaiting) return
    const late = setTimeout(() => setIsLate(true), LATE_MS)
    const looking = setInterval(() => void latestLook.current(), LOOK_EVERY_MS)
    return () => {
      clearTimeout(late)
      clearInterval(looking)
    }
  }, [isWaiting])

  return { outcomes, isLate: isLate && isWaiting, found }
}
