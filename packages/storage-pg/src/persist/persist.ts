import { AppError, boundEvent, type NewEvent, type OutcomeCount, type PersistResult } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { noteLateIssues } from '../deliveries/late-issues.js'
import { isMissingPartition } from '../errors.js'
import { mustBeId } from '../ids.js'
import { DISCARDED } from '../issues/discard.js'
import { writerLocks } from '../locks.js'
import { countOutcomes } from '../outcomes.js'
import { ofOwners, ownersOf } from '../owners.js'
import { dayOf, EVENT_DAYS, keepPartitions, makePartitions } from '../partitions.js'
import { addUsage } from '../usage.js'
import { addHours, addTags, addUsers } from './counters.js'
import { findKept, insertEvents, type KeptEvent, keyOf, replaceDeleted } from './events.js'
import { addRegressions, insertIssues, type Seen, updateIssues } from './issues.js'
import { placeEvents } from './place.js'
import { addEnvironments, noteFirstEvents } from './projects.js'
import { addReleases, type SeenReleases, type Sighting } from './releases.js'
import { addSearchText, missingSearchText } from './search.js'
import { acceptedOf, discardedOf, type IssueDelta, sumByIssue } from './sum.js'

/**
 * Writes batches as `IngestStorage.persist` promises, with the same few statements whatever the batch holds.
 * Tables are always written in one order, rows sorted within each, the busiest last:
 * so writers never wait for each other in a circle, and hold the counters of a busy issue only for a moment.
 */
export async function persistBatch(
  db: Database,
  batch: readonly NewEvent[],
  beside: Beside,
  seen: SeenReleases,
): Promise<readonly PersistResult[]> {
  const sighted: Sighting[] = []
  const results = await persist(db, batch, beside, { seen, sighted })
  seen.note(sighted)
  return results
}

/** What is written with the events of a batch. */
export interface Beside {
  readonly outcomes: readonly OutcomeCount[]
  readonly lateBefore: Date | null
}

/** The releases that are known, and those that the batch is found to write. */
interface Releases {
  readonly seen: SeenReleases
  readonly sighted: Sighting[]
}

async function persist(
  db: Database,
  batch: readonly NewEvent[],
  beside: Beside,
  releases: Releases,
): Promise<readonly PersistResult[]> {
  const events = batch.map(boundEvent)
  for (const event of events) {
    mustBeId(event.organizationId, 'an organization')
    mustBeId(event.projectId, 'a project')
  }
  const settings = writerLocks(
    db.schema,
    [...events, ...beside.outcomes].map(({ projectId }) => projectId),
  )
  try {
    return await db.transaction((tx) => writeBatch(tx, db.schema, events, beside, releases), { settings })
  } catch (error) {
    if (!isMissingPartition(error)) throw error
  }
  // A day past retention would be dropped again before we are back: nobody drops one until we are done.
  return db.transaction(
    async (tx) => {
      await makePartitions(tx, db.schema, EVENT_DAYS, daysOf(events))
      return writeBatch(tx, db.schema, events, beside, releases)
    },
    { settings: [settings, keepPartitions(db.schema)].filter(Boolean).join(';') },
  )
}

