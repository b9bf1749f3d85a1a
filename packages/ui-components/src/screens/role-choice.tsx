import type { RoleName } from '@mishap/core/client'
import { useId } from 'react'
import css from './role-choice.module.css'
import { mayGive, ROLES } from './roles.js'
import settings from './settings.module.css'

export interface RoleChoiceProps {
  readonly value: RoleName
  readonly onChange: (role: RoleName) => void
  /** The role of who chooses; those above it cannot be given. */
  readonly own: RoleName
}

/** The roles, each with what it may do. */
export function RoleChoice({ value, onChange, own }: RoleChoiceProps) {
  const name = useId()
  return (
    <fieldset>
      <legend className={settings.legend}>Role</legend>
      <div className={css.roles}>
        {ROLES.map(({ role, name: title, may }) => (
          <label key={role} className={css.role} data-chosen={value === role}>
            <input
              type="radio"
              name={name}
              value={role}
              checked={value === role}
              disabled={!mayGive(own, role)}
              onChange={() => onChange(role)}
            />
            <span>
              <b>{title}</b>{' '}
              <span className={settings.note}>
                {mayGive(own, role) ? may : `${may} Only who has this role gives it.`}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
