import type { IngestLimitsJson } from '@mishap/core/client'
import { counted, exactNumber } from '@mishap/core/format'
import { Icon, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useIngestLimits } from '../provider/use-queries.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import css from './spike-notice.module.css'

export interface SpikeNoticeProps extends ProjectScreenProps {
  readonly limits: IngestLimitsJson
  /** Not on the page that it leads to. */
  readonly hasLink?: boolean
}

/** Says that requests of a project are sampled, since when, and how many were not taken. Nothing where they are not. */
export function SpikeNotice({ org, project, limits: { spike, normal }, hasLink = false }: SpikeNoticeProps) {
  if (spike === null) return null
  return (
    <section aria-label="Spike" className={css.notice}>
      <Icon name="alert" size={16} className={css.mark} />
      <div>
        <p className={css.title}>This project sends far more than it usually does, so it is sampled</p>
        <p>
          {counted(spike.sampled, 'request')} not taken since <Time value={spike.since} mode="absolute" />.
          {normal === null ? null : (
            <>
              {' '}
              Its busiest hours usually see {exactNumber(normal.perHour)}; up to {exactNumber(normal.limitPerHour)} an
              hour are taken.
            </>
          )}{' '}
          {hasLink ? <AppLink to={paths.projectLimits(org, project)}>Limits of the project</AppLink> : null}
        </p>
      </div>
    </section>
  )
}

/** The notice for pages that read nothing else about limits. */
export function LoadedSpikeNotice({ org, project }: ProjectScreenProps) {
  const limits = useIngestLimits(org, project)
  return limits.data === undefined ? null : <SpikeNotice org={org} project={project} limits={limits.data} hasLink />
}
