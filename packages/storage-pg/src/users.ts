import { AppError, IS_PRIMARY_OWNER, type User, type UserStorage } from '@mishap/core'
import type { Database } from './database.js'
import { idsIn, isId, isStorableName } from './ids.js'
import { lockOf } from './migrations/script.js'
import { emptyPage, readPage } from './paging.js'
import { type Columns, setClause } from './update.js'

export function pgUsers(db: Database): UserStorage {
  const s = db.schema
  const columns = userColumns('u')
  const insert = (condition: string) => `
    insert into ${s}.users as u (email, name, password_hash, is_superuser)
    select $1, $2, $3, $4 ${condition}
    returning ${columns}`
  return {
    async create({ email, name, passwordHash, isSuperuser }) {
      const row = await db.first<UserRow>(insert(''), [email, name, passwordHash, isSuperuser])
      if (row === null) throw new AppError('internal', 'Wanted the user that was made, found none')
      return toUser(row)
    },
    async createFirst({ email, name, passwordHash }) {
      return db.transaction(async (tx) => {
        await tx.rows(`select pg_advisory_xact_lock(${lockOf(s)})`)
        const nobody = `where not exists (select from ${s}.users)`
        const [row] = await tx.rows<UserRow>(insert(nobody), [email, name, passwordHash, true])
        return row === undefined ? null : toUser(row)
      })
    },
    async get(id) {
      if (!isId(id)) return null
      const row = await db.first<UserRow>(`select ${columns} from ${s}.users u where id = $1`, [id])
      return row === null ? null : toUser(row)
    },
    async getMany(ids) {
      const known = idsIn(ids)
      if (known.length === 0) return []
      // Index: users_pkey.
      const rows = await db.rows<UserRow>(`select ${columns} from ${s}.users u where id = any($1::bigint[])`, [known])
      return rows.map(toUser)
    },
    async list(page, filter) {
      const query = filter?.query ?? ''
      if (!isStorableName(query)) return emptyPage()
      return readPage<UserRow, User>(db, page, {
        // Index: users_pkey. A superuser looks through all of them now and then.
        select: `select ${columns} from ${s}.users u`,
        where: '(strpos(lower(u.email), lower($1)) > 0 or strpos(lower(u.name), lower($1)) > 0)',
        values: [query],
        keys: [{ expression: 'u.id', type: 'bigint' }],
        toItem: toUser,
        keyOf: ({ id }) => [id],
      })
    },
    async getByEmail(email) {
      if (!isStorableName(email)) return null
      // Index: users_email.
      const row = await db.first<UserRow>(`select ${columns} from ${s}.users u where lower(email) = lower($1)`, [email])
      return row === null ? null : toUser(row)
    },
    async update(id, change) {
      if (!isId(id)) return null
      const { assignments, values } = setClause(CHANGEABLE, change, 2)
      const row = await db.first<UserRow>(`update ${s}.users u set ${assignments} where id = $1 returning ${columns}`, [
        id,
        ...values,
      ])
      return row === null ? null : toUser(row)
    },
    async delete(id) {
      if (!isId(id)) return false
      return db.transaction(async (tx) => {
        // A transfer of ownership to this user comes before or after, not in between.
        const places = await tx.rows<{ is_primary_owner: boolean }>(
          `select is_primary_owner from ${s}.memberships where user_id = $1 for update`,
          [id],
        )
        if (places.some((place) => place.is_primary_owner)) throw new AppError('invalid_input', IS_PRIMARY_OWNER)
        return (await tx.rows(`delete from ${s}.users where id = $1 returning id`, [id])).length > 0
      })
    },
    async hasAny() {
      const row = await db.first<{ found: boolean }>(`select exists (select from ${s}.users) as found`)
      return row?.found === true
    },
  }
}

/** The columns of a user under names of their own, for statements that join others. `from` is the table's alias. */
export function userColumns(from: string): string {
  return `${from}.id as user_id, ${from}.email as user_email, ${from}.name as user_name,
    ${from}.password_hash as user_password_hash, ${from}.is_superuser as user_is_superuser,
    ${from}.is_active as user_is_active, ${from}.created_at as user_created_at,
    ${from}.last_login_at as user_last_login_at, ${from}.options as user_options`
}

export interface UserRow {
  readonly user_id: string
  readonly user_email: string
  readonly user_name: string
  readonly user_password_hash: string | null
  readonly user_is_superuser: boolean
  readonly user_is_active: boolean
  readonly user_created_at: Date
  readonly user_last_login_at: Date | null
  readonly user_options: Readonly<Record<string, unknown>>
}

export function toUser(row: UserRow): User {
  return {
    id: row.user_id,
    email: row.user_email,
    name: row.user_name,
    passwordHash: row.user_password_hash,
    isSuperuser: row.user_is_superuser,
    isActive: row.user_is_active,
    createdAt: row.user_created_at,
    lastLoginAt: row.user_last_login_at,
    options: row.user_options,
  }
}

const CHANGEABLE: Columns<Parameters<UserStorage['update']>[1]> = {
  name: 'name',
  passwordHash: 'password_hash',
  isSuperuser: 'is_superuser',
  isActive: 'is_active',
  lastLoginAt: 'last_login_at',
  options: 'options',
}
