import { AppError } from '../errors.js'
import { storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

/** A page that tells the public, or those who may, how what is watched is doing. */
export interface StatusPage extends StatusPageFields {
  readonly id: Id
  readonly organizationId: Id
  readonly hasLogo: boolean
  readonly createdAt: Date
}

/** What people set of a page. */
export interface StatusPageFields {
  readonly name: string
  /** Of one page of the organization. */
  readonly slug: string
  readonly access: 'public' | 'password' | 'members'
  /** As `hashPassword` makes it; null where there is none. */
  readonly passwordHash: string | null
  /** Markdown. */
  readonly description: string
  /** Monitors that are gone may still be named. */
  readonly sections: readonly StatusSection[]
  /** Of a host, in lower case, one page's alone; empty for none. */
  readonly domain: string
  readonly theme: 'system' | 'light' | 'dark'
  /** `#rrggbb`; empty for the usual one. */
  readonly accent: string
  readonly homepage: string
  readonly showLatency: boolean
  readonly allowSubscribers: boolean
}

export interface StatusSection {
  readonly name: string
  readonly isCollapsed: boolean
  readonly monitors: readonly { readonly id: Id; readonly name: string; readonly description: string }[]
}

/** A picture, at most `STATUS_PAGE_BOUNDS.logoBytes` long. */
export interface StatusLogo {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly content: Uint8Array
}

export interface StatusPageStorage {
  /**
   * With the slug, or the first free of `slug-1`, `slug-2`, …. Rejects with `conflict` where the domain is another's, or
   * the organization has `STATUS_PAGE_BOUNDS.pages` already.
   */
  create(organizationId: Id, fields: StatusPageFields, now: Date): Promise<StatusPage>
  /** By name. */
  list(organizationId: Id, page: PageRequest): Promise<Page<StatusPage>>
  get(organizationId: Id, id: Id): Promise<StatusPage | null>
  getBySlug(organizationId: Id, slug: string): Promise<StatusPage | null>
  /** Of whatever organization. */
  getByDomain(domain: string): Promise<StatusPage | null>
  /** What is not given stays. Rejects with `conflict` where the slug or the domain is another's. */
  update(organizationId: Id, id: Id, change: Partial<StatusPageFields>): Promise<StatusPage | null>
  /** With its logo and its subscribers. */
  delete(organizationId: Id, id: Id): Promise<boolean>
  logo(organizationId: Id, id: Id): Promise<StatusLogo | null>
  /** False where there is no such page. */
  setLogo(organizationId: Id, id: Id, logo: StatusLogo | null): Promise<boolean>
}

/** Lengths in UTF-16 units, counts in entries. */
export const STATUS_PAGE_BOUNDS = {
  /** Of an organization. */
  pages: 50,
  name: 200,
  slug: 60,
  description: 4000,
  sections: 50,
  sectionName: 200,
  /** Of all sections together. */
  monitors: 250,
  monitorName: 200,
  monitorDescription: 1000,
  domain: 253,
  homepage: 2000,
  logoBytes: 256 * 1024,
} as const

/** The fields that are given, as every storage keeps them. */
export function boundStatusPage<T extends Partial<StatusPageFields>>(fields: T): T {
  const bounds = STATUS_PAGE_BOUNDS
  const texts = (['name', 'slug', 'description', 'domain', 'homepage'] as const).flatMap((field) => {
    const text = fields[field]
    return text === undefined ? [] : [[field, storable(text, bounds[field])] as const]
  })
  const { sections } = fields
  return {
    ...fields,
    ...Object.fromEntries(texts),
    ...(sections === undefined ? {} : { sections: boundSections(sections) }),
  }
}

export function tooManyStatusPages(): AppError {
  return new AppError(
    'conflict',
    `An organization may have ${STATUS_PAGE_BOUNDS.pages} status pages; delete one first.`,
  )
}

function boundSections(sections: readonly StatusSection[]): readonly StatusSection[] {
  const bounds = STATUS_PAGE_BOUNDS
  let room: number = bounds.monitors
  return sections.slice(0, bounds.sections).map(({ name, isCollapsed, monitors }) => {
    const kept = monitors.slice(0, room)
    room -= kept.length
    return {
      name: storable(name, bounds.sectionName),
      isCollapsed,
      monitors: kept.map((one) => ({
        id: storable(one.id, 20),
        name: storable(one.name, bounds.monitorName),
        description: storable(one.description, bounds.monitorDescription),
      })),
    }
  })
}
