import {
  AppError,
  type Identity,
  IS_LAST_WAY,
  type NewIdentity,
  type ProviderJoining,
  type SignInAttempt,
  type SignInSettings,
  type SignInStorage,
  type StoredProvider,
} from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgSignIn(db: Database): SignInStorage {
  const s = db.schema
  return {
    ...pgProviders(db),
    ...pgIdentities(db),
    async addAttempt({ keyHash, data, expiresAt }) {
      await db.rows(`insert into ${s}.sign_in_attempts (key_hash, data, expires_at) values ($1, $2, $3)`, [
        keyHash,
        JSON.stringify(data),
        expiresAt,
      ])
    },
    async findAttempt(keyHash, now) {
      if (!isStorableName(keyHash)) return null
      // Index: sign_in_attempts_pkey.
      const text = `select data from ${s}.sign_in_attempts where key_hash = $1 and expires_at > $2`
      return (await db.first<Pick<SignInAttempt, 'data'>>(text, [keyHash, now]))?.data ?? null
    },
    async takeAttempt(keyHash, now) {
      if (!isStorableName(keyHash)) return null
      const row = await db.first<Pick<SignInAttempt, 'data'> & { readonly is_good: boolean }>(
        `delete from ${s}.sign_in_attempts where key_hash = $1 returning data, expires_at > $2 as is_good`,
        [keyHash, now],
      )
      return row?.is_good === true ? row.data : null
    },
  }
}

type Providers = 'providers' | 'saveProvider' | 'removeProvider' | 'settings' | 'saveSettings'

function pgProviders(db: Database): Pick<SignInStorage, Providers> {
  const s = db.schema
  return {
    async providers() {
      const rows = await db.rows<ProviderRow>(
        `select id, sealed_secret, organization_id, settings from ${s}.sign_in_providers order by id`,
      )
      return rows.map(toProvider)
    },
    async saveProvider({ id, sealedSecret, joining, ...settings }) {
      const { organizationId = null, ...rest } = joining ?? {}
      await db.rows(
        `insert into ${s}.sign_in_providers (id, sealed_secret, organization_id, settings) values ($1, $2, $3, $4)
         on conflict (id) do update
         set sealed_secret = excluded.sealed_secret, organization_id = excluded.organization_id,
           settings = excluded.settings`,
        [
          id,
          sealedSecret,
          organizationId === null ? null : mustBeId(organizationId, 'an organization'),
          JSON.stringify({ ...settings, joining: joining === null ? null : rest }),
        ],
      )
    },
    async removeProvider(id) {
      if (!isStorableName(id)) return false
      return (await db.first(`delete from ${s}.sign_in_providers where id = $1 returning id`, [id])) !== null
    },
    async settings() {
      const row = await db.first<{ readonly settings: SignInSettings }>(`select settings from ${s}.sign_in_settings`)
      return row?.settings ?? { allowsPasswords: true }
    },
    async saveSettings(settings) {
      await db.rows(
        `insert into ${s}.sign_in_settings (settings) values ($1)
         on conflict (is_only) do update set settings = excluded.settings`,
        [JSON.stringify(settings)],
      )
    },
  }
}

