import type { ProjectTeamJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { encodeSearch } from '../issues/search-params.js'
import { EmptyState, ErrorState, Skeleton, Time } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useProjects } from '../provider/use-queries.js'
import { PlatformIcon } from '../setup/platform-icon.js'
import { platformOf } from '../setup/platforms.js'
import { Page, usePageTitle } from './page.js'
import css from './projects-screen.module.css'

/** All projects of an organization. */
export function ProjectsScreen({ org }: { readonly org: string }) {
  const projects = useProjects(org)
  usePageTitle('Projects', org)
  const add = (
    <AppLinkButton to={paths.newProject(org)} variant="primary" icon="plus">
      New project
    </AppLinkButton>
  )
  return (
    <Page title="Projects" actions={projects.data?.items.length === 0 ? undefined : add}>
      {projects.data === undefined && projects.error === null ? <Skeleton lines={4} height={72} /> : null}
      {projects.data === undefined && projects.error !== null ? (
        <ErrorState error={projects.error} onRetry={() => void projects.refetch()} />
      ) : null}
      {projects.data?.items.length === 0 ? (
        <EmptyState icon="folder" title="Make your first project" action={add}>
          A project is one app or service. Its DSN is where the SDK of that app reports errors to.
        </EmptyState>
      ) : null}
      <ul className={css.grid}>
        {projects.data?.items.map((project) => (
          <ProjectTile key={project.id} org={org} project={project} />
        ))}
      </ul>
    </Page>
  )
}

function ProjectTile({ org, project }: { readonly org: string; readonly project: ProjectTeamJson }) {
  const issues = paths.issues(org, encodeSearch({ project: [project.id] }))
  return (
    <li className={css.tile}>
      <PlatformIcon platform={project.platform} />
      <div className={css.about}>
        <AppLink to={issues} className={css.name}>
          <bdi>{visibleText(project.name)}</bdi>
        </AppLink>
        <p className={css.state}>
          {project.firstEvent === null ? (
            'Waiting for its first event'
          ) : (
            <>
              {platformOf(project.platform)?.name ?? project.platform ?? 'Any platform'} · reports since{' '}
              <Time value={project.firstEvent} isFocusable={false} />
            </>
          )}
        </p>
      </div>
      <div className={css.actions}>
        <AppLinkButton to={paths.projectSetup(org, project.slug)} size="sm" variant="ghost">
          Set up<span className="mh-hidden"> {project.name}</span>
        </AppLinkButton>
        <AppLinkButton
          to={paths.projectSettings(org, project.slug)}
          size="sm"
          variant="ghost"
          icon="settings"
          aria-label={`Settings of ${project.name}`}
        />
      </div>
    </li>
  )
}
