import { boundDeploy, type Deploy, type ReleaseStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { type DeployRow, toDeploy } from './row.js'

export function pgDeploys(db: Database): Pick<ReleaseStorage, 'addDeploy' | 'deploys'> {
  const s = db.schema
  return {
    async addDeploy(organizationId, version, deploy) {
      if (!isId(organizationId) || !isStorableName(version)) return null
      const { environment, name, url, startedAt, finishedAt, createdAt } = boundDeploy(deploy)
      const row = await db.first<DeployRow>(
        `with counted as (
           update ${s}.releases set deploy_count = deploy_count + 1
           where organization_id = $1 and version = $2
           returning id
         )
         insert into ${s}.deploys (organization_id, release_id, environment, name, url, started_at, finished_at, created_at)
         select $1, id, $3, $4, $5, $6, $7, $8
         from counted
         returning ${COLUMNS}`,
        [organizationId, version, environment, name, url, startedAt, finishedAt, createdAt],
      )
      return row === null ? null : toDeploy(row)
    },
    async deploys(organizationId, version, page) {
      if (!isId(organizationId) || !isStorableName(version)) return emptyPage()
      return readPage<DeployRow, Deploy>(db, page, {
        // Index: deploys_of_release.
        select: `select d.id, d.environment, d.name, d.url, d.started_at, d.finished_at, d.created_at
          from ${s}.deploys d`,
        where: `d.organization_id = $1 and d.release_id = (
          select r.id from ${s}.releases r where r.organization_id = $1 and r.version = $2
        )`,
        values: [organizationId, version],
        keys: [
          { expression: 'd.finished_at', type: 'timestamptz' },
          { expression: 'd.id', type: 'bigint' },
        ],
        descending: true,
        toItem: toDeploy,
        keyOf: ({ finishedAt, id }) => [finishedAt.toISOString(), id],
      })
    },
  }
}

const COLUMNS = 'id, environment, name, url, started_at, finished_at, created_at'
