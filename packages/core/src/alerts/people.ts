import type { EmailRecipientConfig } from '../client/alert-types.js'
import type { Context } from '../context.js'
import { parseOwnership } from '../issues/ownership.js'
import { ownersOfEvent } from '../issues/suggest.js'
import type { AlertRecipient } from '../ports/alerts.js'
import type { MailKind } from '../ports/mail-choices.js'
import type { MailPerson, NamedForMail } from '../ports/mail-people.js'
import type { Id } from '../ports/model.js'

export interface Addressed {
  readonly organizationId: Id
  readonly projectId: Id
  /** Null: the mail of an alert without recipients. */
  readonly recipient: Pick<AlertRecipient, 'config'> | null
  readonly kind: MailKind
  /** What the message tells of; none where it tells of something else. */
  readonly issueIds: readonly Id[]
}

const AT_ONCE = 10

/**
 * Who gets a message by mail. A recipient without settings is for the project's teams, as GlitchTip's; so is one that
 * names nobody but owners and assignees, of issues that have none: nothing is lost because nobody looks after it.
 */
export async function peopleFor(context: Context, addressed: Addressed): Promise<readonly MailPerson[]> {
  const { organizationId, projectId, recipient } = addressed
  const config = mailConfig(recipient?.config ?? {})
  const named = config === null ? [] : await namedBy(context, addressed, config)
  const addresses = config?.addresses ?? []
  const isForProject = config === null || config.audience.includes('project')
  return context.storage.deliveries.peopleOf(organizationId, projectId, {
    ...{ kind: addressed.kind, named, addresses },
    isForProject: isForProject || (named.length === 0 && addresses.length === 0),
  })
}

/** What is kept of a recipient by mail; null where that names nobody in particular. */
export function mailConfig(config: Readonly<Record<string, unknown>>): EmailRecipientConfig | null {
  if (!Array.isArray(config.audience)) return null
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
  const audience = (['project', 'owner', 'assignee'] as const).filter((one) => texts(config.audience).includes(one))
  return { audience, users: texts(config.users), teams: texts(config.teams), addresses: texts(config.addresses) }
}

async function namedBy(
  context: Context,
  addressed: Addressed,
  { audience, users, teams }: EmailRecipientConfig,
): Promise<readonly NamedForMail[]> {
  const { storage } = context
  const found = await Promise.all(teams.map((slug) => storage.teams.getBySlug(addressed.organizationId, slug)))
  return [
    ...(audience.includes('assignee') ? await assigneesOf(context, addressed) : []),
    ...(audience.includes('owner') ? await ownersOf(context, addressed) : []),
    ...users.map((id) => ({ kind: 'user', id, reason: 'user' }) as const),
    ...found.flatMap((team) => (team === null ? [] : [{ kind: 'team', id: team.id, reason: 'team' } as const])),
  ]
}

async function assigneesOf({ storage }: Context, addressed: Addressed): Promise<readonly NamedForMail[]> {
  const { organizationId, issueIds } = addressed
  if (issueIds.length === 0) return []
  const { items } = await storage.issues.list(
    { organizationId, projectIds: null, ids: issueIds },
    { sort: 'first_seen', ascending: true },
    { limit: issueIds.length, cursor: null },
  )
  return items.flatMap(({ assignee }) => (assignee === null ? [] : [{ ...assignee, reason: 'assignee' } as const]))
}

/** By the newest event of each issue. */
async function ownersOf(context: Context, addressed: Addressed): Promise<readonly NamedForMail[]> {
  const { organizationId, projectId, issueIds } = addressed
  const { storage } = context
  const text = issueIds.length === 0 ? null : await storage.projects.ownership(organizationId, projectId)
  const { rules } = parseOwnership(text ?? '')
  if (rules.length === 0) return []
  const ofIssue = async (issueId: Id): Promise<readonly NamedForMail[]> => {
    const event = await storage.events.find(organizationId, { issueId }, 'latest')
    const owners = event === null ? [] : await ownersOfEvent(context, event, rules)
    return owners.map(({ actor }) => ({ kind: actor.type, id: actor.id, reason: 'owner' }))
  }
  const named: NamedForMail[] = []
  for (let from = 0; from < issueIds.length; from += AT_ONCE)
    named.push(...(await Promise.all(issueIds.slice(from, from + AT_ONCE).map(ofIssue))).flat())
  return named
}
