import { AppError, type SecondFactorStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, mustBeId } from './ids.js'

export function pgSecondFactors(db: Database): SecondFactorStorage {
  const s = db.schema
  return {
    async get(userId) {
      if (!isId(userId)) return { totp: null, recoveryCodes: null }
      const row = await db.first<Row>(
        `select t.sealed_secret, t.created_at, t.last_used_at,
           r.sealed_codes, r.used, r.created_at as codes_created_at, r.last_used_at as codes_last_used_at
         from ${s}.totp_factors t
         left join ${s}.recovery_codes r using (user_id)
         where t.user_id = $1`,
        [userId],
      )
      if (row === null) return { totp: null, recoveryCodes: null }
      const { sealed_secret: sealedSecret, created_at: createdAt, last_used_at: lastUsedAt } = row
      return { totp: { sealedSecret, createdAt, lastUsedAt }, recoveryCodes: codesOf(row) }
    },
    async addTotp(userId, { sealedSecret, step, sealedCodes, now }) {
      mustBeId(userId, 'a user')
      await db.transaction(async (tx) => {
        const made = await tx.rows(
          `insert into ${s}.totp_factors (user_id, sealed_secret, last_step, created_at, last_used_at)
           values ($1, $2, $3, $4, $4)
           on conflict (user_id) do nothing
           returning user_id`,
          [userId, sealedSecret, step, now],
        )
        if (made.length === 0) throw new AppError('conflict', 'There is an authenticator app already')
        await tx.rows(`insert into ${s}.recovery_codes (user_id, sealed_codes, created_at) values ($1, $2, $3)`, [
          userId,
          sealedCodes,
          now,
        ])
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
         select user_id, $2, $3 from ${s}.totp_factors where user_id = $1
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
    async remove(userId) {
      if (!isId(userId)) return false
      const text = `delete from ${s}.totp_factors where user_id = $1 returning user_id`
      return (await db.first(text, [userId])) !== null
    },
  }
}

interface Row {
  readonly sealed_secret: string
  readonly created_at: Date
  readonly last_used_at: Date
  readonly sealed_codes: string | null
  readonly used: number | null
  readonly codes_created_at: Date | null
  readonly codes_last_used_at: Date | null
}

function codesOf({ sealed_codes: sealedCodes, used, codes_created_at: createdAt, codes_last_used_at }: Row) {
  if (sealedCodes === null || used === null || createdAt === null) return null
  const places = Array.from({ length: 31 }, (_, index) => index).filter((index) => (used & (1 << index)) !== 0)
  return { sealedCodes, used: places, createdAt, lastUsedAt: codes_last_used_at }
}
