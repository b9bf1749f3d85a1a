import type { ActorJson } from '../client/issue-work-types.js'
import type { Context } from '../context.js'
import { documentOf } from '../events/payload.js'
import type { Assignee } from '../ports/issue-state.js'
import type { Id, Issue, StoredEvent } from '../ports/model.js'
import { type OwnerName, type OwnershipRule, ownersOf, parseOwnership } from './ownership.js'
import { findPeople } from './people.js'

/** Somebody whom a rule names, with the rule. */
export interface SuggestedOwner {
  readonly actor: ActorJson
  readonly rule: Pick<OwnershipRule, 'line' | 'text'>
}

const MOST_RULES = 20

/** Whom the rules of the project name for the newest event of the issue, the most particular first, each once. */
export async function suggestOwners(context: Context, issue: Issue): Promise<readonly SuggestedOwner[]> {
  const { storage } = context
  const { organizationId, projectId } = issue
  const text = (await storage.projects.ownership(organizationId, projectId)) ?? ''
  if (text.trim() === '') return []
  const event = await storage.events.find(organizationId, { issueId: issue.id }, 'latest')
  return event === null ? [] : ownersOfEvent(context, event, parseOwnership(text).rules)
}

/** The same for one event, by rules that need not be stored. */
export async function ownersOfEvent(
  context: Context,
  event: StoredEvent,
  rules: readonly OwnershipRule[],
): Promise<readonly SuggestedOwner[]> {
  const { organizationId } = event
  const met = ownersOf(documentOf(event), rules).slice(0, MOST_RULES)
  const owners = await findOwners(context, organizationId, met)
  const people = await findPeople(context, organizationId, {
    userIds: owners.filter(({ owner }) => owner.kind === 'user').map(({ owner }) => owner.id),
    teamIds: owners.filter(({ owner }) => owner.kind === 'team').map(({ owner }) => owner.id),
  })
  const told = new Set<string>()
  return owners.flatMap(({ owner, rule }) => {
    const actor = people.actor(owner)
    const key = `${owner.kind}:${owner.id}`
    if (actor === null || told.has(key)) return []
    told.add(key)
    return [{ actor, rule: { line: rule.line, text: rule.text } }]
  })
}

/** Who is named and no member is left out. */
async function findOwners(context: Context, organizationId: Id, rules: readonly OwnershipRule[]) {
  const named = rules.flatMap((rule) => rule.owners.map((name) => ({ rule, name })))
  const found = await Promise.all(
    named.map(async ({ rule, name }) => ({ rule, owner: await findOwner(context, organizationId, name) })),
  )
  return found.flatMap(({ rule, owner }) => (owner === null ? [] : [{ rule, owner }]))
}

async function findOwner({ storage }: Context, organizationId: Id, name: OwnerName): Promise<Assignee | null> {
  if (name.kind === 'team') {
    const team = await storage.teams.getBySlug(organizationId, name.slug)
    return team === null ? null : { kind: 'team', id: team.id }
  }
  const user = await storage.users.getByEmail(name.email)
  const membership = user === null ? null : await storage.organizations.membership(organizationId, user.id)
  return membership === null ? null : { kind: 'user', id: membership.userId }
}
