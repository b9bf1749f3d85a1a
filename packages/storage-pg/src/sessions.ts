import type { Session, SessionStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgSessions(db: Database): SessionStorage {
  const s = db.schema
  return {
    async create({ idHash, userId, createdAt, expiresAt, userAgent, ip }) {
      await db.rows(
        `insert into ${s}.sessions (id_hash, user_id, created_at, expires_at, user_agent, ip)
         values ($1, $2, $3, $4, $5, $6)`,
        [idHash, mustBeId(userId, 'a user'), createdAt, expiresAt, userAgent, ip],
      )
    },
    async find(idHash, now) {
      if (!isStorableName(idHash)) return null
      // Index: sessions_pkey.
      const row = await db.first<SessionRow & UserRow>(
        `select x.id_hash, x.created_at, x.expires_at, x.user_agent, x.ip, ${userColumns('u')}
         from ${s}.sessions x
         join ${s}.users u on u.id = x.user_id
         where x.id_hash = $1 and x.expires_at > $2 and u.is_active`,
        [idHash, now],
      )
      return row === null ? null : { session: toSession(row), user: toUser(row) }
    },
    async extend(idHash, expiresAt) {
      await db.rows(`update ${s}.sessions set expires_at = $2 where id_hash = $1`, [idHash, expiresAt])
    },
    async delete(idHash) {
      await db.rows(`delete from ${s}.sessions where id_hash = $1`, [idHash])
    },
    async deleteForUser(userId, options) {
      if (!isId(userId)) return
      await db.rows(`delete from ${s}.sessions where user_id = $1 and id_hash is distinct from $2`, [
        userId,
        options?.except ?? null,
      ])
    },
  }
}

interface SessionRow {
  readonly id_hash: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly user_agent: string
  readonly ip: string
}

function toSession(row: SessionRow & UserRow): Session {
  return {
    idHash: row.id_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    ip: row.ip,
  }
}
