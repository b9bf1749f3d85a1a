import { AppError, type SecondFactorStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, mustBeId } from './ids.js'
import { addCodes, dropLonelyCodes, lockFactors, passkeysOf, pgPasskeys } from './passkeys.js'

export function pgSecondFactors(db: Database): SecondFactorStorage {
  const s = db.schema
  return {
    ...pgPasskeys(db),
    async get(userId) {
      if (!isId(userId)) return { totp: null, recoveryCodes: null, passkeys: [] }
      // Indexes: the primary keys of all three.
      const row = await db.first<Row>(
        `select t.sealed_secret, t.created_at, t.last_used_at,
           r.sealed_codes, r.used, r.created_at as codes_created_at, r.last_used_at as codes_last_used_at
         from ${s}.users u
         left join ${s}.totp_factors t on t.user_id = u.id
         left join ${s}.recovery_codes r on r.user_id = u.id
         where u.id = $1`,
        [userId],
      )
      if (row === null) return { totp: null, recoveryCodes: null, passkeys: [] }
      return { totp: totpOf(row), recoveryCodes: codesOf(row), passkeys: await passkeysOf(db, userId) }
    },
    async addTotp(userId, { sealedSecret, step, sealedCodes, now }) {
      mustBeId(userId, 'a user')
      return db.transaction(async (tx) => {
        await lockFactors(tx, s, userId)
        const made = await tx.rows(
          `insert into ${s}.totp_factors (user_id, sealed_secret, last_step, created_at, last_used_at)
           values ($1, $2, $3, $4, $4)
           on conflict (user_id) do nothing
           returning user_id`,
          [userId, sealedSecret, step, now],
        )
        if (made.length === 0) throw new AppError('conflict', 'There is an authenticator app already')
        return addCodes(tx, s, { userId, sealedCodes, now })
      })
    },
    async useTotp(userId, { step, now }) {
      if (!isId(userId)) return false
      const text = `update ${s}.totp_factors set last_step = $2, last_used_at = $3
        where user_id = $1 and last_step < $2 returning user_id`
      return (await db.first(text, [userId, step, now])) !== null
    },
    async replaceRecoveryCodes(userId, { sealedCodes, now }) {
      if (!isId(userId)) return false
      const row = await db.first(
        `insert into ${s}.recovery_codes (user_id, sealed_codes, created_at)
         select id, $2, $3 from ${s}.users
         where id = $1 and (
           exists (select from ${s}.totp_factors where user_id = $1)
           or exists (select from ${s}.passkeys where user_id = $1)
         )
         on conflict (user_id) do update
         set sealed_codes = excluded.sealed_codes, used = 0, created_at = excluded.created_at, last_used_at = null
         returning user_id`,
        [userId, sealedCodes, now],
      )
      return row !== null
    },
    async useRecoveryCode(userId, { sealedCodes, index, now }) {
      if (!isId(userId)) return false
      const row = await db.first(
        `update ${s}.recovery_codes set used = used | (1 << $3::integer), last_used_at = $4
         where user_id = $1 and sealed_codes = $2 and used & (1 << $3::integer) = 0
         returning user_id`,
        [userId, sealedCodes, index, now],
      )
      return row !== null
    },
    async removeTotp(userId) {
      if (!isId(userId)) return false
      return db.transaction(async (tx) => {
        await lockFactors(tx, s, userId)
        const gone = await tx.rows(`delete from ${s}.totp_factors where user_id = $1 returning user_id`, [userId])
        await dropLonelyCodes(tx, s, userId)
        return gone.length > 0
      })
    },
    async removeAll(userId) {
      if (!isId(userId)) return false
      return db.transaction(async (tx) => {
        await tx.rows(`delete from ${s}.totp_factors where user_id = $1`, [userId])
        await tx.rows(`delete from ${s}.passkeys where user_id = $1`, [userId])
        const gone = await tx.rows(`delete from ${s}.recovery_codes where user_id = $1 returning user_id`, [userId])
        return gone.length > 0
      })
    },
  }
}

interface Row {
  readonly sealed_secret: string | null
  readonly created_at: Date | null
  readonly last_used_at: Date | null
  readonly sealed_codes: string | null
  readonly used: number | null
  readonly codes_created_at: Date | null
  readonly codes_last_used_at: Date | null
}

function totpOf({ sealed_secret: sealedSecret, created_at: createdAt, last_used_at: lastUsedAt }: Row) {
  if (sealedSecret === null || createdAt === null || lastUsedAt === null) return null
  return { sealedSecret, createdAt, lastUsedAt }
}

function codesOf({ sealed_codes: sealedCodes, used, codes_created_at: createdAt, codes_last_used_at }: Row) {
  if (sealedCodes === null || used === null || createdAt === null) return null
  const places = Array.from({ length: 31 }, (_, index) => index).filter((index) => (used & (1 << index)) !== 0)
  return { sealedCodes, used: places, createdAt, lastUsedAt: codes_last_used_at }
}
