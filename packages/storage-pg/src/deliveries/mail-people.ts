import { type Id, MAIL_REASONS, type MailAudience, type MailPerson, type NamedForMail } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { wantsMailSql } from '../mail-choices.js'

export async function mailPeople(
  db: Database,
  organizationId: Id,
  projectId: Id,
  { kind, isForProject, named, addresses }: MailAudience,
): Promise<readonly MailPerson[]> {
  if (!isId(organizationId) || !isId(projectId)) return []
  const s = db.schema
  const idsOf = (wanted: NamedForMail['kind']) => {
    const ofKind = named.filter((one) => one.kind === wanted)
    const known = new Set(idsIn(ofKind.map(({ id }) => id)))
    return ofKind.filter(({ id }) => known.has(id)).map(({ id, reason }) => ({ id, reason }))
  }
  // Indexes: project_teams_pkey, team_members_pkey, memberships_pkey, users_email.
  const rows = await db.rows<{ user_id: Id | null; address: string; reason: MailPerson['reason'] }>(
    `with wanted_team as (
       select id, reason from json_to_recordset($3::json) as q(id bigint, reason text)
       union all
       select team_id, 'project' from ${s}.project_teams where project_id = $2 and $5
     ), typed as (
       select q.address, m.user_id
       from unnest($6::text[]) as q(address)
       left join ${s}.users u on lower(u.email) = lower(q.address)
       left join ${s}.memberships m on m.user_id = u.id and m.organization_id = $1
     ), reached as (
       select id as user_id, reason from json_to_recordset($4::json) as q(id bigint, reason text)
       union all
       select m.user_id, w.reason
       from wanted_team w
       join ${s}.teams t on t.id = w.id and t.organization_id = $1
       join ${s}.team_members tm on tm.team_id = t.id
       join ${s}.memberships m on m.id = tm.membership_id
       union all
       select user_id, 'address' from typed where user_id is not null
     ), person as (
       select u.id as user_id, u.email as address, r.reason
       from reached r
       join ${s}.memberships m on m.user_id = r.user_id and m.organization_id = $1
       join ${s}.users u on u.id = m.user_id and u.is_active
       left join ${s}.user_projects up on up.user_id = u.id and up.project_id = $2
       where ${wantsMailSql(kind)}
       union all
       select null, address, 'address' from typed where user_id is null
     )
     select distinct on (lower(address)) user_id, address, reason
     from person
     where exists (select from ${s}.projects where id = $2 and organization_id = $1)
     order by lower(address), array_position($7::text[], reason), user_id nulls last, address`,
    [
      ...[organizationId, projectId, JSON.stringify(idsOf('team')), JSON.stringify(idsOf('user'))],
      ...[isForProject, addresses, MAIL_REASONS],
    ],
  )
  return rows
    .map(({ user_id: userId, address, reason }) => ({ userId, address, reason }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}
