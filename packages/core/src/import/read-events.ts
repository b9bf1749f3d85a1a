import { textOf } from './entry.js'
import { type RemoteEvent, remoteEvent } from './event-document.js'
import type { ImportJob } from './job.js'

/** Of one issue, at most. */
export const MAX_EVENT_LIST = 100

/** The newest events of an issue that the source still has and that are errors, the newest first. */
export async function readEvents(job: ImportJob, project: string, issue: string): Promise<readonly RemoteEvent[]> {
  const found: RemoteEvent[] = []
  for (const event of await newestIds(job, issue)) {
    const one = await readEvent(job, { project, issue, event })
    if (one !== null) found.push(one)
  }
  return found
}

async function newestIds({ remote, dialect, remoteSlug: org, eventsPerIssue }: ImportJob, issue: string) {
  if (eventsPerIssue === 1) return ['latest']
  const wanted = Math.min(eventsPerIssue, MAX_EVENT_LIST)
  const ids: string[] = []
  const pages = remote.pages(dialect.events({ org: encodeURIComponent(org), issue }), {
    limit: String(wanted),
    per_page: String(wanted),
  })
  for await (const page of pages) {
    ids.push(...page.flatMap((event) => textOf(event, 'eventID', 64) ?? []))
    if (ids.length >= wanted) break
  }
  return ids.filter((id) => /^[-0-9a-f]{32,36}$/i.test(id)).slice(0, wanted)
}

async function readEvent(
  { remote, dialect, remoteSlug }: ImportJob,
  { project, issue, event }: { readonly project: string; readonly issue: string; readonly event: string },
): Promise<RemoteEvent | null> {
  const org = encodeURIComponent(remoteSlug)
  const detail = await remote.getIfPossible(dialect.event({ org, issue, event }))
  const id = detail === null ? null : textOf(detail, 'eventID', 64)
  if (detail === null || id === null) return null
  const path = dialect.document({ org, project: encodeURIComponent(project), issue, event: encodeURIComponent(id) })
  const raw = await remote.getIfPossible(path)
  return remoteEvent(detail, raw)
}
