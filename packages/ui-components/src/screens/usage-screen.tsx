import type { OrganizationDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { EventVolume } from '../charts/index.js'
import { Card, Chip, EmptyState, Field, Num, ProgressBar, Select, useNow } from '../primitives/index.js'
import { useUsage } from '../provider/use-organization.js'
import { Loaded } from './loaded.js'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import css from './usage.module.css'
import {
  END_NAMES,
  ENDS,
  type End,
  PERIODS,
  type Period,
  spanOf,
  type UsageFigures,
  usageFigures,
} from './usage-figures.js'
import { UsageLimits } from './usage-limits.js'
import { ProjectTable, ReasonTable } from './usage-tables.js'

/** What came to an organization, what became of it, and which limits there are. */
export function UsageScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Usage">
      {(organization) => <Usage organization={organization} />}
    </OrganizationPage>
  )
}

function Usage({ organization }: { readonly organization: OrganizationDetailJson }) {
  const [period, setPeriod] = useState<Period>('30d')
  const [project, setProject] = useState('')
  const usage = useUsage(organization.slug, {
    ...spanOf(period, useNow()),
    groupBy: ['outcome', 'reason', 'project'],
    ...(project === '' ? {} : { project: [project] }),
  })
  return (
    <>
      <div className={css.choice}>
        <fieldset className={css.periods}>
          <legend className="mh-hidden">Of the last</legend>
          {PERIODS.map(({ id, label }) => (
            <Chip key={id} isPressed={period === id} onPress={() => setPeriod(id)}>
              {label}
            </Chip>
          ))}
        </fieldset>
        <Field label="Project" isLabelHidden>
          <Select value={project} onChange={(event) => setProject(event.target.value)}>
            <option value="">All projects</option>
            {organization.projects.map(({ id, name }) => (
              <option key={id} value={id}>
                {visibleText(name.slice(0, 80))}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {usage.isPlaceholderData ? <ProgressBar label="Loading other counts" /> : null}
      <Loaded query={usage} lines={6} height={40}>
        {(stats) => <Figures organization={organization} figures={usageFigures(stats)} />}
      </Loaded>
    </>
  )
}

interface FiguresProps {
  readonly organization: OrganizationDetailJson
  readonly figures: UsageFigures
}

function Figures({ organization, figures }: FiguresProps) {
  const [end, setEnd] = useState<End>('accepted')
  const isNothing = ENDS.every((one) => figures.totals[one] === 0)
  return (
    <>
      <Card title="Events">
        <ul className={css.tiles}>
          {ENDS.map((one) => (
            <li key={one}>
              <button type="button" className={css.tile} aria-pressed={end === one} onClick={() => setEnd(one)}>
                <span className={css.tileName}>{END_NAMES[one]}</span>
                <span className={css.number}>
                  <Num value={figures.totals[one]} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        <EventVolume buckets={figures.buckets[end]} label={END_NAMES[end]} height={120} />
        <p className={css.note}>Days begin at midnight UTC.</p>
      </Card>
      {isNothing ? (
        <EmptyState icon="bolt" title="Nothing came in this time">
          Counts of errors appear here with the first of them.
        </EmptyState>
      ) : (
        <>
          <ReasonTable figures={figures} />
          <ProjectTable organization={organization} figures={figures} />
        </>
      )}
      <UsageLimits organization={organization} figures={figures} />
    </>
  )
}
