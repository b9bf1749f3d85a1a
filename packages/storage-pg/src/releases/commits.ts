import { boundCommits, boundRefs, type Commit, type Id, type OwedCommits, type ReleaseStorage } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { findRelease } from './find.js'
import { type CommitRow, toCommit } from './row.js'

type Own = 'setCommits' | 'commits' | 'owedCommits' | 'fillCommits'

export function pgCommits(db: Database): Pick<ReleaseStorage, Own> {
  const s = db.schema
  return {
    async setCommits(organizationId, version, commits, refs = []) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      return db.transaction(async (tx) => {
        // Locked by this: of two lists at once the later one stays, whole.
        const [release] = await tx.rows<{ id: string }>(
          `update ${s}.releases set refs = $3, refs_due_at = to_timestamp(0), refs_attempts = 0
           where organization_id = $1 and version = $2
           returning id`,
          [organizationId, version, refs.length === 0 ? null : JSON.stringify(boundRefs(refs))],
        )
        if (release === undefined) return null
        await replaceCommits(tx, s, { organizationId, releaseId: release.id }, commits)
        return findRelease(tx, s, organizationId, version)
      })
    },
    async owedCommits(now, limit, leaseMs) {
      // Index: releases_refs_due.
      const rows = await db.rows<OwedRow>(
        `with due as (
           select organization_id, id from ${s}.releases
           where refs is not null and refs_due_at <= $1
           order by refs_due_at
           limit $2
           for update skip locked
         )
         update ${s}.releases r set refs_due_at = $3
         from due
         where r.organization_id = due.organization_id and r.id = due.id
         returning r.organization_id, r.version, r.refs, r.refs_attempts`,
        [now, limit, new Date(now.getTime() + leaseMs)],
      )
      return rows.map(({ organization_id, version, refs, refs_attempts }) => ({
        ...{ organizationId: organization_id, version, refs, attempts: refs_attempts },
      }))
    },
    async fillCommits({ organizationId, version, refs: before, attempts }, { commits, refs, nextAt }) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      return db.transaction(async (tx) => {
        const [release] = await tx.rows<{ id: string }>(
          `update ${s}.releases set refs = $4, refs_due_at = $5, refs_attempts = $6
           where organization_id = $1 and version = $2 and refs = $3::jsonb
           returning id`,
          [
            ...[organizationId, version, JSON.stringify(before)],
            ...[refs.length === 0 ? null : JSON.stringify(boundRefs(refs)), nextAt, attempts + 1],
          ],
        )
        if (release === undefined) return null
        await replaceCommits(tx, s, { organizationId, releaseId: release.id }, commits)
        return findRelease(tx, s, organizationId, version)
      })
    },
    async commits(organizationId, version) {
      if (!isId(organizationId) || !isStorableName(version)) return []
      // Indexes: releases_organization_id_version_key, release_commits_pkey.
      const rows = await db.rows<CommitRow>(
        `select c.commit_id, c.repository, c.message, c.author_name, c.author_email, c.at, c.files
         from ${s}.releases r
         join ${s}.release_commits c on c.organization_id = r.organization_id and c.release_id = r.id
         where r.organization_id = $1 and r.version = $2
         order by c.position`,
        [organizationId, version],
      )
      return rows.map(toCommit)
    },
  }
}

interface OwedRow {
  readonly organization_id: string
  readonly version: string
  readonly refs: OwedCommits['refs']
  readonly refs_attempts: number
}

async function replaceCommits(
  tx: Queries,
  s: string,
  { organizationId, releaseId }: { readonly organizationId: Id; readonly releaseId: Id },
  commits: readonly Commit[],
): Promise<void> {
  const rows = boundCommits(commits).map(toColumns)
  const ids = [organizationId, releaseId]
  await tx.rows(`delete from ${s}.release_commits where organization_id = $1 and release_id = $2`, ids)
  await tx.rows(`update ${s}.releases set commit_count = $3 where organization_id = $1 and id = $2`, [
    ...ids,
    rows.length,
  ])
  await tx.rows(
    `insert into ${s}.release_commits
       (organization_id, release_id, position, commit_id, repository, message, author_name, author_email, at, files)
     select $1, $2, q.position, q.commit_id, q.repository, q.message, q.author_name, q.author_email, q.at, q.files
     from json_to_recordset($3::json) as q(
       position int, commit_id text, repository text, message text, author_name text, author_email text,
       at timestamptz, files json
     )`,
    [...ids, JSON.stringify(rows)],
  )
}

function toColumns(commit: Commit, position: number) {
  return {
    position,
    commit_id: commit.id,
    repository: commit.repository,
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    at: commit.at,
    files: commit.files,
  }
}
