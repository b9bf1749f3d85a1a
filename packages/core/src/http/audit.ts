import type { AuditAction, AuditEntry } from '../ports/audit.js'
import type { Id, Organization, Project, Team, User } from '../ports/model.js'
import { viaOf } from './author.js'
import type { Call } from './types.js'

type About = Pick<AuditEntry, 'organizationId' | 'target'>
type Fields = Readonly<Record<string, unknown>>

/**
 * Notes what the caller has done, unless nothing of it differs. It happened before: when this rejects, it is done and not
 * noted.
 */
export async function record(
  { context, actor, header, ip }: Call,
  entry: About & { readonly action: AuditAction; readonly before?: Fields | null; readonly after?: Fields | null },
): Promise<void> {
  if (entry.after && Object.keys(entry.after).length === 0) return
  const user = actor.kind === 'anonymous' ? null : actor.user
  await context.storage.audit.add({
    organizationId: entry.organizationId,
    at: context.clock.now(),
    userId: user?.id ?? null,
    actor: user?.email ?? '',
    impersonator: impersonatorOf(actor),
    via: viaOf(actor, header('user-agent') ?? ''),
    ip,
    action: entry.action,
    target: { ...entry.target, name: entry.target.name.slice(0, 200) },
    before: entry.before ?? null,
    after: entry.after ?? null,
  })
}

function impersonatorOf(actor: Call['actor']): AuditEntry['impersonator'] {
  if (actor.kind !== 'session' || actor.impersonator === null) return null
  const { id, email } = actor.impersonator.user
  return { id, email }
}

/** The fields whose values differ, before and after. */
export function changed(before: object, after: object): { readonly before: Fields; readonly after: Fields } {
  const [from, to] = [before as Fields, after as Fields]
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  const different = names.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]))
  const only = (fields: Fields) => Object.fromEntries(different.map((name) => [name, fields[name] ?? null]))
  return { before: only(from), after: only(to) }
}

export function aboutOrganization({ id, slug }: Pick<Organization, 'id' | 'slug'>): About {
  return { organizationId: id, target: { kind: 'organization', id, name: slug } }
}

/** An account is nobody's organization's. */
export function aboutUser({ id, email }: Pick<User, 'id' | 'email'>): About {
  return { organizationId: null, target: { kind: 'user', id, name: email } }
}

export function aboutTeam({ organizationId, id, slug }: Pick<Team, 'organizationId' | 'id' | 'slug'>): About {
  return { organizationId, target: { kind: 'team', id, name: slug } }
}

export function aboutProject({ organizationId, id, slug }: Pick<Project, 'organizationId' | 'id' | 'slug'>): About {
  return { organizationId, target: { kind: 'project', id, name: slug } }
}

export function aboutMember(member: { readonly organizationId: Id; readonly id: Id; readonly email: string }): About {
  return { organizationId: member.organizationId, target: { kind: 'member', id: member.id, name: member.email } }
}
