import { AppError, type HostUserStorage } from '@mishap/core'
import type { Database } from './database.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgHostUsers(db: Database): HostUserStorage {
  const s = db.schema
  const columns = userColumns('u')
  return {
    async adopt({ hostId, email, name, isSuperuser }) {
      return db.transaction(async (tx) => {
        // Whoever asks for the same person at the same time waits here.
        await tx.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${s}.host_users.${hostId}`])
        // Index: host_users_pkey.
        const [known] = await tx.rows<UserRow>(
          `select ${columns} from ${s}.host_users h join ${s}.users u on u.id = h.user_id where h.host_id = $1`,
          [hostId],
        )
        if (known === undefined) {
          // Index: users_email.
          const [made] = await tx.rows<{ id: string }>(
            `with found as (select id from ${s}.users where lower(email) = lower($1)),
               made as (
                 insert into ${s}.users (email, name, is_superuser)
                 select $1, '', false where not exists (select from found)
                 returning id
               )
             select id from found union all select id from made`,
            [email],
          )
          const [linked] = await tx.rows(
            `insert into ${s}.host_users (host_id, user_id) values ($1, $2) on conflict (user_id) do nothing
             returning user_id`,
            [hostId, made?.id],
          )
          if (linked === undefined)
            throw new AppError('conflict', `${email} is the address of somebody else of the host`)
        } else if (isCurrent(toUser(known), { email, isSuperuser, ...(name === undefined ? {} : { name }) })) {
          return toUser(known)
        }
        const [row] = await tx.rows<UserRow>(
          `update ${s}.users u set email = $2, email_verified_at = now(), name = coalesce($3, u.name), is_superuser = $4
           from ${s}.host_users h where h.host_id = $1 and u.id = h.user_id
           returning ${columns}`,
          [hostId, email, name ?? null, isSuperuser],
        )
        if (row === undefined) throw new AppError('internal', 'Wanted the user of the host, found none')
        return toUser(row)
      })
    },
  }
}

function isCurrent<T extends object>(user: T, wanted: Partial<T>): boolean {
  return Object.entries(wanted).every(([key, value]) => user[key as keyof T] === value)
}
