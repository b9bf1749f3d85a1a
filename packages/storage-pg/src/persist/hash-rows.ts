import type { HashSplit, Id, NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'

export interface HashOf {
  readonly organizationId: Id
  readonly projectId: Id
  readonly hash: string
  /** Of one that a split made. */
  readonly parent?: string
}

export function hashesOf({ organizationId, projectId, hashes }: NewEvent): readonly HashOf[] {
  return hashes.map((hash) => ({ organizationId, projectId, hash }))
}

export function hashKey({ projectId, hash }: Pick<HashOf, 'projectId' | 'hash'>): string {
  return `${projectId} ${hash}`
}

export function hashRow({ organizationId, projectId, hash }: HashOf) {
  return { organization_id: organizationId, project_id: projectId, hash }
}

/** The issues that own the hashes, or how these are split; what nobody knows is left out. */
export async function ownersOf(
  tx: Queries,
  s: string,
  hashes: readonly HashOf[],
): Promise<Map<string, Id | HashSplit>> {
  if (hashes.length === 0) return new Map()
  const wanted = new Map(hashes.map((one) => [hashKey(one), hashRow(one)]))
  // Index: issue_hashes_pkey.
  const rows = await tx.rows<HashRow>(
    `select h.project_id, h.hash, h.issue_id, h.split_by, h.split_root
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hash text)
     join ${s}.issue_hashes h
       on h.organization_id = q.organization_id and h.project_id = q.project_id and h.hash = q.hash`,
    [JSON.stringify([...wanted.values()])],
  )
  return new Map(
    rows.map(({ project_id: projectId, hash, issue_id, split_by: by, split_root: root }) => [
      hashKey({ projectId, hash }),
      by === null || root === null ? issue_id : { by, root },
    ]),
  )
}

interface HashRow {
  readonly project_id: Id
  readonly hash: string
  readonly issue_id: Id
  readonly split_by: string | null
  readonly split_root: string | null
}
