import type { ProjectTeamJson } from '@mishap/core/client'
import { lazy, Suspense } from 'react'
import { FilteredEmpty, NoProjectEmpty, QuietEmpty } from '../issues/issue-empty.js'
import { statusOf } from '../issues/query-text.js'
import type { IssueSearch } from '../issues/search-params.js'
import { Skeleton } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './issues-empty.module.css'

// The snippets of all platforms are needed by newcomers only.
const ProjectSetup = lazy(async () => ({ default: (await import('../setup/project-setup.js')).ProjectSetup }))

export interface IssuesEmptyProps {
  readonly org: string
  readonly search: IssueSearch
  readonly isFiltered: boolean
  /** Undefined while they are on their way. */
  readonly projects: readonly ProjectTeamJson[] | undefined
  readonly onChange: (next: IssueSearch) => void
}

/** Why the list is empty: there is no project, no event has come yet, nothing matches, or all is well. */
export function IssuesEmpty({ org, search, isFiltered, projects, onChange }: IssuesEmptyProps) {
  if (projects?.length === 0) {
    return (
      <NoProjectEmpty
        action={
          <AppLinkButton to={paths.newProject(org)} variant="primary" icon="plus">
            New project
          </AppLinkButton>
        }
      />
    )
  }
  const asked = projects?.filter(({ id }) => search.project.length === 0 || search.project.includes(id)) ?? []
  const waiting = asked.every((project) => project.firstEvent === null) ? asked[0] : undefined
  if (waiting !== undefined) {
    return (
      <div className={css.setup}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <ProjectSetup org={org} project={waiting.slug} />
        </Suspense>
      </div>
    )
  }
  if (isFiltered) {
    const names = new Map(projects?.map((project) => [project.id, project.name]))
    return <FilteredEmpty search={search} projectNames={names} onChange={onChange} />
  }
  return <QuietEmpty status={statusOf(search.query)} />
}
