import type { Context } from '../context.js'
import type { TagValueCount } from '../ports/issue-tags.js'
import type { Id, Project } from '../ports/model.js'
import { type SearchField, searchField } from '../search/fields.js'
import { type Searcher, searchCondition } from './search-condition.js'

/** What is typed so far of a value, and where it is to be looked for. */
export interface ValueQuery extends Searcher {
  readonly projectIds: readonly Id[] | null
  readonly contains: string
}

export interface SuggestedValue {
  readonly value: string
  readonly name: string
  readonly count: number
  readonly firstSeenAt: Date | null
  readonly lastSeenAt: Date | null
}

const MOST = 100
/** Of what is no tag so many are offered, and counted one by one. */
const MOST_COUNTED = 25
const MOST_ISSUES = 10_000

/** What a key of a search may be: words of the language, people, projects, or values of a tag. */
export async function suggestValues(
  context: Context,
  query: ValueQuery,
  key: string,
): Promise<readonly SuggestedValue[]> {
  const tag = /^tags\[(.+)\]$/.exec(key)?.[1]
  const field = tag === undefined ? searchField(key) : null
  if (field === null) return ofTags(context, query, [tag ?? key])
  switch (field.key) {
    case 'has':
      return (await context.storage.issues.tagKeys({ ...query, limit: MOST })).map(({ key, count }) => ({
        ...{ value: key, name: key, count, firstSeenAt: null, lastSeenAt: null },
      }))
    case 'project':
      return counted(context, query, field, await projectNames(context, query))
    case 'release':
    case 'first_release':
    case 'last_release':
      return [
        ...(await counted(context, query, field, named(['latest'], query))),
        ...(await ofTags(context, query, ['release'])),
      ]
    case 'user':
      return ofTags(context, query, ['user.email', 'user.username', 'user.id'])
    case 'http.url':
      return ofTags(context, query, ['url'])
    default:
      if (field.kind === 'person') return counted(context, query, field, await peopleNames(context, query, field))
      if (field.values !== null) return counted(context, query, field, named(field.values, query))
      return ofTags(context, query, [field.key])
  }
}

interface Name {
  readonly value: string
  readonly name: string
}

async function ofTags(
  { storage }: Context,
  { organizationId, projectIds, contains }: ValueQuery,
  keys: readonly string[],
): Promise<readonly SuggestedValue[]> {
  const found: TagValueCount[] = []
  for (const key of keys)
    found.push(...(await storage.issues.tagValues({ organizationId, projectIds, contains, key, limit: MOST })))
  const values = found.map((one) => ({ ...one, name: one.value })).sort((a, b) => b.count - a.count)
  return values.slice(0, MOST)
}

/** With the number of issues that each finds. */
async function counted(
  context: Context,
  query: ValueQuery,
  field: SearchField,
  names: readonly Name[],
): Promise<readonly SuggestedValue[]> {
  const { organizationId, projectIds } = query
  const values: SuggestedValue[] = []
  for (const { value, name } of names.slice(0, MOST_COUNTED)) {
    const isText = field.kind === 'text' || field.kind === 'release'
    const asked = isText ? { kind: 'pattern' as const, pattern: [value] } : { kind: 'word' as const, word: value }
    const node = { kind: 'field' as const, field: field.key, key: field.key, values: [asked], from: 0, to: 0 }
    const where = await searchCondition(context, query, node)
    const count = await context.storage.issues.count({ organizationId, projectIds, where }, MOST_ISSUES)
    values.push({ value, name, count, firstSeenAt: null, lastSeenAt: null })
  }
  return values
}

function named(values: readonly string[], query: ValueQuery): readonly Name[] {
  return values.filter((value) => contains(query, value)).map((value) => ({ value, name: value }))
}

function contains(query: ValueQuery, ...texts: readonly string[]): boolean {
  const wanted = query.contains.toLowerCase()
  return texts.some((text) => text.toLowerCase().includes(wanted))
}

async function projectNames({ storage }: Context, query: ValueQuery): Promise<readonly Name[]> {
  const projects: Project[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof storage.projects.list>> = await storage.projects.list(query.organizationId, {
      limit: 100,
      cursor,
    })
    projects.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return projects
    .filter(({ id, slug, name }) => query.projectIds?.includes(id) !== false && contains(query, slug, name))
    .map(({ slug, name }) => ({ value: slug, name }))
}

/** The words of the field, then members by their address, then teams. */
async function peopleNames({ storage }: Context, query: ValueQuery, field: SearchField): Promise<readonly Name[]> {
  const { organizationId } = query
  const names: Name[] = [...named(field.values ?? [], query)]
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof storage.organizations.listMembers>> = await storage.organizations.listMembers(
      organizationId,
      { limit: 100, cursor },
    )
    for (const { user } of page.items)
      if (user.isActive && contains(query, user.name, user.email))
        names.push({ value: user.email, name: user.name || user.email })
    cursor = page.next
  } while (cursor !== null && names.length < MOST_COUNTED)
  if (field.values?.includes('my_teams') !== true) return names
  const teams = await storage.teams.list(organizationId, { limit: 100, cursor: null })
  const ofTeams = teams.items
    .filter(({ slug }) => contains(query, slug, `#${slug}`))
    .map(({ slug }) => ({ value: `#${slug}`, name: `#${slug}` }))
  // Half of the places are for teams where there are so many of both.
  return [...names.slice(0, Math.max(MOST_COUNTED - ofTeams.length, Math.ceil(MOST_COUNTED / 2))), ...ofTeams]
}
