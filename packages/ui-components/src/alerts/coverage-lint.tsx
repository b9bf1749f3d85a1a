import type { AlertCoverageJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { type ReactNode, useId, useState } from 'react'
import { Button, Icon } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './alert-list.module.css'
import { reachesNobody } from './rule-state.js'

export interface CoverageLintProps {
  readonly org: string
  readonly coverage: readonly AlertCoverageJson[]
}

const FEW = 5

/** Projects whose issues nobody is told of; nothing where there are none. */
export function CoverageLint({ org, coverage }: CoverageLintProps) {
  const [isWhole, setIsWhole] = useState(false)
  const silent = coverage.filter(({ issues }) => reachesNobody({ reach: issues }))
  if (silent.length === 0) return null
  const shown = isWhole ? silent : silent.slice(0, FEW)
  const whose = silent.length === 1 ? 'its' : 'their'
  return (
    <Lint title={`${counted(silent.length, 'project')} would break unheard: nobody is told of ${whose} issues`}>
      <ul className={css.lintList}>
        {shown.map(({ project, monitors }) => (
          <li key={project.id} className={css.lintItem}>
            <AppLink to={paths.projectAlerts(org, project.slug)}>
              <bdi>{visibleText(clip(project.name, 80))}</bdi>
            </AppLink>
            <span>{reachesNobody({ reach: monitors }) ? 'nor of its monitors' : 'its monitors are told of'}</span>
            <TellSomebody org={org} project={project.slug} />
          </li>
        ))}
      </ul>
      {silent.length > FEW && !isWhole ? (
        <div>
          <Button size="sm" variant="ghost" onClick={() => setIsWhole(true)}>
            Show all {silent.length}
          </Button>
        </div>
      ) : null}
    </Lint>
  )
}

/** That nobody is told of the issues of a project; nothing where somebody is. */
export function ProjectLint({ org, coverage }: { readonly org: string; readonly coverage: AlertCoverageJson }) {
  const { project, issues, monitors } = coverage
  if (!reachesNobody({ reach: issues })) return null
  return (
    <Lint title="Nobody is told of the issues of this project">
      <p className={css.lintItem}>
        <span>
          {reachesNobody({ reach: monitors }) ? 'Nor of its monitors.' : 'Its monitors are told of.'} It would break
          unheard.
        </span>
        <TellSomebody org={org} project={project.slug} />
      </p>
    </Lint>
  )
}

function TellSomebody({ org, project }: { readonly org: string; readonly project: string }) {
  return <AppLink to={paths.newAlert(org, `?start=new&project=${encodeURIComponent(project)}`)}>Tell somebody</AppLink>
}

/** What is wrong with how an organization is told, above its rules. */
export function Lint({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={css.lint}>
      <h2 id={id} className={css.lintTitle}>
        <Icon name="alert" size={14} />
        {title}
      </h2>
      {children}
    </section>
  )
}
