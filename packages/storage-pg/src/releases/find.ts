import type { Id, Release } from '@mishap/core'
import type { Queries } from '../database.js'
import { type ReleaseRow, releaseColumns, toRelease } from './row.js'

export async function findRelease(
  queries: Queries,
  s: string,
  organizationId: Id,
  version: string,
): Promise<Release | null> {
  // Index: releases_organization_id_version_key.
  const [row] = await queries.rows<ReleaseRow>(
    `select ${releaseColumns(s)} from ${s}.releases r where r.organization_id = $1 and r.version = $2`,
    [organizationId, version],
  )
  return row === undefined ? null : toRelease(row)
}
