import type { MailKind, NotificationMatrixJson, ProjectOrganizationJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { cx, Icon, useToast } from '../primitives/index.js'
import table from '../primitives/table.module.css'
import { useUpdateNotificationMatrix } from '../provider/use-profile.js'
import { isHeardByDefault, MAIL_KINDS } from './mail-kinds.js'
import css from './notification-table.module.css'
import { useChoices } from './use-choices.js'

export interface NotificationTableProps {
  readonly projects: readonly ProjectOrganizationJson[]
  readonly matrix: NotificationMatrixJson
}

/** Of each project: which mails are wanted, as by default where nothing is chosen. */
export function NotificationTable({ projects, matrix }: NotificationTableProps) {
  return (
    <table className={cx(table.table, css.table)}>
      <thead className={table.head}>
        <tr>
          <th scope="col">Project</th>
          {MAIL_KINDS.map(({ kind, label }) => (
            <th key={kind} scope="col" className={css.choice}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <Row key={project.id} project={project} matrix={matrix} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ project: { id, name }, matrix }: { readonly project: ProjectOrganizationJson } & Matrix) {
  const update = useUpdateNotificationMatrix()
  const toast = useToast()
  const shown = clip(visibleText(name), 100)
  const saved: Readonly<Partial<Record<MailKind, boolean>>> = matrix.projects[id] ?? {}
  const [chosen, choose] = useChoices(
    (kind: MailKind, isOn: boolean | null) => update.mutateAsync({ projects: { [id]: { [kind]: isOn } } }),
    (error) => toast.show({ message: `${shown} stays as it was: ${error.message}`, tone: 'danger' }),
  )
  return (
    <tr className={cx(table.row, css.row)}>
      <th scope="row" className={css.name}>
        <bdi>{shown}</bdi>
      </th>
      {MAIL_KINDS.map(({ kind, label }) => (
        <td key={kind} className={css.choice} data-label={label}>
          <Choice
            label={`${shown}: ${label}`}
            value={(chosen.get(kind) ?? { value: saved[kind] ?? null }).value}
            byDefault={isHeardByDefault(matrix, id, kind)}
            onChange={(isOn) => choose(kind, isOn)}
          />
        </td>
      ))}
    </tr>
  )
}

interface Matrix {
  readonly matrix: NotificationMatrixJson
}

interface ChoiceProps {
  readonly label: string
  /** Null: as by default. */
  readonly value: boolean | null
  readonly byDefault: boolean
  readonly onChange: (value: boolean | null) => void
}

const VALUES = { '': null, on: true, off: false } as const

/** Three states in the width of one word: the list of the select is drawn by the browser, what is chosen by us. */
function Choice({ label, value, byDefault, onChange }: ChoiceProps) {
  const isOn = value ?? byDefault
  const byDefaultWords = `As by default (${byDefault ? 'on' : 'off'})`
  return (
    <span className={css.cell} data-on={isOn} data-chosen={value !== null}>
      <span aria-hidden="true" className={css.shown}>
        {value === null ? null : <Icon name={value ? 'check' : 'close'} size={11} />}
        {isOn ? 'On' : 'Off'}
      </span>
      <select
        aria-label={label}
        className={css.select}
        title={value === null ? byDefaultWords : undefined}
        value={value === null ? '' : value ? 'on' : 'off'}
        onChange={(event) => onChange(VALUES[event.target.value as keyof typeof VALUES])}
      >
        <option value="">{byDefaultWords}</option>
        <option value="on">On</option>
        <option value="off">Off</option>
      </select>
    </span>
  )
}
