import {
  type AccountStorage,
  AppError,
  type ChosenMails,
  type Id,
  type MailChoices,
  type MailKind,
  mailsByDefault,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { isId, mustBeId } from './ids.js'

type Choices =
  | 'subscribesByDefault'
  | 'setSubscribesByDefault'
  | 'projectNotifications'
  | 'setProjectNotification'
  | 'mailChoices'
  | 'chooseMails'

export function pgMailChoices(db: Database): Pick<AccountStorage, Choices> {
  const s = db.schema
  const own: Pick<AccountStorage, Choices> = {
    async subscribesByDefault(userId) {
      return (await own.mailChoices(userId)).byDefault.alerts
    },
    async setSubscribesByDefault(userId, isOn) {
      if (isId(userId)) await db.rows(`update ${s}.users set subscribes_by_default = $2 where id = $1`, [userId, isOn])
    },
    async projectNotifications(userId) {
      const { projects } = await own.mailChoices(userId)
      return new Map([...projects].flatMap(([id, { alerts }]) => (alerts === undefined ? [] : [[id, alerts]])))
    },
    async setProjectNotification(userId, projectId, isOn) {
      await own.chooseMails(userId, { projects: new Map([[projectId, { alerts: isOn }]]) })
    },
    async mailChoices(userId) {
      const known = isId(userId)
      const user = known
        ? await db.first<UserRow>(`select subscribes_by_default, mails, quiet_hours from ${s}.users where id = $1`, [
            userId,
          ])
        : null
      const rows = known
        ? await db.rows<ProjectRow>(
            `select project_id, is_subscribed, mails from ${s}.user_projects where user_id = $1 order by project_id`,
            [userId],
          )
        : []
      return {
        byDefault: mailsByDefault(user?.subscribes_by_default ?? true, user?.mails ?? {}),
        projects: new Map(rows.map((row) => [row.project_id, toChosen(row)])),
        quietHours: user?.quiet_hours ?? null,
      }
    },
    async chooseMails(userId, { byDefault = {}, projects = new Map(), quietHours }) {
      mustBeId(userId, 'a user')
      for (const id of projects.keys()) mustBeId(id, 'a project')
      const { alerts = null, ...mails } = byDefault
      await db.transaction(async (tx) => {
        const [user] = await tx.rows(
          `update ${s}.users set
             subscribes_by_default = coalesce($2, subscribes_by_default),
             mails = mails || $3,
             quiet_hours = case when $4 then $5 else quiet_hours end
           where id = $1 returning id`,
          [userId, alerts, mails, quietHours !== undefined, quietHours ?? null],
        )
        if (user === undefined)
          throw new AppError('not_found', `Wanted the id of a user, found ${JSON.stringify(userId)}`)
        if (projects.size > 0) await chooseOfProjects(tx, s, userId, projects)
      })
    },
  }
  return own
}

/**
 * Whether a user wants mails of a kind about a project, as `wantsMail` of core says: `u` is their row of users, `up` that
 * of user_projects, if there is one.
 */
export function wantsMailSql(kind: MailKind): string {
  const chosen = (row: string) => `(${row}.mails ->> '${kind}')::boolean`
  if (kind === 'alerts') return 'coalesce(up.is_subscribed, u.subscribes_by_default)'
  if (kind === 'uptime' || kind === 'limits')
    return `coalesce(${chosen('up')}, up.is_subscribed, ${chosen('u')}, u.subscribes_by_default)`
  return `coalesce(${chosen('up')}, ${chosen('u')}, true)`
}

async function chooseOfProjects(
  tx: Queries,
  s: string,
  userId: Id,
  projects: ReadonlyMap<Id, Readonly<Partial<Record<MailKind, boolean | null>>>>,
): Promise<void> {
  const ids = [...projects.keys()]
  const changes = ids.map((id) => JSON.stringify(projects.get(id)))
  await tx.rows(
    `insert into ${s}.user_projects (user_id, project_id)
     select $1, project_id from unnest($2::bigint[]) as chosen(project_id)
     on conflict do nothing`,
    [userId, ids],
  )
  await tx.rows(
    `update ${s}.user_projects up set
       is_subscribed = case when c.change ? 'alerts' then (c.change ->> 'alerts')::boolean else up.is_subscribed end,
       mails = jsonb_strip_nulls(up.mails || (c.change - 'alerts'))
     from (select id, change::jsonb as change from unnest($2::bigint[], $3::text[]) as given(id, change)) as c
     where up.user_id = $1 and up.project_id = c.id`,
    [userId, ids, changes],
  )
  await tx.rows(`delete from ${s}.user_projects where user_id = $1 and is_subscribed is null and mails = '{}'`, [
    userId,
  ])
}

interface UserRow {
  readonly subscribes_by_default: boolean
  readonly mails: ChosenMails
  readonly quiet_hours: MailChoices['quietHours']
}

interface ProjectRow {
  readonly project_id: Id
  readonly is_subscribed: boolean | null
  readonly mails: ChosenMails
}

function toChosen({ is_subscribed: alerts, mails }: ProjectRow): ChosenMails {
  return alerts === null ? mails : { ...mails, alerts }
}
