import { Field, Select } from '../primitives/index.js'
import css from './issue-search.module.css'
import { type IssueSort, SORTS } from './search-params.js'

export interface SortSelectProps {
  readonly value: IssueSort
  readonly onChange: (sort: IssueSort) => void
}

/** In which order the issues stand. */
export function SortSelect({ value, onChange }: SortSelectProps) {
  return (
    <Field label="Order" isLabelHidden className={css.sort}>
      <Select value={value} onChange={(event) => onChange(event.target.value as IssueSort)}>
        {SORTS.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  )
}
