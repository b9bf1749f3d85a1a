import { boundCommits, type Commit, type ReleaseStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { findRelease } from './find.js'
import { type CommitRow, toCommit } from './row.js'

export function pgCommits(db: Database): Pick<ReleaseStorage, 'setCommits' | 'commits'> {
  const s = db.schema
  return {
    async setCommits(organizationId, version, given) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      const rows = boundCommits(given).map(toColumns)
      return db.transaction(async (tx) => {
        // Locked by its count: of two lists at once the later one stays, whole.
        const [release] = await tx.rows<{ id: string }>(
          `update ${s}.releases set commit_count = $3 where organization_id = $1 and version = $2 returning id`,
          [organizationId, version, rows.length],
        )
        if (release === undefined) return null
        await tx.rows(`delete from ${s}.release_commits where organization_id = $1 and release_id = $2`, [
          organizationId,
          release.id,
        ])
        await tx.rows(
          `insert into ${s}.release_commits
             (organization_id, release_id, position, commit_id, repository, message, author_name, author_email, at, files)
           select $1, $2, q.position, q.commit_id, q.repository, q.message, q.author_name, q.author_email, q.at, q.files
           from json_to_recordset($3::json) as q(
             position int, commit_id text, repository text, message text, author_name text, author_email text,
             at timestamptz, files json
           )`,
          [organizationId, release.id, JSON.stringify(rows)],
        )
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
