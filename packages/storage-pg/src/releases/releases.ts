import {
  AppError,
  boundRelease,
  type Id,
  mustBeVersion,
  type NewRelease,
  type Release,
  type ReleaseFields,
  type ReleaseStorage,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId, isStorableName, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { type Columns, setClause } from '../update.js'
import { pgCommits } from './commits.js'
import { pgDeploys } from './deploys.js'
import { findRelease } from './find.js'
import { type ReleaseRow, releaseColumns, toRelease } from './row.js'

export function pgReleases(db: Database): ReleaseStorage {
  const s = db.schema
  const columns = releaseColumns(s)
  return {
    ...pgCommits(db),
    ...pgDeploys(db),
    async save(release) {
      mustBeId(release.organizationId, 'an organization')
      const version = mustBeVersion(release.version)
      return db.transaction(async (tx) => {
        const isNew = await upsert(tx, s, { ...release, version })
        await addProjects(tx, s, { ...release, version })
        return { release: await mustFind(tx, s, release.organizationId, version), isNew }
      })
    },
    async get(organizationId, version) {
      return isId(organizationId) && isStorableName(version) ? findRelease(db, s, organizationId, version) : null
    },
    async list(organizationId, page, { projectIds = null, query = '', status } = { projectIds: null }) {
      if (!isId(organizationId) || !isStorableName(query)) return emptyPage()
      return readPage<ReleaseRow, Release>(db, page, {
        // Index: releases_by_time.
        select: `select ${columns} from ${s}.releases r`,
        where: `r.organization_id = $1
          and ($2::text = '' or strpos(lower(r.version), lower($2)) > 0)
          and ($3::text is null or r.status = $3)
          and ($4::bigint[] is null or exists (
            select from ${s}.project_releases q
            where q.organization_id = r.organization_id and q.version = r.version and q.project_id = any($4)
            -- Asked of each release until the page is full.
            offset 0
          ))`,
        values: [organizationId, query, status ?? null, projectIds === null ? null : idsIn(projectIds)],
        keys: [
          { expression: 'r.created_at', type: 'timestamptz' },
          { expression: 'r.id', type: 'bigint' },
        ],
        descending: true,
        toItem: toRelease,
        keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
      })
    },
    async update(organizationId, version, change) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      return db.transaction(async (tx) => {
        await update(tx, s, { organizationId, version }, change)
        return findRelease(tx, s, organizationId, version)
      })
    },
    async delete(organizationId, version) {
      if (!isId(organizationId) || !isStorableName(version)) return false
      return db.transaction(async (tx) => {
        // Locked first: an event that names it for the first time waits, and then makes it again.
        const found = await tx.rows(
          `select id from ${s}.releases where organization_id = $1 and version = $2 for update`,
          [organizationId, version],
        )
        await tx.rows(`delete from ${s}.project_releases q where organization_id = $1 and version = $2`, [
          organizationId,
          version,
        ])
        await tx.rows(`delete from ${s}.releases where organization_id = $1 and version = $2`, [
          organizationId,
          version,
        ])
        return found.length > 0
      })
    },
    async previousWithCommits(organizationId, version) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      const row = await db.first<ReleaseRow>(
        // Index: releases_by_time, backwards.
        `select ${columns}
         from ${s}.releases r
         where r.organization_id = $1 and r.commit_count > 0
           and (r.created_at, r.id) < (
             select t.created_at, t.id from ${s}.releases t where t.organization_id = $1 and t.version = $2
           )
           and exists (
             select from ${s}.project_releases q
             join ${s}.project_releases t on t.organization_id = q.organization_id and t.project_id = q.project_id
             where q.organization_id = r.organization_id and q.version = r.version and t.version = $2
           )
         order by r.created_at desc, r.id desc
         limit 1`,
        [organizationId, version],
      )
      return row === null ? null : toRelease(row)
    },
  }
}

/** Deletes what is of this project alone. To be called while the project's row is gone and its releases are not. */
export async function deleteReleasesOf(tx: Queries, s: string, organizationId: Id, projectId: Id): Promise<void> {
  await tx.rows(
    `delete from ${s}.releases r
     where r.organization_id = $1
       and r.version in (select q.version from ${s}.project_releases q where q.organization_id = $1 and q.project_id = $2)
       and not exists (
         select from ${s}.project_releases q
         join ${s}.projects p on p.id = q.project_id
         where q.organization_id = $1 and q.version = r.version
       )`,
    [organizationId, projectId],
  )
}

async function mustFind(tx: Queries, s: string, organizationId: Id, version: string): Promise<Release> {
  const release = await findRelease(tx, s, organizationId, version)
  if (release === null) throw new AppError('internal', 'Wanted the release that was saved, found none')
  return release
}

/** Whether it was made. Waits for whoever makes or deletes the same one. */
async function upsert(tx: Queries, s: string, release: NewRelease): Promise<boolean> {
  const { organizationId, version, createdAt, projectIds: _, ...fields } = release
  const made = await tx.rows(
    `insert into ${s}.releases (organization_id, version, created_at) values ($1, $2, $3)
     on conflict (organization_id, version) do nothing
     returning id`,
    [organizationId, version, createdAt],
  )
  await update(tx, s, { organizationId, version }, fields)
  return made.length > 0
}

async function update(
  tx: Queries,
  s: string,
  { organizationId, version }: Pick<Release, 'organizationId' | 'version'>,
  change: Partial<ReleaseFields>,
): Promise<void> {
  const { data, ...fields } = boundRelease(change)
  const row = { ...fields, ...(data === undefined ? {} : { data: JSON.stringify(data) }) }
  const { assignments, values } = setClause(CHANGEABLE, row, 3)
  await tx.rows(`update ${s}.releases set ${assignments} where organization_id = $1 and version = $2`, [
    organizationId,
    version,
    ...values,
  ])
}

const CHANGEABLE: Columns<Omit<ReleaseFields, 'data'> & { readonly data: string }> = {
  status: 'status',
  ref: 'ref',
  url: 'url',
  startedAt: 'started_at',
  releasedAt: 'released_at',
  data: 'data',
}

async function addProjects(tx: Queries, s: string, { organizationId, version, projectIds }: NewRelease): Promise<void> {
  const ids = idsIn(projectIds)
  if (ids.length === 0) return
  await tx.rows(
    `insert into ${s}.project_releases (organization_id, project_id, version)
     select p.organization_id, p.id, $3
     from ${s}.projects p
     where p.organization_id = $1 and p.id = any($2::bigint[])
     order by p.id
     on conflict (organization_id, project_id, version) do nothing`,
    [organizationId, ids, version],
  )
}
