import {
  boundSession,
  type Id,
  type ReleaseHealthStorage,
  type SessionResult,
  type SessionTotals,
  type UserTotals,
} from '@mishap/core'
import type { Database } from '../database.js'
import { notOfDeletedProject } from '../deletion.js'
import { acceptItems, byProject } from './accept.js'
import { groupsOf } from './health-groups.js'
import { rank, worstOfEach, writeCounts, writeSessions } from './sessions.js'

/** Results are kept as their rank: a worse one is a larger number. */
export function pgReleaseHealth(db: Database): ReleaseHealthStorage {
  const s = db.schema
  const ofProjects = notOfDeletedProject(s, 'h.project_id', 'h.organization_id')
  return {
    async addSessions(batch) {
      const sessions = worstOfEach(batch.map(boundSession))
      if (sessions.length > 0) await acceptItems(db, sessions, (tx, owned) => writeSessions(tx, s, owned))
    },
    async addCounts(batch) {
      const counted = byProject(batch.map(boundSession), ({ id }) => id)
      if (counted.length > 0) await acceptItems(db, counted, (tx, owned) => writeCounts(tx, s, owned))
    },
    async sessions(query) {
      const { columns, where, groupBy, orderBy, values } = groupsOf(query, 'hour')
      // Index: release_health_pkey.
      const rows = await db.rows<TotalsRow>(
        `select ${columns}, sum(h.healthy)::text as healthy, sum(h.errored)::text as errored,
           sum(h.abnormal)::text as abnormal, sum(h.crashed)::text as crashed
         from ${s}.release_health h
         where ${where} and ${ofProjects}
         ${groupBy}
         having sum(h.healthy + h.errored + h.abnormal + h.crashed) > 0
         ${orderBy}`,
        values,
      )
      return rows.map(toTotals)
    },
    async users(query) {
      if (query.bucketSeconds === 3600) return []
      const { columns, where, groupBy, orderBy, values } = groupsOf(query, 'day')
      // Index: release_users_pkey.
      const rows = await db.rows<UsersRow>(
        `select ${columns}, count(distinct h.user_hash)::text as users,
           count(distinct h.user_hash) filter (where h.result >= ${rank('errored')})::text as errored,
           count(distinct h.user_hash) filter (where h.result >= ${rank('crashed')})::text as crashed
         from ${s}.release_users h
         where ${where} and ${ofProjects}
         ${groupBy}
         having count(*) > 0
         ${orderBy}`,
        values,
      )
      return rows.map(toUsers)
    },
  }
}

interface GroupRow {
  readonly project_id: Id | null
  readonly release: string | null
  readonly environment: string | null
  readonly at: Date | null
}

type TotalsRow = GroupRow & Readonly<Record<SessionResult, string>>
type UsersRow = GroupRow & { readonly users: string; readonly errored: string; readonly crashed: string }

function toGroup({ project_id: projectId, release, environment, at }: GroupRow) {
  return { projectId, release, environment, at }
}

function toTotals(row: TotalsRow): SessionTotals {
  return {
    ...toGroup(row),
    healthy: Number(row.healthy),
    errored: Number(row.errored),
    abnormal: Number(row.abnormal),
    crashed: Number(row.crashed),
  }
}

function toUsers(row: UsersRow): UserTotals {
  return {
    ...toGroup(row),
    users: Number(row.users),
    erroredUsers: Number(row.errored),
    crashedUsers: Number(row.crashed),
  }
}
