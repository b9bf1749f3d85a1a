import { hashPassword, passwordFault } from '../auth/password.js'
import type { Context } from '../context.js'
import { invalidField } from '../errors.js'
import { slugOf } from '../orgs/slug.js'
import type { Id } from '../ports/model.js'
import { STATUS_PAGE_BOUNDS, type StatusPage, type StatusPageFields } from '../ports/status-pages.js'
import { domainOf } from '../status-pages/address.js'
import {
  boolean,
  integer,
  lines,
  listOf,
  nullable,
  object,
  oneOf,
  optional,
  readFields,
  secret,
  text,
} from './input.js'

const BOUNDS = STATUS_PAGE_BOUNDS

const FIELDS = {
  isPublic: optional(boolean),
  slug: optional(text({ max: BOUNDS.slug })),
  access: optional(oneOf('public', 'password', 'members')),
  password: optional(nullable(secret(1024))),
  description: optional(lines(BOUNDS.description)),
  sections: optional(listOf(object, BOUNDS.sections)),
  domain: optional(text({ max: BOUNDS.domain })),
  theme: optional(oneOf('system', 'light', 'dark')),
  accent: optional(text({ max: 7, pattern: { regex: /^(?:#[\da-f]{6})?$/i, wanted: 'a colour such as #1f6feb' } })),
  homepage: optional(text({ max: BOUNDS.homepage })),
  showLatency: optional(boolean),
  allowSubscribers: optional(boolean),
}

const SECTION = {
  name: optional(text({ max: BOUNDS.sectionName })),
  isCollapsed: optional(boolean),
  monitors: listOf(object, BOUNDS.monitors),
}

const SHOWN = {
  id: integer(1, Number.MAX_SAFE_INTEGER),
  name: optional(text({ max: BOUNDS.monitorName })),
  description: optional(text({ max: BOUNDS.monitorDescription })),
}

/** What was never set. */
const DEFAULTS: Omit<StatusPageFields, 'name' | 'slug' | 'access'> = {
  ...{ passwordHash: null, description: '', sections: [], domain: '', theme: 'system', accent: '', homepage: '' },
  ...{ showLatency: false, allowSubscribers: true },
}

/** The whole set-up of a new page. GlitchTip's clients give its name alone, and whether it is public. */
export async function readNewStatusPage(
  context: Context,
  organizationId: Id,
  body: unknown,
): Promise<StatusPageFields> {
  const { name } = readFields(body, { name: text({ min: 1, max: BOUNDS.name }) })
  const change = await readChange(context, organizationId, body, null)
  const slug = change.slug || slugOf(name, { fallback: 'status', max: BOUNDS.slug, reserved: new Set() })
  return { ...DEFAULTS, access: 'members', ...change, name, slug }
}

/** What is not given stays. */
export async function readStatusPageChange(
  context: Context,
  page: StatusPage,
  body: unknown,
): Promise<Partial<StatusPageFields>> {
  const { name } = readFields(body, { name: optional(text({ min: 1, max: BOUNDS.name })) })
  const { slug, ...change } = await readChange(context, page.organizationId, body, page)
  return { ...change, ...(name === undefined ? {} : { name }), ...(slug ? { slug } : {}) }
}

async function readChange(
  context: Context,
  organizationId: Id,
  body: unknown,
  page: StatusPage | null,
): Promise<Partial<StatusPageFields>> {
  const { isPublic, access, password, sections, domain, slug, accent, homepage, ...rest } = readFields(body, FIELDS)
  if (slug && !/^[\w-]+$/.test(slug)) throw invalidField('slug', 'slug', 'Wanted letters, digits, "-" and "_"')
  if (homepage && !isWebAddress(homepage)) throw invalidField('homepage', 'url', 'Wanted an address of http or https')
  const open = access ?? accessOf(isPublic, page?.access ?? null)
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(slug === undefined ? {} : { slug: slug.toLowerCase() }),
    ...(accent === undefined ? {} : { accent: accent.toLowerCase() }),
    ...(homepage === undefined ? {} : { homepage }),
    ...(domain === undefined ? {} : { domain: readDomain(context, domain) }),
    ...(open === undefined ? {} : { access: open }),
    ...(await readPassword(open ?? page?.access, password ?? null, page)),
    ...(sections === undefined ? {} : { sections: await readSections(context, organizationId, sections) }),
  }
}

/** What GlitchTip's flag means for a page of ours. */
function accessOf(
  isPublic: boolean | undefined,
  before: StatusPage['access'] | null,
): StatusPage['access'] | undefined {
  if (isPublic === undefined) return undefined
  if (isPublic) return 'public'
  return before === null || before === 'public' ? 'members' : before
}

async function readPassword(
  access: StatusPage['access'] | undefined,
  password: string | null,
  page: StatusPage | null,
): Promise<Partial<Pick<StatusPageFields, 'passwordHash'>>> {
  if (access !== 'password') return { passwordHash: null }
  if (password === null) {
    if (page?.passwordHash) return {}
    throw invalidField('password', 'missing', 'Wanted the password that opens the page')
  }
  const fault = passwordFault(password, '')
  if (fault !== null) throw invalidField('password', 'password', fault)
  return { passwordHash: await hashPassword(password) }
}

function readDomain({ config }: Context, given: string): string {
  if (given === '') return ''
  const domain = domainOf(given)
  if (domain === null)
    throw invalidField('domain', 'domain', 'Wanted the name of a host such as status.example.com, without a port')
  if (domain === config.url.hostname) throw invalidField('domain', 'domain', 'That is the host of this server itself')
  return domain
}

async function readSections(
  { storage }: Context,
  organizationId: Id,
  given: readonly object[],
): Promise<StatusPageFields['sections']> {
  const sections = given.map((section) => {
    const { name = '', isCollapsed = false, monitors } = readFields(section, SECTION)
    const shown = monitors.map((one) => {
      const monitor = readFields(one, SHOWN)
      return { id: String(monitor.id), name: monitor.name ?? '', description: monitor.description ?? '' }
    })
    return { name, isCollapsed, monitors: shown }
  })
  const ids = sections.flatMap(({ monitors }) => monitors.map(({ id }) => id))
  if (ids.length > BOUNDS.monitors)
    throw invalidField('sections', 'too_long', `Wanted at most ${BOUNDS.monitors} monitors, found ${ids.length}`)
  if (new Set(ids).size < ids.length) throw invalidField('sections', 'duplicate', 'Wanted each monitor once')
  const known = new Set((await storage.monitors.getMany(organizationId, ids)).map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0)
    throw invalidField(
      'sections',
      'monitor',
      `Wanted monitors of the organization, found ${unknown.slice(0, 5).join()}`,
    )
  return sections
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