function pgIdentities(db: Database): Omit<SignInStorage, Providers | `${string}Attempt`> {
  const s = db.schema
  const columns = userColumns('u')
  const isThis = 'provider_id = $1 and issuer = $2 and subject = $3'
  const insert = `insert into ${s}.identities
    (provider_id, issuer, subject, user_id, email, name, created_at, last_used_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7)`
  const valuesOf = ({ providerId, issuer, subject, email, name }: NewIdentity, userId: string, now: Date) => [
    providerId,
    issuer,
    subject,
    userId,
    email,
    name,
    now,
  ]
  return {
    async identities(userId) {
      if (!isId(userId)) return []
      // Index: identities_of_user.
      const rows = await db.rows<IdentityRow>(
        `select id, user_id, provider_id, issuer, subject, email, name, created_at, last_used_at
         from ${s}.identities where user_id = $1 order by id`,
        [userId],
      )
      return rows.map(toIdentity)
    },
    async useIdentity({ providerId, issuer, subject, email, name }, now) {
      if (!isStorableName(providerId + issuer + subject)) return null
      // Index: identities_of_provider.
      const row = await db.first<UserRow>(
        `update ${s}.identities i set email = $4, name = $5, last_used_at = $6
         from ${s}.users u where u.id = i.user_id and i.${isThis.replaceAll(' and ', ' and i.')}
         returning ${columns}`,
        [providerId, issuer, subject, email, name, now],
      )
      return row === null ? null : toUser(row)
    },
    async connect(userId, identity, now) {
      mustBeId(userId, 'a user')
      const values = valuesOf(identity, userId, now)
      // Changes nothing, so that there is a row to return.
      const row = await db.first<{ readonly user_id: string }>(
        `${insert} on conflict (provider_id, issuer, subject) do update set user_id = identities.user_id
         returning user_id`,
        values,
      )
      if (row?.user_id !== userId)
        throw new AppError('conflict', `${identity.subject} of ${identity.providerId} signs somebody else in already`)
    },
    async createUser({ email, name, isEmailVerified, identity, now }) {
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<UserRow>(
          `insert into ${s}.users as u (email, name, is_superuser, email_verified_at)
           select $1, $2, false, $3
           where not exists (select from ${s}.user_emails where lower(email) = lower($1) and verified_at is not null)
           returning ${columns}`,
          [email, name, isEmailVerified ? now : null],
        )
        if (row === undefined) throw new AppError('conflict', `A user with the email ${email} exists already`)
        await tx.rows(insert, valuesOf(identity, row.user_id, now))
        return toUser(row)
      })
    },
    async disconnect(userId, { providerId, subject, keepOneOf }) {
      if (!isId(userId) || !isStorableName(providerId + subject)) return false
      return db.transaction(async (tx) => {
        // Whoever takes another one away at the same time waits here.
        await tx.rows(`select id from ${s}.users where id = $1 for update`, [userId])
        const gone = await tx.rows(
          `delete from ${s}.identities where user_id = $1 and provider_id = $2 and subject = $3 returning id`,
          [userId, providerId, subject],
        )
        if (gone.length === 0) return false
        const isLeft = `select id from ${s}.identities where user_id = $1 and provider_id = any($2::text[]) limit 1`
        if (keepOneOf !== null && (await tx.rows(isLeft, [userId, keepOneOf])).length === 0)
          throw new AppError('invalid_input', IS_LAST_WAY)
        return true
      })
    },
    async ownerOfEmail(email) {
      if (!isStorableName(email)) return null
      const row = await db.first<UserRow & { readonly is_verified: boolean }>(
        `select ${columns}, lower(u.email) <> lower($1) or u.email_verified_at is not null as is_verified
         from ${s}.users u
         where lower(u.email) = lower($1) or u.id in (
           select user_id from ${s}.user_emails where lower(email) = lower($1) and verified_at is not null)
         order by lower(u.email) = lower($1) desc limit 1`,
        [email],
      )
      return row === null ? null : { user: toUser(row), isVerified: row.is_verified }
    },
  }
}

interface ProviderRow {
  readonly id: string
  readonly sealed_secret: string | null
  readonly organization_id: string | null
  readonly settings: Omit<StoredProvider, 'id' | 'sealedSecret' | 'joining'> & {
    readonly joining: Omit<ProviderJoining, 'organizationId'> | null
  }
}

function toProvider(row: ProviderRow): StoredProvider {
  const { joining, ...settings } = row.settings
  const organizationId = row.organization_id
  return {
    ...settings,
    id: row.id,
    sealedSecret: row.sealed_secret,
    joining: joining === null || organizationId === null ? null : { ...joining, organizationId },
  }
}

interface IdentityRow {
  readonly id: string
  readonly user_id: string
  readonly provider_id: string
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly name: string
  readonly created_at: Date
  readonly last_used_at: Date
}

function toIdentity(row: IdentityRow): Identity {
  return {
    id: row.id,
    userId: row.user_id,
    providerId: row.provider_id,
    issuer: row.issuer,
    subject: row.subject,
    email: row.email,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
