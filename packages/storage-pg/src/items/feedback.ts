import { boundFeedback, type Feedback, type FeedbackStorage, type NewFeedback, parseEventId } from '@mishap/core'
import type { Database } from '../database.js'
import { notOfDeletedIssue } from '../deletion.js'
import { isId } from '../ids.js'
import { emptyPage, type Listing, readPage } from '../paging.js'
import { acceptItems, byProject, ofProjects } from './accept.js'

const PLACE = [
  { expression: 'f.received_at', type: 'timestamptz' },
  { expression: 'f.id', type: 'bigint' },
] as const

export function pgFeedback(db: Database): FeedbackStorage {
  const s = db.schema
  const select = `select f.id, f.organization_id, f.project_id, f.feedback_id, f.event_id, f.issue_id, f.name, f.email,
    f.comments, f.url, f.environment, f.release, f.received_at from ${s}.feedback f`
  const listing = (where: string, values: readonly unknown[]): Listing<FeedbackRow, Feedback> => ({
    select,
    where,
    values,
    keys: PLACE,
    descending: true,
    toItem: toFeedback,
    keyOf: (feedback) => [feedback.receivedAt.toISOString(), feedback.id],
  })

  // Of an issue that is deleted nothing is seen, though its rows may be there for a while.
  const ofProject = `f.organization_id = $1 and f.project_id = $2 and ${notOfDeletedIssue(s, 'f.issue_id')}
    and exists (select from ${s}.projects where id = $2 and organization_id = $1)`

  return {
    async add(batch) {
      const wanted = byProject(batch, ({ feedbackId }) => feedbackId).map(boundFeedback)
      if (wanted.length === 0) return
      await acceptItems(db, wanted, async (tx, owned) => {
        // The event may be of any day, so its index is asked in each: there are few of these.
        const added = await tx.rows<{ project_id: string; received_at: Date }>(
          `insert into ${s}.feedback (organization_id, project_id, feedback_id, event_id, issue_id, name, email, comments,
             url, environment, release, received_at)
           select q.organization_id, q.project_id, q.feedback_id, q.event_id, e.issue_id, q.name, q.email, q.comments,
             q.url, q.environment, q.release, q.received_at
           from json_to_recordset($1::json) as q(
             organization_id bigint, project_id bigint, feedback_id uuid, event_id uuid, name text, email text,
             comments text, url text, environment text, release text, received_at timestamptz
           )
           join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
           left join lateral (
             select e.issue_id from ${s}.events e
             where e.organization_id = q.organization_id and e.event_id = q.event_id and e.project_id = q.project_id
             limit 1
           ) as e on true
           order by q.project_id, q.feedback_id
           on conflict (organization_id, project_id, feedback_id) do nothing
           returning project_id, received_at`,
          [JSON.stringify(owned.map(toColumns))],
        )
        return ofProjects(owned, added, { category: 'feedback' })
      })
    },
    async listForIssue(organizationId, issueId, page) {
      if (!isId(organizationId) || !isId(issueId)) return emptyPage()
      // Index: feedback_of_issue.
      return readPage(db, page, listing('f.organization_id = $1 and f.issue_id = $2', [organizationId, issueId]))
    },
    async listForProject(organizationId, projectId, page) {
      if (!isId(organizationId) || !isId(projectId)) return emptyPage()
      // Index: feedback_of_project.
      return readPage(db, page, listing(ofProject, [organizationId, projectId]))
    },
    async countForIssue(organizationId, issueId) {
      if (!isId(organizationId) || !isId(issueId)) return 0
      // Index: feedback_of_issue.
      const row = await db.first<{ count: string }>(
        `select count(*) as count from ${s}.feedback where organization_id = $1 and issue_id = $2`,
        [organizationId, issueId],
      )
      return Number(row?.count ?? 0)
    },
    async ofEvent(organizationId, projectId, eventId) {
      const wanted = parseEventId(eventId)
      if (!isId(organizationId) || !isId(projectId) || wanted === null) return null
      // Index: feedback_of_event. Ordered outside of it, or all of the project would be read in order to find none.
      const row = await db.first<FeedbackRow>(
        `select * from (
           ${select}
           where f.organization_id = $1 and f.event_id = $2
           offset 0
         ) as f
         where f.project_id = $3
         order by f.received_at desc, f.id desc limit 1`,
        [organizationId, wanted, projectId],
      )
      return row === null ? null : toFeedback(row)
    },
    async link({ since }) {
      // Indexes: feedback_unlinked, then the primary key of each day's events.
      const linked = await db.rows(
        `update ${s}.feedback f set issue_id = e.issue_id
         from (
           select organization_id, project_id, feedback_id, event_id from ${s}.feedback
           where issue_id is null and event_id is not null and received_at >= $1
         ) as waiting
         cross join lateral (
           select e.issue_id from ${s}.events e
           where e.organization_id = waiting.organization_id and e.event_id = waiting.event_id
             and e.project_id = waiting.project_id
           limit 1
         ) as e
         where f.organization_id = waiting.organization_id and f.project_id = waiting.project_id
           and f.feedback_id = waiting.feedback_id
         returning f.id`,
        [since],
      )
      return linked.length
    },
  }
}

/** Sorted: two writers of the same feedback wait for each other in one direction. */
function toColumns(feedback: NewFeedback) {
  return {
    organization_id: feedback.organizationId,
    project_id: feedback.projectId,
    feedback_id: feedback.feedbackId,
    event_id: feedback.eventId,
    name: feedback.name,
    email: feedback.email,
    comments: feedback.comments,
    url: feedback.url,
    environment: feedback.environment,
    release: feedback.release,
    received_at: feedback.receivedAt,
  }
}

interface FeedbackRow {
  readonly id: string
  readonly organization_id: string
  readonly project_id: string
  readonly feedback_id: string
  readonly event_id: string | null
  readonly issue_id: string | null
  readonly name: string
  readonly email: string
  readonly comments: string
  readonly url: string | null
  readonly environment: string | null
  readonly release: string | null
  readonly received_at: Date
}

function toFeedback(row: FeedbackRow): Feedback {
  return {
    id: row.id,
    organizationId: row.organization_id,
    projectId: row.project_id,
    feedbackId: row.feedback_id.replaceAll('-', ''),
    eventId: row.event_id?.replaceAll('-', '') ?? null,
    issueId: row.issue_id,
    name: row.name,
    email: row.email,
    comments: row.comments,
    url: row.url,
    environment: row.environment,
    release: row.release,
    receivedAt: row.received_at,
  }
}
