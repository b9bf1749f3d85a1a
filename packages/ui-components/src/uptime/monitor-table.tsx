import type { MonitorJson, MonitorUptimeJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { Checkbox, cx, Icon } from '../primitives/index.js'
import { useRemembered } from '../primitives/use-remembered.js'
import { groupsOf, type MonitorGroup } from './monitor-params.js'
import { MonitorRow } from './monitor-row.js'
import css from './monitor-table.module.css'
import { STATUSES, shownStatus } from './status.js'
import { StatusShape } from './status-shape.js'

export interface MonitorTableProps {
  readonly org: string
  readonly monitors: readonly MonitorJson[]
  /** By id; what is not there yet is left empty. */
  readonly uptime: ReadonlyMap<number, MonitorUptimeJson>
  readonly chosen: ReadonlySet<number>
  readonly onChoose: (ids: readonly number[], isChosen: boolean) => void
  /** Of another search than is shown. */
  readonly isOpen?: boolean
}

const COLUMNS = ['Last 24 hours', 'p95', '24h', '7d', '30d', 'Last check', 'Certificate'] as const

/** What is watched, in the tree of its groups. A group folds, and the browser remembers that it is. */
export function MonitorTable({ org, monitors, uptime, chosen, onChoose, isOpen = false }: MonitorTableProps) {
  const [folded, setFolded] = useRemembered<readonly string[]>(`uptime.folded.${org}`, NONE, isTexts)
  const groups = groupsOf(monitors)
  const hasGroups = groups.some(({ path }) => path !== '')
  const isHidden = ({ path }: MonitorGroup) => !isOpen && folded.some((one) => path.startsWith(`${one}/`))
  const isFolded = ({ path }: MonitorGroup) => !isOpen && folded.includes(path)
  const toggle = (path: string) =>
    setFolded(folded.includes(path) ? folded.filter((one) => one !== path) : [...folded, path])
  const isAll = monitors.length > 0 && monitors.every(({ id }) => chosen.has(id))
  return (
    <table className={css.table}>
      <caption className="mh-hidden">Monitors</caption>
      <thead>
        <tr className={css.head}>
          <th scope="col" className={css.check}>
            <Checkbox
              label="Choose all"
              isLabelHidden
              checked={isAll}
              isMixed={!isAll && chosen.size > 0}
              onChange={() =>
                onChoose(
                  monitors.map(({ id }) => id),
                  !isAll,
                )
              }
            />
          </th>
          <th scope="col">Monitor</th>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={css[CLASSES[name]]}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) =>
        isHidden(group) ? null : (
          <tbody key={group.path}>
            {hasGroups ? (
              <GroupRow group={group} isFolded={isFolded(group)} onToggle={() => toggle(group.path)} />
            ) : null}
            {isFolded(group)
              ? null
              : group.monitors.map((monitor) => (
                  <MonitorRow
                    key={monitor.id}
                    org={org}
                    monitor={monitor}
                    uptime={uptime.get(monitor.id) ?? null}
                    level={hasGroups ? group.level : 0}
                    isChosen={chosen.has(monitor.id)}
                    onChoose={(isChosen) => onChoose([monitor.id], isChosen)}
                  />
                ))}
          </tbody>
        ),
      )}
    </table>
  )
}

const CLASSES = {
  'Last 24 hours': 'strip',
  p95: 'number',
  '24h': 'number',
  '7d': 'number',
  '30d': 'number',
  'Last check': 'when',
  Certificate: 'when',
} as const satisfies Readonly<Record<(typeof COLUMNS)[number], string>>

interface GroupRowProps {
  readonly group: MonitorGroup
  readonly isFolded: boolean
  readonly onToggle: () => void
}

function GroupRow({ group, isFolded, onToggle }: GroupRowProps) {
  const { path, name, level, all } = group
  const worst = STATUSES.find((status) => all.some((monitor) => shownStatus(monitor) === status)) ?? 'unknown'
  const isBad = worst === 'down' || worst === 'degraded'
  const bad = all.filter((monitor) => shownStatus(monitor) === worst).length
  return (
    <tr className={css.group}>
      <th scope="rowgroup" colSpan={COLUMNS.length + 2}>
        <span className={css.groupLine} style={{ paddingInlineStart: level * 18 }}>
          {path === '' ? (
            <span className={css.noGroup}>In no group</span>
          ) : (
            <button type="button" className={css.fold} aria-expanded={!isFolded} onClick={onToggle}>
              <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} size={12} />
              <bdi>{visibleText(clip(name, 80))}</bdi>
            </button>
          )}
          <span className={css.groupCount}>{counted(all.length, 'monitor')}</span>
          {isBad ? (
            <span className={cx(css.groupWorst)}>
              <StatusShape status={worst} isCompact /> {bad} {worst}
            </span>
          ) : null}
        </span>
      </th>
    </tr>
  )
}

const NONE: readonly string[] = []

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
