import { type Acting, AppError, type Session, type SessionStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgSessions(db: Database): SessionStorage {
  const s = db.schema
  return {
    async create({ idHash, userId, createdAt, expiresAt, userAgent, ip, proofs }, options) {
      const values = [idHash, mustBeId(userId, 'a user'), createdAt, expiresAt, userAgent, ip, JSON.stringify(proofs)]
      const insert = `insert into ${s}.sessions (id_hash, user_id, created_at, expires_at, user_agent, ip, proofs)`
      if (options === undefined) {
        await db.rows(`${insert} values ($1, $2, $3, $4, $5, $6, $7)`, values)
        return true
      }
      const row = await db.first<{ readonly is_same: boolean }>(
        `with known as (${lockedUser(s, '$2', '$8')}),
         made as (
           ${insert} select $1, id, $3, $4, $5, $6, $7 from known where is_same
         )
         select is_same from known`,
        [...values, options.passwordHash],
      )
      if (row === null) throw new AppError('not_found', `There is no user ${userId}`)
      return row.is_same
    },
    async find(idHash, now) {
      if (!isStorableName(idHash)) return null
      // Index: sessions_pkey.
      const row = await db.first<SessionRow & ActingRow & UserRow>(
        `select x.id_hash, x.created_at, x.expires_at, x.user_agent, x.ip, x.proofs, x.acting_as, x.acting_until,
           ${userColumns('u')}
         from ${s}.sessions x
         join ${s}.users u on u.id = x.user_id
         where x.id_hash = $1 and x.expires_at > $2 and u.is_active`,
        [idHash, now],
      )
      return row === null ? null : { session: toSession(row), user: toUser(row), acting: toActing(row) }
    },
    async setActing(idHash, acting) {
      await db.rows(`update ${s}.sessions set acting_as = $2, acting_until = $3 where id_hash = $1`, [
        ...[idHash, acting === null ? null : mustBeId(acting.userId, 'a user'), acting?.until ?? null],
      ])
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
    async list(userId, now) {
      if (!isId(userId)) return []
      // Index: sessions_of_user.
      const rows = await db.rows<SessionRow>(
        `select user_id, id_hash, created_at, expires_at, user_agent, ip, proofs
         from ${s}.sessions
         where user_id = $1 and expires_at > $2
         order by created_at desc, id_hash`,
        [userId, now],
      )
      return rows.map(toSession)
    },
    async setProofs(idHash, proofs) {
      await db.rows(`update ${s}.sessions set proofs = $2 where id_hash = $1`, [idHash, JSON.stringify(proofs)])
    },
  }
}

/**
 * A user, and whether they have this password. The row stays locked against a change of it until the statement's end: what
 * is made of it is either seen by the change, which ends it, or is not made.
 */
export function lockedUser(s: string, id: string, passwordHash: string): string {
  return `select u.id, u.email, u.password_hash is not distinct from ${passwordHash}::text as is_same
    from ${s}.users u where u.id = ${id} for share`
}

interface SessionRow {
  readonly user_id: string
  readonly id_hash: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly user_agent: string
  readonly ip: string
  readonly proofs: Session['proofs']
}

interface ActingRow {
  readonly acting_as: string | null
  readonly acting_until: Date | null
}

function toActing({ acting_as, acting_until }: ActingRow): Acting | null {
  return acting_as === null || acting_until === null ? null : { userId: acting_as, until: acting_until }
}

function toSession(row: SessionRow): Session {
  return {
    idHash: row.id_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    ip: row.ip,
    proofs: row.proofs,
  }
}
