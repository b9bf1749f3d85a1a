import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Id, Storage } from '@mishap/core'
import { minutesAfter, NOON } from '@mishap/core/testing'
import { pgStorage } from '../src/index.js'
import { FOLLOWING_OF_ISSUE, FOLLOWING_OF_PROJECT } from '../src/project-moves/follow.js'
import { AT_ONCE_OF_ISSUE, AT_ONCE_OF_PROJECT } from '../src/project-moves/start.js'
import { openTestDatabase } from './schemas.js'
import { aProject } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const schema = database.schema()
const storage: Storage = pgStorage({ pool: database.pool, schema })
beforeAll(() => storage.migrate())

/** Rows with an organization beside a project or an issue, which stay where they are, each for a reason. */
const STAY: Readonly<Record<string, string>> = {
  projects: 'the project itself',
  issues: 'the issues themselves',
  deletions: 'moved with the issues',
  project_homes: 'whose it was stays as it was',
  monitors: 'the organization keeps them, without the project',
  issue_undos: 'nothing is taken back on the other side',
}

const tablesWith = async (column: string): Promise<readonly string[]> => {
  const { rows } = await database.pool.query(
    `select c.table_name from information_schema.columns c
     join pg_class t on t.relname = c.table_name and not t.relispartition
     join pg_namespace n on n.oid = t.relnamespace and n.nspname = c.table_schema
     where c.table_schema = $1 and c.column_name in ('organization_id', $2)
     group by c.table_name having count(*) = 2 order by c.table_name`,
    [schema, column],
  )
  return rows.map((row) => row.table_name)
}

const aPair = async () => {
  const [from, to] = [await aProject(storage), await aProject(storage)]
  const move = (teamId: Id | null = null) =>
    storage.projects.move(from.organizationId, from.projectId, { organizationId: to.organizationId, teamId })
  return { from, to, move }
}
const settle = async () => {
  let steps = 0
  while (await storage.projects.followMoves()) steps += 1
  return steps
}

describe('a project that moves', () => {
  it('takes along the rows of every table that has some of it', async () => {
    const ofProject = (await tablesWith('project_id')).filter((table) => STAY[table] === undefined)
    expect([...AT_ONCE_OF_PROJECT, ...FOLLOWING_OF_PROJECT].sort()).toEqual(ofProject)
    const ofIssue = (await tablesWith('issue_id')).filter(
      (table) => STAY[table] === undefined && !ofProject.includes(table),
    )
    expect([...AT_ONCE_OF_ISSUE, ...FOLLOWING_OF_ISSUE].sort()).toEqual(ofIssue)
  })

  it('is followed a part at a time, and moves again, or has its issues merged, only when all is there', async () => {
    const { from, to, move } = await aPair()
    const events = Array.from({ length: 250 }, (_, index) =>
      from.event({ hashes: [`h${index}`], userKey: 'id:1', receivedAt: minutesAfter(NOON, -(index % 3) * 24 * 60) }),
    )
    const results = await storage.ingest.persist(events)
    const [a, b] = results.map(({ issueId }) => issueId)
    await move()
    const back = { organizationId: from.organizationId, teamId: null }
    await expect(storage.projects.move(to.organizationId, from.projectId, back)).rejects.toMatchObject({
      code: 'conflict',
    })
    const by = { userId: null, via: 'system', at: NOON } as const
    await expect(storage.issues.merge(to.organizationId, a ?? '', [b ?? ''], by)).rejects.toMatchObject({
      code: 'conflict',
    })
    // Three hundreds of issues, three days, and what else there is.
    expect(await settle()).toBeGreaterThan(6)
    const { rows } = await database.pool.query(
      `select organization_id, count(*)::int as events from ${schema}.events where project_id = $1 group by 1`,
      [from.projectId],
    )
    expect(rows).toEqual([{ organization_id: to.organizationId, events: 250 }])
    expect(await storage.issues.merge(to.organizationId, a ?? '', [b ?? ''], by)).toEqual([b])
    await expect(storage.projects.move(to.organizationId, from.projectId, back)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is followed by several at once, of whom one at a time is at it', async () => {
    const { from, to, move } = await aPair()
    const events = Array.from({ length: 120 }, (_, index) => from.event({ hashes: [`h${index % 60}`] }))
    await storage.ingest.persist(events)
    await move()
    await Promise.all(Array.from({ length: 6 }, settle))
    await settle()
    const listed = await storage.events.listForProject(to.organizationId, from.projectId, { limit: 100, cursor: null })
    expect(listed.items).toHaveLength(100)
    expect(listed.next).not.toBeNull()
  })

  it('keeps its files, though their events are still on the way when the day is tidied up', async () => {
    const { from, to, move } = await aPair()
    const event = from.event({})
    await storage.ingest.persist([event])
    const id = event.eventId
    await storage.attachments.add([
      {
        ...{ id, organizationId: from.organizationId, projectId: from.projectId, eventId: id, name: 'log.txt' },
        ...{ type: 'event.attachment', contentType: null, size: 1, blobKey: `attachments/${id}`, receivedAt: NOON },
      },
    ])
    await move()
    await storage.maintain({ now: minutesAfter(NOON, 3 * 24 * 60), retentionDays: 90 })
    await settle()
    await storage.maintain({ now: minutesAfter(NOON, 3 * 24 * 60), retentionDays: 90 })
    expect(await storage.attachments.list(to.organizationId, from.projectId, id)).toHaveLength(1)
  })
})
