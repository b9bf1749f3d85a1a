import type { ProjectOrganizationJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Card, Checkbox, cx, EmptyState, useToast } from '../primitives/index.js'
import table from '../primitives/table.module.css'
import {
  useAllProjects,
  useNotifications,
  useProjectNotifications,
  useUpdateNotifications,
  useUpdateProjectNotification,
} from '../provider/use-profile.js'
import { FindField } from './find-field.js'
import { Loaded } from './loaded.js'
import css from './notifications-screen.module.css'
import { ProfilePage } from './profile-page.js'
import settings from './settings.module.css'

/** Of which projects the reader is told: by default, and of single ones. */
export function NotificationsScreen() {
  const byDefault = useNotifications()
  return (
    <ProfilePage title="Notifications">
      <Loaded query={byDefault} lines={8}>
        {({ subscribeByDefault }) => (
          <>
            <ByDefault isOn={subscribeByDefault} />
            <Projects isOnByDefault={subscribeByDefault} />
          </>
        )}
      </Loaded>
    </ProfilePage>
  )
}

function ByDefault({ isOn }: { readonly isOn: boolean }) {
  const update = useUpdateNotifications()
  const toast = useToast()
  const change = (next: boolean) =>
    update.mutate(next, {
      onError: (error) => toast.show({ message: `It stays as it was: ${error.message}`, tone: 'danger' }),
    })
  return (
    <Card title="By default">
      <Checkbox
        className={settings.switch}
        label={
          <>
            <span className={settings.switchLabel}>Tell me of my projects</span>{' '}
            <span className={settings.note}>
              Mail of alerts in the projects of your teams, unless you chose otherwise for one of them below.
            </span>
          </>
        }
        checked={update.isPending ? update.variables : isOn}
        onChange={(event) => change(event.target.checked)}
      />
    </Card>
  )
}

/** From how many projects on there is a field to find one. */
const MANY = 12

function Projects({ isOnByDefault }: { readonly isOnByDefault: boolean }) {
  const projects = useAllProjects()
  const chosen = useProjectNotifications()
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  return (
    <Loaded query={projects} lines={6} height={36}>
      {(all) => {
        if (all.length === 0) return <EmptyState icon="folder" title="No projects yet" />
        const found = all.filter(
          ({ name, slug, organization }) =>
            wanted === '' || [name, slug, organization.name].some((text) => text.toLowerCase().includes(wanted)),
        )
        return (
          <>
            {all.length <= MANY ? null : <FindField label="Find a project" value={typed} onChange={setTyped} />}
            {found.length === 0 ? <EmptyState icon="search" title="No project has such a name" /> : null}
            <Loaded query={chosen} lines={6} height={36}>
              {(choices) =>
                byOrganization(found).map(([id, name, own]) => (
                  <Card key={id} title={<bdi>{clip(visibleText(name), 100)}</bdi>} isFlush>
                    <Matrix projects={own} choices={choices} isOnByDefault={isOnByDefault} />
                  </Card>
                ))
              }
            </Loaded>
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

interface MatrixProps {
  readonly projects: readonly ProjectOrganizationJson[]
  readonly choices: Readonly<Record<string, number>>
  readonly isOnByDefault: boolean
}

function Matrix({ projects, choices, isOnByDefault }: MatrixProps) {
  const values = [
    { value: -1, label: `Default (${isOnByDefault ? 'on' : 'off'})` },
    { value: 1, label: 'On' },
    { value: 0, label: 'Off' },
  ] as const
  return (
    <table className={cx(table.table, css.table)}>
      <thead className={table.head}>
        <tr>
          <th scope="col">Project</th>
          {values.map(({ value, label }) => (
            <th key={value} scope="col" className={css.choice}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <Row key={project.id} project={project} values={values} saved={choices[project.id] ?? -1} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly project: ProjectOrganizationJson
  readonly values: readonly { readonly value: -1 | 0 | 1; readonly label: string }[]
  readonly saved: number
}

function Row({ project: { id, name }, values, saved }: RowProps) {
  const update = useUpdateProjectNotification()
  const toast = useToast()
  const shown = clip(visibleText(name), 100)
  const current = update.isPending ? update.variables.value : saved
  const change = (value: -1 | 0 | 1) =>
    update.mutate(
      { project: id, value },
      { onError: (error) => toast.show({ message: `${shown} stays as it was: ${error.message}`, tone: 'danger' }) },
    )
  return (
    <tr className={table.row}>
      <th scope="row" className={css.name}>
        <bdi>{shown}</bdi>
      </th>
      {values.map(({ value, label }) => (
        <td key={value} className={css.choice}>
          <label className={css.hit}>
            <input
              type="radio"
              name={`project ${id}`}
              aria-label={`${shown}: ${label}`}
              checked={current === value}
              onChange={() => change(value)}
            />
          </label>
        </td>
      ))}
    </tr>
  )
}
