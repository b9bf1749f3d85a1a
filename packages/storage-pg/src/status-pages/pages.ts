import {
  AppError,
  boundStatusPage,
  type Id,
  STATUS_PAGE_BOUNDS,
  type StatusLogo,
  type StatusPage,
  type StatusPageFields,
  type StatusPageStorage,
  tooManyStatusPages,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, isStorableName, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { insertWithSlug } from '../slugs.js'

export function pgStatusPages(db: Database): StatusPageStorage {
  const s = db.schema
  const columns = columnsOf(s)
  const one = async (where: string, values: readonly unknown[]) => {
    const row = await db.first<PageRow>(`select ${columns} from ${s}.status_pages p where ${where}`, values)
    return row === null ? null : toPage(row)
  }
  return {
    async create(organizationId, fields, now) {
      mustBeId(organizationId, 'an organization')
      const bound = boundStatusPage(fields)
      const { slug, ...rest } = valuesOf(bound)
      const names = Object.keys(rest)
      return db.transaction(async (tx) => {
        await mustFit(tx, s, organizationId)
        const row = await insertWithSlug<PageRow>(
          tx,
          bound.slug,
          {
            text: `select slug from ${s}.status_pages where organization_id = $2 and starts_with(slug, $1)`,
            values: [organizationId],
          },
          async (free) => {
            const [made] = await tx.rows<PageRow>(
              `insert into ${s}.status_pages as p (organization_id, created_at, slug, ${names.join(', ')})
               values ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})
               on conflict (organization_id, slug) do nothing
               returning ${columns}`,
              [organizationId, now, free, ...Object.values(rest)],
            )
            return made ?? null
          },
        )
        return toPage(row)
      })
    },
    async list(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<PageRow, StatusPage>(db, page, {
        // Index: status_pages_organization_id_slug_key. At most fifty are sorted.
        select: `select ${columns} from ${s}.status_pages p`,
        where: 'p.organization_id = $1',
        values: [organizationId],
        keys: [
          { expression: 'p.name collate "C"', type: 'text' },
          { expression: 'p.id', type: 'bigint' },
        ],
        toItem: toPage,
        keyOf: ({ id, name }) => [name, id],
      })
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      return one('p.organization_id = $1 and p.id = $2', [organizationId, id])
    },
    async getBySlug(organizationId, slug) {
      if (!isId(organizationId) || !isStorableName(slug)) return null
      return one('p.organization_id = $1 and p.slug = $2', [organizationId, slug])
    },
    async getByDomain(domain) {
      // Index: status_pages_by_domain.
      return domain === '' || !isStorableName(domain) ? null : one(`p.domain = $1 and p.domain <> ''`, [domain])
    },
    async update(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const values = valuesOf(boundStatusPage(change))
      const names = Object.keys(values)
      if (names.length === 0) return one('p.organization_id = $1 and p.id = $2', [organizationId, id])
      const row = await db.first<PageRow>(
        `update ${s}.status_pages p set ${names.map((name, index) => `${name} = $${index + 3}`).join(', ')}
         where p.organization_id = $1 and p.id = $2
         returning ${columns}`,
        [organizationId, id, ...Object.values(values)],
      )
      return row === null ? null : toPage(row)
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `delete from ${s}.status_pages where organization_id = $1 and id = $2 returning id`
      return (await db.first(text, [organizationId, id])) !== null
    },
    async logo(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<{ media_type: StatusLogo['mediaType']; content: Uint8Array }>(
        `select l.media_type, l.content from ${s}.status_logos l join ${s}.status_pages p on p.id = l.page_id
         where p.organization_id = $1 and p.id = $2`,
        [organizationId, id],
      )
      return row === null ? null : { mediaType: row.media_type, content: row.content }
    },
    async setLogo(organizationId, id, logo) {
      if (!isId(organizationId) || !isId(id)) return false
      const page = `select id from ${s}.status_pages where organization_id = $1 and id = $2`
      if (logo === null) await db.rows(`delete from ${s}.status_logos where page_id in (${page})`, [organizationId, id])
      else
        await db.rows(
          `insert into ${s}.status_logos (page_id, media_type, content) select p.id, $3, $4 from (${page}) p
           on conflict (page_id) do update set media_type = excluded.media_type, content = excluded.content`,
          [organizationId, id, logo.mediaType, Buffer.from(logo.content)],
        )
      return (await db.first(page, [organizationId, id])) !== null
    },
  }
}

const COLUMNS: Readonly<Record<keyof StatusPageFields, string>> = {
  name: 'name',
  slug: 'slug',
  access: 'access',
  passwordHash: 'password_hash',
  description: 'description',
  sections: 'sections',
  domain: 'domain',
  theme: 'theme',
  accent: 'accent',
  homepage: 'homepage',
  showLatency: 'show_latency',
  allowSubscribers: 'allow_subscribers',
}

/** By column, what was given. */
function valuesOf(fields: Partial<StatusPageFields>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(COLUMNS).flatMap(([field, column]) => {
    // Its keys are those of the fields.
    const value = fields[field as keyof StatusPageFields]
    if (value === undefined) return []
    return [[column, column === 'sections' ? JSON.stringify(value) : value] as const]
  })
  return Object.fromEntries(entries)
}

/** One at a time adds to the pages of an organization. Throws `not_found` where it is gone. */
async function mustFit(tx: Queries, s: string, organizationId: Id): Promise<void> {
  const found = await tx.rows(`select id from ${s}.organizations where id = $1 for no key update`, [organizationId])
  if (found.length === 0) throw new AppError('not_found', `Wanted the id of an organization, found "${organizationId}"`)
  const [row] = await tx.rows<{ pages: number }>(
    `select count(*)::int as pages from ${s}.status_pages where organization_id = $1`,
    [organizationId],
  )
  if ((row?.pages ?? 0) >= STATUS_PAGE_BOUNDS.pages) throw tooManyStatusPages()
}

function columnsOf(s: string): string {
  const fields = Object.values(COLUMNS).map((name) => `p.${name}`)
  return `p.id, p.organization_id, p.created_at, ${fields.join(', ')},
    exists (select from ${s}.status_logos l where l.page_id = p.id) as has_logo`
}

interface PageRow {
  readonly id: Id
  readonly organization_id: Id
  readonly created_at: Date
  readonly name: string
  readonly slug: string
  readonly access: StatusPage['access']
  readonly password_hash: string | null
  readonly description: string
  readonly sections: StatusPage['sections']
  readonly domain: string
  readonly theme: StatusPage['theme']
  readonly accent: string
  readonly homepage: string
  readonly show_latency: boolean
  readonly allow_subscribers: boolean
  readonly has_logo: boolean
}

function toPage(row: PageRow): StatusPage {
  return {
    id: row.id,
    organizationId: row.organization_id,
    createdAt: row.created_at,
    name: row.name,
    slug: row.slug,
    access: row.access,
    passwordHash: row.password_hash,
    description: row.description,
    sections: row.sections,
    domain: row.domain,
    theme: row.theme,
    accent: row.accent,
    homepage: row.homepage,
    showLatency: row.show_latency,
    allowSubscribers: row.allow_subscribers,
    hasLogo: row.has_logo,
  }
}
