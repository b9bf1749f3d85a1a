import type { MailKind, NotificationMatrixJson, ProjectOrganizationJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Checkbox, EmptyState, useToast } from '../primitives/index.js'
import { useAllProjects, useNotificationMatrix, useUpdateNotificationMatrix } from '../provider/use-profile.js'
import { FindField } from './find-field.js'
import { Loaded } from './loaded.js'
import { MAIL_KINDS } from './mail-kinds.js'
import { NotificationTable } from './notification-table.js'
import css from './notifications-screen.module.css'
import { OwnMutesCard } from './own-mutes-card.js'
import { ProfilePage } from './profile-page.js'
import { QuietHoursCard } from './quiet-hours-card.js'
import settings from './settings.module.css'
import { useChoices } from './use-choices.js'

/** Which mails the reader gets: by default, of single projects, and when not. */
export function NotificationsScreen() {
  const matrix = useNotificationMatrix()
  return (
    <ProfilePage title="Notifications">
      <Loaded query={matrix} lines={8}>
        {(read) => (
          <>
            <ByDefault byDefault={read.byDefault} />
            <QuietHoursCard hours={read.quietHours} />
            <OwnMutesCard />
            <Projects matrix={read} />
          </>
        )}
      </Loaded>
    </ProfilePage>
  )
}

function ByDefault({ byDefault }: Pick<NotificationMatrixJson, 'byDefault'>) {
  const update = useUpdateNotificationMatrix()
  const toast = useToast()
  const [chosen, choose] = useChoices(
    (kind: MailKind, isOn: boolean) => update.mutateAsync({ byDefault: { [kind]: isOn } }),
    (error) => toast.show({ message: `It stays as it was: ${error.message}`, tone: 'danger' }),
  )
  return (
    <Card title="By default">
      <fieldset className={css.kinds}>
        <legend className={settings.note}>
          Mails about the projects of your teams, unless you chose otherwise for one of them below.
        </legend>
        {MAIL_KINDS.map(({ kind, label, note }) => (
          <Checkbox
            key={kind}
            className={settings.switch}
            label={
              <>
                <span className={settings.switchLabel}>{label}</span> <span className={css.what}>{note}</span>
              </>
            }
            checked={chosen.get(kind)?.value ?? byDefault[kind]}
            onChange={(event) => choose(kind, event.target.checked)}
          />
        ))}
      </fieldset>
    </Card>
  )
}

/** From how many projects on there is a field to find one. */
const MANY = 12
/** That are shown before somebody asks for all: each has six choices. */
const MOST_SHOWN = 60

function Projects({ matrix }: { readonly matrix: NotificationMatrixJson }) {
  const projects = useAllProjects()
  const [typed, setTyped] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const wanted = typed.trim().toLowerCase()
  return (
    <Loaded query={projects} lines={6} height={36}>
      {(all) => {
        if (all.length === 0) return <EmptyState icon="folder" title="No projects yet" />
        const found = all.filter(
          ({ name, slug, organization }) =>
            wanted === '' || [name, slug, organization.name].some((text) => text.toLowerCase().includes(wanted)),
        )
        const shown = isWhole ? found : found.slice(0, MOST_SHOWN)
        return (
          <>
            {all.length <= MANY ? null : <FindField label="Find a project" value={typed} onChange={setTyped} />}
            {found.length === 0 ? <EmptyState icon="search" title="No project has such a name" /> : null}
            {byOrganization(shown).map(([id, name, own]) => (
              <Card key={id} title={<bdi>{clip(visibleText(name), 100)}</bdi>} isFlush>
                <NotificationTable projects={own} matrix={matrix} />
              </Card>
            ))}
            {shown.length === found.length ? null : (
              <Button variant="ghost" onClick={() => setIsWhole(true)}>
                Show {counted(found.length - shown.length, 'more project')}
              </Button>
            )}
            {found.length === 0 ? null : (
              <p className={css.legend}>
                With a dashed edge it is as by default. Uptime and limits of a project follow its alerts unless you
                choose otherwise.
              </p>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

function byOrganization(projects: readonly ProjectOrganizationJson[]) {
  const groups = new Map<string, [id: string, name: string, projects: ProjectOrganizationJson[]]>()
  for (const project of projects) {
    const { id, name } = project.organization
    const group = groups.get(id) ?? [id, name, []]
    group[2].push(project)
    groups.set(id, group)
  }
  return [...groups.values()]
}
