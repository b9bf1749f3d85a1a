import { fitsAny, type IssueCondition, type TextPattern } from '../ports/issue-condition.js'
import type { Id } from '../ports/model.js'
import type { Storage } from '../ports/storage.js'
import { parseAssignee } from './assignee.js'
import { parseShortId } from './short-id.js'

/** All that names are looked up in. */
export interface Asked {
  readonly storage: Pick<Storage, 'teams' | 'users' | 'projects' | 'events' | 'issues'>
}

/** Whom `assigned:` and its like mean. */
export interface NamedPeople {
  readonly users: readonly Id[]
  readonly teams: readonly Id[]
  readonly isNobody: boolean
}

/** Reads `me`, `my_teams`, `none`, `#team`, `team:slug`, `user:1`, an e-mail address. Who is unknown is left out. */
export async function peopleFor(
  context: Asked,
  { organizationId, userId }: { readonly organizationId: Id; readonly userId: Id },
  names: readonly string[],
): Promise<NamedPeople> {
  const { storage } = context
  const users: Id[] = []
  const teams: Id[] = []
  for (const name of names) {
    if (name === 'my_teams') teams.push(...(await storage.teams.idsForUser(organizationId, userId)))
    if (name === 'my_teams' || name === 'none') continue
    const named = nameOf(name)
    switch (named?.kind) {
      case 'me':
        users.push(userId)
        break
      case 'user':
        users.push(named.id)
        break
      case 'email': {
        const user = await storage.users.getByEmail(named.email)
        if (user !== null) users.push(user.id)
        break
      }
      case 'team': {
        const team =
          (await storage.teams.getBySlug(organizationId, named.idOrSlug)) ??
          (/^\d+$/.test(named.idOrSlug) ? await storage.teams.get(organizationId, named.idOrSlug) : null)
        if (team !== null) teams.push(team.id)
        break
      }
    }
  }
  return { users, teams, isNobody: names.includes('none') }
}

function nameOf(text: string) {
  try {
    return parseAssignee(text)
  } catch {
    // What names nobody finds nothing, like the name of somebody who left.
    return null
  }
}

/** Ids of the projects whose slug, name or id is meant. */
export async function projectsNamed(
  { storage }: Asked,
  organizationId: Id,
  patterns: readonly TextPattern[],
): Promise<readonly Id[]> {
  const ids: Id[] = []
  for (const pattern of patterns.filter(({ length }) => length === 1)) {
    const [name = ''] = pattern
    const project =
      (await storage.projects.getBySlug(organizationId, name)) ??
      (/^\d+$/.test(name) ? await storage.projects.get(organizationId, name) : null)
    if (project !== null) ids.push(project.id)
  }
  if (ids.length === patterns.length) return ids
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof storage.projects.list>> = await storage.projects.list(organizationId, {
      limit: 100,
      cursor,
    })
    for (const { id, slug, name } of page.items) if (fitsAny(slug, patterns) || fitsAny(name, patterns)) ids.push(id)
    cursor = page.next
  } while (cursor !== null)
  return ids
}

/** The issue that is called `WEB-1A`, or has this id; null where that cannot be. */
export async function shortIdCondition(
  { storage }: Asked,
  organizationId: Id,
  text: string,
): Promise<IssueCondition | null> {
  if (/^\d+$/.test(text)) return { kind: 'id', in: [text] }
  const parsed = parseShortId(text)
  if (parsed === null) return null
  const project = await storage.projects.getBySlug(organizationId, parsed.projectSlug)
  return project === null ? null : { kind: 'shortId', projectId: project.id, number: parsed.number }
}
