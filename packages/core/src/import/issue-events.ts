import type { ProjectRulesCache } from '../ingest/project-rules.js'
import { type StoredNow, storeNow } from '../ingest/store-now.js'
import type { ImportMark, ImportPlace } from '../ports/imports.js'
import type { Organization, Project } from '../ports/model.js'
import type { IngestRecord } from '../ports/runtime.js'
import type { RemoteEvent } from './event-document.js'
import { giveState, toldOf } from './issue-state.js'
import type { ImportJob } from './job.js'
import type { RemoteIssue } from './read.js'
import { MAX_EVENT_LIST, readEvents } from './read-events.js'

export interface IssueToBring {
  readonly issue: RemoteIssue
  /** Of its mark. */
  readonly remoteId: string
  readonly mark: ImportMark | null
  /** What is noted when it is here. */
  readonly seen: string
}

interface Target {
  readonly organization: Organization
  readonly project: Project
  /** Of the project at the source. */
  readonly slug: string
  readonly rulesOf: ProjectRulesCache
  /** What was received before is not kept any more. */
  readonly keptFrom: Date
  readonly place: ImportPlace
}

/** Issues are asked for side by side: the answers take longer than all that is made of them. */
const SIDE_BY_SIDE = 4

export async function bringIssues(job: ImportJob, target: Target, issues: readonly IssueToBring[]): Promise<void> {
  const read = await sideBySide(issues, (wanted) => readEvents(job, target.slug, wanted.issue.id))
  const records = issues.flatMap((wanted, index) =>
    (read[index] ?? [])
      .filter(({ receivedAt }) => receivedAt >= target.keptFrom)
      .map((event) => ({ wanted, event, record: recordOf(job, target, event) })),
  )
  const results = await storeNow(
    job.context,
    target.rulesOf,
    records.map(({ record }) => record),
  )
  for (const wanted of issues) {
    const own = records.flatMap((one, index) => {
      const stored = results[index]
      return one.wanted === wanted && stored !== undefined ? [{ event: one.event, stored }] : []
    })
    await settle(job, target, wanted, own)
  }
}

async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  return results
}

/** As if an SDK had sent it when it did, without what only a request tells: its address and its key. */
function recordOf({ context }: ImportJob, { organization, project }: Target, event: RemoteEvent): IngestRecord {
  const now = context.clock.now()
  return {
    organizationId: organization.id,
    projectId: project.id,
    keyId: '',
    kind: 'store',
    receivedAt: event.receivedAt < now ? event.receivedAt : now,
    eventId: event.eventId,
    contentEncoding: null,
    userAgent: null,
    ip: null,
    scrubIp: organization.scrubIpAddresses || project.scrubIpAddresses,
    query: null,
    body: new TextEncoder().encode(JSON.stringify(event.document)),
  }
}

async function settle(
  job: ImportJob,
  target: Target,
  wanted: IssueToBring,
  brought: readonly { readonly event: RemoteEvent; readonly stored: StoredNow }[],
): Promise<void> {
  const { tally, context } = job
  const name = `${target.slug}: ${wanted.issue.title.slice(0, 200)}`
  const stored = brought.flatMap(({ event, stored: one }) =>
    'result' in one && one.result.issueId !== '' ? [{ eventId: event.eventId, result: one.result }] : [],
  )
  tally.found('events', brought.length)
  const refusal = brought.flatMap(({ stored: one }) => ('refused' in one ? [one.refused] : []))[0]
  const [first] = stored
  if (first === undefined) {
    if (refusal !== undefined) tally.skip('issues', name, `its event is not kept here: ${refusal}`)
    else if (brought.length > 0) tally.skip('issues', name, 'its events are discarded here')
    else tally.skip('issues', name, 'the source has no event of it any more')
    return
  }
  tally.made('events', stored.filter(({ result }) => result.outcome !== 'duplicate').length)
  const issueId = first.result.issueId
  const isJoined = wanted.mark === null && first.result.outcome === 'repeat'
  const told = toldOf(wanted.issue)
  const isUnassigned =
    wanted.mark?.state.told === told
      ? wanted.mark.state.isUnassigned === true
      : await giveState(job, target.organization, wanted.issue, { issueId, isJoined })
  const eventIds = [...new Set([...eventIdsOf(wanted.mark), ...stored.map(({ eventId }) => eventId)])]
  await context.storage.imports.carryIssue(target.place, {
    ...{ remoteId: wanted.remoteId, localId: issueId, state: { seen: wanted.seen, told, isUnassigned, eventIds } },
    events: Math.max(0, wanted.issue.count - eventIds.length),
    firstSeenAt: wanted.issue.firstSeenAt,
  })
  if (wanted.mark !== null) tally.changed('issues')
  else tally.made('issues')
}

function eventIdsOf(mark: ImportMark | null): readonly string[] {
  const ids = mark?.state.eventIds
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(-MAX_EVENT_LIST) : []
}
