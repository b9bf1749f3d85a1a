import type { OrganizationDetailJson, ProjectTeamJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Card, cx, EmptyState, Field, Menu, TextInput, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { PlatformIcon } from '../setup/platform-icon.js'
import { DeleteProjectDialog } from './delete-project-dialog.js'
import members from './members.module.css'
import { MoveProjectDialog } from './move-project-dialog.js'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import { WhoCanHelp } from './who-can-help.js'

/** The projects of an organization: made, moved to another one, deleted. */
export function OrganizationProjectsScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Projects">
      {(organization) => <Projects organization={organization} />}
    </OrganizationPage>
  )
}

type Task = { readonly kind: 'move' | 'delete'; readonly project: ProjectTeamJson }

/** As many as fit on a screen need no search. */
const MANY = 10

function Projects({ organization }: { readonly organization: OrganizationDetailJson }) {
  const { slug: org, projects, access } = organization
  const [typed, setTyped] = useState('')
  const [task, setTask] = useState<Task | null>(null)
  const mayMake = access.includes('project:admin')
  const wanted = typed.trim().toLowerCase()
  const shown = projects.filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(wanted))
  const close = () => setTask(null)
  return (
    <>
      {mayMake ? (
        <div>
          <AppLinkButton to={paths.newProject(org)} variant="primary" icon="plus">
            New project
          </AppLinkButton>
        </div>
      ) : (
        <WhoCanHelp org={org} least="admin">
          Admins, managers and owners make and delete projects.
        </WhoCanHelp>
      )}
      {projects.length === 0 ? (
        <EmptyState icon="folder" title="No projects yet">
          A project is one app or service. Its DSN is where the SDK of that app reports errors to.
        </EmptyState>
      ) : (
        <Card isFlush>
          {projects.length > MANY ? (
            <search className={members.tools}>
              <Field label="Find" className={members.search}>
                <TextInput
                  type="search"
                  icon="search"
                  placeholder="Name"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </Field>
              <p role="status" className={members.count}>
                {shown.length} of {projects.length}
              </p>
            </search>
          ) : null}
          {shown.length === 0 ? <EmptyState icon="folder" title="No project like that" /> : null}
          <ul>
            {shown.map((project) => (
              <ProjectRow key={project.id} organization={organization} project={project} onTask={setTask} />
            ))}
          </ul>
        </Card>
      )}
      {task?.kind === 'move' ? <MoveProjectDialog org={org} project={task.project} onClose={close} /> : null}
      {task?.kind === 'delete' ? <DeleteProjectDialog org={org} project={task.project} onClose={close} /> : null}
    </>
  )
}

interface ProjectRowProps {
  readonly organization: OrganizationDetailJson
  readonly project: ProjectTeamJson
  readonly onTask: (task: Task) => void
}

const MOST_TEAMS = 4

function ProjectRow({ organization: { slug: org, access }, project, onTask }: ProjectRowProps) {
  const { navigate } = useNavigation()
  const { slug, teams, platform, firstEvent } = project
  const name = visibleText(clip(project.name, 120))
  const mayMove = access.includes('member:write')
  return (
    <li className={rows.row}>
      <PlatformIcon platform={platform} />
      <div className={cx(rows.about, members.about)}>
        <p className={members.name}>
          <AppLink to={paths.projectSettings(org, slug)}>
            <bdi>{name}</bdi>
          </AppLink>
        </p>
        <p className={members.details}>
          <span>{visibleText(slug)}</span>
          <span>
            {teams.length === 0
              ? 'no team'
              : teams
                  .slice(0, MOST_TEAMS)
                  .map((team) => visibleText(team.slug))
                  .join(', ')}
            {teams.length > MOST_TEAMS ? ` and ${teams.length - MOST_TEAMS} more` : null}
          </span>
          <span>
            {firstEvent === null ? 'waits for its first event' : 'reports since '}
            {firstEvent === null ? null : <Time value={firstEvent} isFocusable={false} />}
          </span>
        </p>
      </div>
      <Menu
        label={`What to do about ${name}`}
        isIconOnly
        icon="more"
        size="sm"
        variant="ghost"
        align="end"
        items={[
          {
            id: 'settings',
            label: 'Settings',
            icon: 'settings',
            onSelect: () => navigate(paths.projectSettings(org, slug)),
          },
          {
            id: 'move',
            label: 'Move to another organization',
            icon: 'arrow-right',
            ...(mayMove ? {} : { isDisabled: true, hint: 'For managers and owners' }),
            onSelect: () => onTask({ kind: 'move', project }),
          },
          {
            id: 'delete',
            label: 'Delete',
            icon: 'trash',
            isDanger: true,
            startsGroup: true,
            ...(access.includes('project:admin') ? {} : { isDisabled: true, hint: 'For admins' }),
            onSelect: () => onTask({ kind: 'delete', project }),
          },
        ]}
      />
    </li>
  )
}
