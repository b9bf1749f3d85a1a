import { type ApiToken, AppError, type TokenStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'
import { toUser, type UserRow, userColumns } from './users.js'

const COLUMNS = 't.id, t.user_id, t.label, t.scopes, t.created_at, t.last_used_at, t.expires_at'

export function pgTokens(db: Database): TokenStorage {
  const s = db.schema
  return {
    async create({ userId, label, scopes, tokenHash, expiresAt = null }) {
      const row = await db.first<TokenRow>(
        `insert into ${s}.api_tokens as t (user_id, label, scopes, token_hash, expires_at)
         values ($1, $2, $3, $4, $5)
         on conflict (token_hash) do update
         set label = excluded.label, scopes = excluded.scopes, expires_at = excluded.expires_at
         where t.user_id = excluded.user_id
         returning ${COLUMNS}`,
        [mustBeId(userId, 'a user'), label, JSON.stringify(scopes), tokenHash, expiresAt],
      )
      if (row === null) throw new AppError('conflict', 'Another user has a token of this value')
      return toToken(row)
    },
    async findByHash(tokenHash, now) {
      if (!isStorableName(tokenHash)) return null
      // Index: api_tokens_token_hash_key.
      const row = await db.first<TokenRow & UserRow>(
        `select ${COLUMNS}, ${userColumns('u')}
         from ${s}.api_tokens t
         join ${s}.users u on u.id = t.user_id
         where t.token_hash = $1 and u.is_active and (t.expires_at is null or t.expires_at > $2)`,
        [tokenHash, now],
      )
      return row === null ? null : { token: toToken(row), user: toUser(row) }
    },
    async list(userId, page) {
      if (!isId(userId)) return emptyPage()
      return readPage<TokenRow, ApiToken>(db, page, {
        // Index: api_tokens_of_user.
        select: `select ${COLUMNS} from ${s}.api_tokens t`,
        where: 't.user_id = $1',
        values: [userId],
        keys: [{ expression: 't.id', type: 'bigint' }],
        toItem: toToken,
        keyOf: (token) => [token.id],
      })
    },
    async delete(userId, id) {
      if (!isId(userId) || !isId(id)) return false
      const deleted = `delete from ${s}.api_tokens where id = $1 and user_id = $2 returning id`
      return (await db.first(deleted, [id, userId])) !== null
    },
    async touch(id, now) {
      if (isId(id)) await db.rows(`update ${s}.api_tokens set last_used_at = $2 where id = $1`, [id, now])
    },
  }
}

interface TokenRow {
  readonly id: string
  readonly user_id: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly created_at: Date
  readonly last_used_at: Date | null
  readonly expires_at: Date | null
}

function toToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    userId: row.user_id,
    label: row.label,
    scopes: row.scopes,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }
}
