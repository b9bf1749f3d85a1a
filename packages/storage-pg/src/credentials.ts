import { AppError, type CredentialStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { lockedUser } from './sessions.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgCredentials(db: Database): CredentialStorage {
  const s = db.schema
  const columns = userColumns('u')
  const isGood = `x.token_hash = $1 and x.purpose = $2 and x.expires_at > $3
    and u.id = x.user_id and u.is_active and u.email = x.email`
  return {
    async addSecret({ tokenHash, userId, purpose, expiresAt }, options) {
      const row = await db.first<{ readonly is_same: boolean }>(
        `with known as (${lockedUser(s, '$2', '$5')}),
         made as (
           insert into ${s}.user_secrets (token_hash, user_id, purpose, email, expires_at)
           select $1, id, $3, email, $4 from known where is_same or $6
         )
         select is_same or $6 as is_same from known`,
        [
          ...[tokenHash, mustBeId(userId, 'a user'), purpose, expiresAt],
          ...[options?.passwordHash ?? null, options === undefined],
        ],
      )
      if (row === null) throw new AppError('not_found', `There is no user ${userId}`)
      return row.is_same
    },
    async findSecret(purpose, tokenHash, now) {
      if (!isStorableName(tokenHash)) return null
      // Index: user_secrets_pkey.
      const row = await db.first<UserRow>(`select ${columns} from ${s}.user_secrets x join ${s}.users u on ${isGood}`, [
        tokenHash,
        purpose,
        now,
      ])
      return row === null ? null : toUser(row)
    },
    async takeSecret(purpose, tokenHash, now) {
      if (!isStorableName(tokenHash)) return null
      const row = await db.first<UserRow>(
        `delete from ${s}.user_secrets x using ${s}.users u where ${isGood} returning ${columns}`,
        [tokenHash, purpose, now],
      )
      return row === null ? null : toUser(row)
    },
    async setPassword(userId, passwordHash, options) {
      if (!isId(userId)) return null
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<UserRow>(
          `update ${s}.users u set password_hash = $2 where id = $1 returning ${columns}`,
          [userId, passwordHash],
        )
        if (row === undefined) return null
        await tx.rows(`delete from ${s}.sessions where user_id = $1 and id_hash is distinct from $2`, [
          userId,
          options?.exceptSession ?? null,
        ])
        await tx.rows(`delete from ${s}.user_secrets where user_id = $1`, [userId])
        return toUser(row)
      })
    },
    async rehashPassword(userId, { from, to }) {
      if (!isId(userId)) return
      await db.rows(`update ${s}.users set password_hash = $3 where id = $1 and password_hash = $2`, [userId, from, to])
    },
  }
}
