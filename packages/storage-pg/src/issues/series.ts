import type { Id, IssueStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { groupBy } from '../group.js'
import { idsIn, isId } from '../ids.js'

type Series = Awaited<ReturnType<IssueStorage['series']>>

export function pgSeries(db: Database): IssueStorage['series'] {
  return async (organizationId, issueIds, { from, to, bucketSeconds }) => {
    const known = idsIn(issueIds)
    if (!isId(organizationId) || known.length === 0) return new Map()
    // Index: issue_hourly_pkey.
    const rows = await db.rows<SeriesRow>(
      `select issue_id, bucket, sum(count) as count
       from (
         select issue_id, count, floor(extract(epoch from hour) / $5::int)::bigint * $5::int as bucket
         from ${db.schema}.issue_hourly
         where organization_id = $1 and hour >= $3 and hour < $4 and issue_id = any(array(
           select id from ${db.schema}.issues where organization_id = $1 and id = any($2::bigint[])
         ))
       ) as hours
       group by issue_id, bucket
       order by issue_id, bucket`,
      [organizationId, known, bucketStart(from, bucketSeconds), endOfBucket(to, bucketSeconds), bucketSeconds],
    )
    return byIssue(rows)
  }
}

interface SeriesRow {
  readonly issue_id: Id
  readonly bucket: string
  readonly count: string
}

function bucketStart(at: Date, bucketSeconds: number): Date {
  const ms = bucketSeconds * 1000
  return new Date(Math.floor(at.getTime() / ms) * ms)
}

/** A bucket that begins before `at` is counted whole. */
function endOfBucket(at: Date, bucketSeconds: number): Date {
  const ms = bucketSeconds * 1000
  return new Date(Math.ceil(at.getTime() / ms) * ms)
}

function byIssue(rows: readonly SeriesRow[]): Series {
  return new Map(
    [...groupBy(rows, (row) => row.issue_id)].map(([issueId, points]) => [
      issueId,
      points.map(({ bucket, count }) => ({ at: new Date(Number(bucket) * 1000), count: Number(count) })),
    ]),
  )
}