async function writeBatch(
  tx: Queries,
  s: string,
  batch: readonly NewEvent[],
  { outcomes, lateBefore }: Beside,
  releases: Releases,
): Promise<readonly PersistResult[]> {
  const owners = await ownersOf(
    tx,
    s,
    [...batch, ...outcomes].map(({ projectId }) => projectId),
  )
  const events = ofOwners(batch, owners)
  const first = firstOfEach(events)
  const kept = new Map(await findKept(tx, s, first, owners))
  const fresh = first.filter((event) => !kept.has(keyOf(event)))
  const placement = await placeEvents(tx, s, fresh)
  const discarded = new Set(fresh.filter((event) => placement.issueOf.get(event) === DISCARDED))
  const wanted = fresh.filter((event) => !discarded.has(event))
  const inserted = new Set(await insertEvents(tx, s, wanted, placement))
  // Somebody wrote the others between our look and our insert, or their issues are deleted and they are still to go.
  const overtaken = wanted.filter((event) => !inserted.has(keyOf(event)))
  for (const [key, event] of await findKept(tx, s, overtaken, owners)) kept.set(key, event)
  const deleted = overtaken.filter((event) => !kept.has(keyOf(event)))
  for (const key of await replaceDeleted(tx, s, deleted, placement)) inserted.add(key)
  const written = wanted.filter((event) => inserted.has(keyOf(event)))

  const deltas = sumByIssue(written, placement.issueOf)
  const isNew = (delta: IssueDelta) => placement.newIssues.has(delta.issueId)
  const known = deltas.filter((delta) => !isNew(delta))
  const newUsers = await addUsers(tx, s, deltas)
  await addTags(tx, s, deltas)
  await addHours(tx, s, deltas)
  const searchText = await missingSearchText(tx, s, known)
  await placement.forget(deltas)
  const created = await insertIssues(tx, s, deltas.filter(isNew), newUsers)
  await noteFirstEvents(tx, s, written)
  await addEnvironments(tx, s, written)
  releases.sighted.push(...(await addReleases(tx, s, { written, created: deltas.filter(isNew), seen: releases.seen })))
  await addUsage(tx, s, written)
  await countOutcomes(tx, s, [...ofOwners(outcomes, owners), ...acceptedOf(written), ...discardedOf([...discarded])])
  if (lateBefore !== null) {
    const late = written.filter(({ receivedAt }) => receivedAt < lateBefore)
    await noteLateIssues(
      tx,
      s,
      late.flatMap((event) => placement.issueOf.get(event) ?? []),
      lateBefore,
    )
  }
  const updated = await updateIssues(tx, s, known, newUsers)
  await addRegressions(tx, s, known, updated)
  await addSearchText(tx, s, searchText)
  const seen = new Map([...created, ...updated])
  const results = resultsOf(events, { kept, written, discarded, issueOf: placement.issueOf, seen })
  return results.map((result, index) => ({ ...result, ...newOwner(batch[index], events[index]) }))
}

function newOwner(before: NewEvent | undefined, after: NewEvent | undefined): Pick<PersistResult, 'organizationId'> {
  if (after === undefined || before?.organizationId === after.organizationId) return {}
  return { organizationId: after.organizationId }
}

function firstOfEach(events: readonly NewEvent[]): readonly NewEvent[] {
  const byKey = new Map<string, NewEvent>()
  for (const event of events) if (!byKey.has(keyOf(event))) byKey.set(keyOf(event), event)
  return [...byKey.values()]
}

interface Written {
  readonly kept: ReadonlyMap<string, KeptEvent>
  readonly written: readonly NewEvent[]
  readonly discarded: ReadonlySet<NewEvent>
  readonly issueOf: ReadonlyMap<NewEvent, string>
  readonly seen: ReadonlyMap<string, Seen>
}

/** In the order of the batch; the first event of an issue tells that it is new or back, the others repeat it. */
function resultsOf(
  events: readonly NewEvent[],
  { kept, written, discarded, issueOf, seen }: Written,
): readonly PersistResult[] {
  const isWritten = new Set(written)
  const unwanted = new Set([...discarded].map(keyOf))
  const firstIssues = new Map(written.map((event) => [keyOf(event), issueOf.get(event)]))
  const told = new Set<string>()
  return events.map((event) => {
    const { eventId } = event
    const before = kept.get(keyOf(event))
    if (before !== undefined) return { eventId, outcome: 'duplicate', ...before }
    if (unwanted.has(keyOf(event))) return { eventId, outcome: 'discarded', issueId: '', shortIdNumber: 0 }
    const issueId = firstIssues.get(keyOf(event))
    const issue = issueId === undefined ? undefined : seen.get(issueId)
    if (issueId === undefined || issue === undefined)
      throw new AppError('internal', `Wanted the issue of event ${eventId}, found none`)
    const { shortIdNumber } = issue
    if (!isWritten.has(event)) return { eventId, outcome: 'duplicate', issueId, shortIdNumber }
    const isNews = !told.has(issueId) && (issue.outcome !== 'regressed' || event === issue.event)
    if (isNews) told.add(issueId)
    return { eventId, outcome: isNews ? issue.outcome : 'repeat', issueId, shortIdNumber }
  })
}

function daysOf(events: readonly NewEvent[]): readonly string[] {
  return [...new Set(events.map((event) => dayOf(event.receivedAt)))]
}
