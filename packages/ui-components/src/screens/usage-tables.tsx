import type { OrganizationDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Card, Num } from '../primitives/index.js'
import table from '../primitives/table.module.css'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { describeOutcome } from '../setup/outcomes.js'
import css from './usage.module.css'
import { END_NAMES, type UsageFigures } from './usage-figures.js'

/** Why events were not accepted, and what to do about it. */
export function ReasonTable({ figures: { reasons } }: { readonly figures: UsageFigures }) {
  if (reasons.length === 0) return null
  return (
    <Card title="Not accepted, and why" isFlush>
      <div className={css.scroll}>
        <table className={table.table}>
          <colgroup>
            <col />
            <col className={css.what} />
            <col className={css.amount} />
          </colgroup>
          <thead>
            <tr className={table.head}>
              <th scope="col">Reason</th>
              <th scope="col">What became of them</th>
              <th scope="col" className={css.end}>
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ end, reason, count }) => {
              const { title, remedy } = describeOutcome(end, reason)
              return (
                <tr key={`${end} ${reason}`} className={table.row}>
                  <th scope="row" className={css.reason}>
                    {end === 'client_discard' && reason !== '' ? visibleText(reason) : title}
                    {remedy === null ? null : <span className={css.remedy}>{remedy}</span>}
                  </th>
                  <td>{END_NAMES[end]}</td>
                  <td className={css.end}>
                    <Num value={count} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

export interface ProjectTableProps {
  readonly organization: OrganizationDetailJson
  readonly figures: UsageFigures
}

/** How much each project sent, the busiest first. */
export function ProjectTable({ organization: { slug: org, projects }, figures }: ProjectTableProps) {
  return (
    <Card title="By project" isFlush>
      <div className={css.scroll}>
        <table className={table.table}>
          <colgroup>
            <col />
            <col className={css.amount} />
            <col className={css.amount} />
            <col className={css.amount} />
          </colgroup>
          <thead>
            <tr className={table.head}>
              <th scope="col">Project</th>
              <th scope="col" className={css.end}>
                Accepted
              </th>
              <th scope="col" className={css.end}>
                Dropped
              </th>
              <th scope="col" className={css.end}>
                Refused
              </th>
            </tr>
          </thead>
          <tbody>
            {figures.projects.map(({ id, totals }) => {
              const project = projects.find((one) => one.id === id)
              return (
                <tr key={id} className={table.row}>
                  <th scope="row" className={css.reason}>
                    {project === undefined ? (
                      'A project that is gone'
                    ) : (
                      <AppLink to={paths.projectSettings(org, project.slug)}>
                        <bdi>{visibleText(clip(project.name, 80))}</bdi>
                      </AppLink>
                    )}
                  </th>
                  <td className={css.end}>
                    <Num value={totals.accepted} />
                  </td>
                  <td className={css.end}>
                    <Num value={totals.filtered + totals.client_discard} />
                  </td>
                  <td className={css.end}>
                    <Num value={totals.rate_limited + totals.invalid} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
