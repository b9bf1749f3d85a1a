import { AppError, type Id, type Passkey, type SecondFactorStorage } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { idsIn, isId, isStorableName, mustBeId } from './ids.js'
import { toUser, type UserRow, userColumns } from './users.js'

type Operations = 'addPasskey' | 'findPasskey' | 'usePasskey' | 'renamePasskey' | 'removePasskeys'

/** The part of the second factors that has key pairs. */
export function pgPasskeys(db: Database): Pick<SecondFactorStorage, Operations> {
  const s = db.schema
  return {
    async addPasskey(userId, { sealedCodes, now, ...made }) {
      mustBeId(userId, 'a user')
      return db.transaction(async (tx) => {
        await lockFactors(tx, s, userId)
        const [row] = await tx.rows<PasskeyRow>(
          `insert into ${s}.passkeys as p
             (user_id, credential_id, public_key, sign_count, name, is_passwordless, transports, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (credential_id) do nothing
           returning ${PASSKEY_COLUMNS}`,
          [
            ...[userId, made.credentialId, made.publicKey, made.signCount, made.name, made.isPasswordless],
            ...[JSON.stringify(made.transports), now],
          ],
        )
        if (row === undefined) throw new AppError('conflict', 'This passkey is known already')
        return { passkey: toPasskey(row), areCodesNew: await addCodes(tx, s, { userId, sealedCodes, now }) }
      })
    },
    async findPasskey(credentialId) {
      if (!isStorableName(credentialId)) return null
      // Index: passkeys_of_credential.
      const row = await db.first<PasskeyRow & UserRow>(
        `select ${PASSKEY_COLUMNS}, ${userColumns('u')}
         from ${s}.passkeys p
         join ${s}.users u on u.id = p.user_id
         where p.credential_id = $1 and u.is_active`,
        [credentialId],
      )
      return row === null ? null : { passkey: toPasskey(row), user: toUser(row) }
    },
    async usePasskey(id, { signCount, now }) {
      if (!isId(id)) return false
      const row = await db.first(
        `update ${s}.passkeys set sign_count = $2, last_used_at = $3
         where id = $1 and (sign_count < $2::bigint or (sign_count = 0 and $2::bigint = 0))
         returning id`,
        [id, signCount, now],
      )
      return row !== null
    },
    async renamePasskey(userId, id, name) {
      if (!isId(userId) || !isId(id)) return null
      const row = await db.first<PasskeyRow>(
        `update ${s}.passkeys p set name = $3 where id = $2 and user_id = $1 returning ${PASSKEY_COLUMNS}`,
        [userId, id, name],
      )
      return row === null ? null : toPasskey(row)
    },
    async removePasskeys(userId, ids) {
      const known = idsIn(ids)
      if (!isId(userId) || known.length === 0) return []
      return db.transaction(async (tx) => {
        await lockFactors(tx, s, userId)
        const rows = await tx.rows<PasskeyRow>(
          `delete from ${s}.passkeys p where user_id = $1 and id = any($2::bigint[]) returning ${PASSKEY_COLUMNS}`,
          [userId, known],
        )
        await dropLonelyCodes(tx, s, userId)
        return rows.map(toPasskey)
      })
    },
  }
}

/** The passkeys of a user, the oldest first. */
export async function passkeysOf(db: Database, userId: Id): Promise<readonly Passkey[]> {
  // Index: passkeys_of_user.
  const rows = await db.rows<PasskeyRow>(
    `select ${PASSKEY_COLUMNS} from ${db.schema}.passkeys p where user_id = $1 order by id`,
    [userId],
  )
  return rows.map(toPasskey)
}

/** One after the other for each user, so that of two who remove a factor one sees that it is the last. */
export async function lockFactors(tx: Queries, s: string, userId: Id): Promise<void> {
  const rows = await tx.rows(`select id from ${s}.users where id = $1 for update`, [userId])
  if (rows.length === 0) throw new AppError('not_found', `There is no user ${userId}`)
}

/** Recovery codes where there are none; whether there were none. */
export async function addCodes(
  tx: Queries,
  s: string,
  { userId, sealedCodes, now }: { readonly userId: Id; readonly sealedCodes: string; readonly now: Date },
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into ${s}.recovery_codes (user_id, sealed_codes, created_at) values ($1, $2, $3)
     on conflict (user_id) do nothing
     returning user_id`,
    [userId, sealedCodes, now],
  )
  return rows.length > 0
}

/** Recovery codes are nothing without another factor. */
export async function dropLonelyCodes(tx: Queries, s: string, userId: Id): Promise<void> {
  await tx.rows(
    `delete from ${s}.recovery_codes
     where user_id = $1
       and not exists (select from ${s}.totp_factors where user_id = $1)
       and not exists (select from ${s}.passkeys where user_id = $1)`,
    [userId],
  )
}

const PASSKEY_COLUMNS = `p.id as passkey_id, p.credential_id, p.public_key, p.sign_count, p.name as passkey_name,
  p.is_passwordless, p.transports, p.created_at as passkey_created_at, p.last_used_at`

interface PasskeyRow {
  readonly passkey_id: Id
  readonly credential_id: string
  readonly public_key: string
  readonly sign_count: string
  readonly passkey_name: string
  readonly is_passwordless: boolean
  readonly transports: readonly string[]
  readonly passkey_created_at: Date
  readonly last_used_at: Date | null
}

function toPasskey(row: PasskeyRow): Passkey {
  return {
    id: row.passkey_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    // An authenticator counts in 32 bits.
    signCount: Number(row.sign_count),
    name: row.passkey_name,
    isPasswordless: row.is_passwordless,
    transports: row.transports,
    createdAt: row.passkey_created_at,
    lastUsedAt: row.last_used_at,
  }
}
