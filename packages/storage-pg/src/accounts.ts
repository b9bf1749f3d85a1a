import { type AccountStorage, AppError, type Id, type UserEmail } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { pgMailChoices } from './mail-choices.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgAccounts(db: Database): AccountStorage {
  const s = db.schema
  return {
    ...pgMailChoices(db),
    async emails(userId) {
      if (!isId(userId)) return []
      const rows = await db.rows<EmailRow>(
        `select email, true as is_primary, email_verified_at is not null as is_verified
         from ${s}.users where id = $1
         union all
         select email, false, verified_at is not null from ${s}.user_emails where user_id = $1
         order by is_primary desc, email`,
        [userId],
      )
      return rows.map(toEmail)
    },
    async addEmail(userId, email) {
      mustBeId(userId, 'a user')
      const row = await db.first(
        `insert into ${s}.user_emails (user_id, email)
         select $1, $2
         where not exists (select from ${s}.users where lower(email) = lower($2))
           and not exists (select from ${s}.user_emails where lower(email) = lower($2) and verified_at is not null)
         returning email`,
        [userId, email],
      )
      if (row === null) throw new AppError('conflict', `${email} is somebody's address already`)
      return { email, isPrimary: false, isVerified: false }
    },
    async removeEmail(userId, email) {
      if (!isId(userId) || !isStorableName(email)) return false
      const text = `delete from ${s}.user_emails where user_id = $1 and lower(email) = lower($2) returning email`
      return (await db.first(text, [userId, email])) !== null
    },
    async setPrimaryEmail(userId, email) {
      if (!isId(userId) || !isStorableName(email)) return null
      return db.transaction(async (tx) => {
        const [before] = await tx.rows<{ email: string; email_verified_at: Date | null }>(
          `select email, email_verified_at from ${s}.users where id = $1 for update`,
          [userId],
        )
        const [second] = await tx.rows<{ email: string; verified_at: Date }>(
          `delete from ${s}.user_emails
           where user_id = $1 and lower(email) = lower($2) and verified_at is not null
           returning email, verified_at`,
          [userId, email],
        )
        if (before === undefined || second === undefined) return null
        await tx.rows(`insert into ${s}.user_emails (user_id, email, verified_at) values ($1, $2, $3)`, [
          userId,
          before.email,
          before.email_verified_at,
        ])
        const [row] = await tx.rows<UserRow>(
          `update ${s}.users u set email = $2, email_verified_at = $3 where id = $1 returning ${userColumns('u')}`,
          [userId, second.email, second.verified_at],
        )
        return row === undefined ? null : toUser(row)
      })
    },
    async addConfirmation({ tokenHash, userId, email, expiresAt }) {
      mustBeId(userId, 'a user')
      await db.transaction(async (tx) => {
        const earlier = `delete from ${s}.email_confirmations where user_id = $1 and lower(email) = lower($2)`
        await tx.rows(earlier, [userId, email])
        await tx.rows(
          `insert into ${s}.email_confirmations (token_hash, user_id, email, expires_at) values ($1, $2, $3, $4)`,
          [tokenHash, userId, email, expiresAt],
        )
      })
    },
    async findConfirmation(tokenHash, now) {
      if (!isStorableName(tokenHash)) return null
      const row = await db.first<ConfirmationRow>(
        `select user_id, email from ${s}.email_confirmations where token_hash = $1 and expires_at > $2`,
        [tokenHash, now],
      )
      return row === null ? null : { userId: row.user_id, email: row.email }
    },
    async confirm(tokenHash, now) {
      if (!isStorableName(tokenHash)) return null
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<ConfirmationRow>(
          `delete from ${s}.email_confirmations where token_hash = $1 and expires_at > $2 returning user_id, email`,
          [tokenHash, now],
        )
        if (row === undefined) return null
        const isVerified = await verify(tx, s, { userId: row.user_id, email: row.email, now })
        return isVerified ? { userId: row.user_id, email: row.email } : null
      })
    },
  }
}

/** False where the user does not have the address any more. */
async function verify(
  tx: Queries,
  s: string,
  { userId, email, now }: { readonly userId: Id; readonly email: string; readonly now: Date },
): Promise<boolean> {
  const primary = await tx.rows(
    `update ${s}.users set email_verified_at = coalesce(email_verified_at, $3)
     where id = $1 and lower(email) = lower($2) returning id`,
    [userId, email, now],
  )
  if (primary.length > 0) return true
  const taken = await tx.rows(`select from ${s}.users where lower(email) = lower($1)`, [email])
  if (taken.length > 0) throw new AppError('conflict', `${email} is somebody's address already`)
  const second = await tx.rows(
    `update ${s}.user_emails set verified_at = coalesce(verified_at, $3)
     where user_id = $1 and lower(email) = lower($2) returning email`,
    [userId, email, now],
  )
  return second.length > 0
}

interface ConfirmationRow {
  readonly user_id: Id
  readonly email: string
}

interface EmailRow {
  readonly email: string
  readonly is_primary: boolean
  readonly is_verified: boolean
}

function toEmail(row: EmailRow): UserEmail {
  return { email: row.email, isPrimary: row.is_primary, isVerified: row.is_verified }
}
