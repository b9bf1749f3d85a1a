import type { OrganizationDetailJson, RateJson } from '@mishap/core/client'
import { counted, exactNumber, visibleText } from '@mishap/core/format'
import { Card } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import settings from './settings.module.css'
import type { UsageFigures } from './usage-figures.js'
import type { ProjectTableProps } from './usage-tables.js'

/** Which limits there are, and how much each has refused in the time that is looked at. */
export function UsageLimits({ organization, figures }: ProjectTableProps) {
  const { slug: org, rateLimit, eventThrottleRate, isAcceptingEvents, projects } = organization
  const limited = projects.filter((project) => project.rateLimit !== null || project.eventThrottleRate > 0)
  const refused = (...reasons: readonly string[]) => refusedBy(figures, reasons)
  return (
    <Card
      title="Limits"
      actions={<AppLink to={paths.organizationSettings(org)}>Change those of the organization</AppLink>}
    >
      <dl className={settings.facts}>
        <dt>Taking events</dt>
        <dd>{isAcceptingEvents ? 'Yes' : `No: every request is refused. ${refused('not_accepting')}`}</dd>
        <dt>Rate of all projects together</dt>
        <dd>{rateLimit === null ? 'No limit' : `${rateText(rateLimit)}. ${refused('organization_rate')}`}</dd>
        <dt>Throttle</dt>
        <dd>
          {eventThrottleRate === 0
            ? 'None'
            : `${eventThrottleRate} % of all requests are refused. ${refused('throttled')}`}
        </dd>
        {limited.map((project) => (
          <Limit key={project.id} org={org} project={project} />
        ))}
      </dl>
      {limited.length === 0 ? null : (
        <p className={settings.note}>
          By limits of projects and keys together:{' '}
          {refused('project_rate', 'key_rate', 'throttled', 'spike').toLowerCase()}
        </p>
      )}
    </Card>
  )
}

function Limit({
  org,
  project,
}: {
  readonly org: string
  readonly project: OrganizationDetailJson['projects'][number]
}) {
  const { slug, name, rateLimit, eventThrottleRate } = project
  return (
    <>
      <dt>
        <AppLink to={paths.projectLimits(org, slug)}>
          <bdi className={settings.word}>{visibleText(name.slice(0, 80))}</bdi>
        </AppLink>
      </dt>
      <dd>
        {rateLimit === null ? null : `${rateText(rateLimit)}. `}
        {eventThrottleRate === 0 ? null : `${eventThrottleRate} % are refused.`}
      </dd>
    </>
  )
}

function rateText({ count, window }: RateJson): string {
  return `${exactNumber(count)} requests in ${window} s`
}

function refusedBy({ reasons }: UsageFigures, wanted: readonly string[]): string {
  const count = reasons.filter(({ reason }) => wanted.includes(reason)).reduce((sum, one) => sum + one.count, 0)
  return count === 0 ? 'Nothing was refused by it.' : `${counted(count, 'request was', 'requests were')} refused by it.`
}
