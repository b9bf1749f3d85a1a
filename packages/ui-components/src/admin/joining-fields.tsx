import { Button, Checkbox, Field, IconButton, Select, TextInput } from '../primitives/index.js'
import settings from '../screens/settings.module.css'
import { fieldError } from '../setup/form.js'
import css from '../sign-in/sign-in.module.css'
import { ROLE_CHOICES, type RoleChoice, type TypedJoining } from './typed-provider.js'

export interface JoiningFieldsProps {
  readonly value: TypedJoining
  readonly onChange: (value: TypedJoining) => void
  /** Of the whole form. */
  readonly error: unknown
}

/** How people of a provider become members of an organization, and by which groups in which role. */
export function JoiningFields({ value, onChange, error }: JoiningFieldsProps) {
  const set = (change: Partial<TypedJoining>) => onChange({ ...value, ...change })
  const setGroup = (at: number, change: Partial<TypedJoining['groups'][number]>) =>
    set({ groups: value.groups.map((one, index) => (index === at ? { ...one, ...change } : one)) })
  return (
    <fieldset className={css.checks}>
      <legend className={settings.legend}>Membership</legend>
      <Checkbox
        label="They become members of an organization"
        checked={value.isOn}
        onChange={(event) => set({ isOn: event.target.checked })}
      />
      {value.isOn ? (
        <div className={css.fields}>
          <div className={settings.pair}>
            <Field
              label="Organization"
              hint="Its slug."
              className={settings.grow}
              error={fieldError(error, 'organization')}
            >
              <TextInput
                required
                autoComplete="off"
                value={value.organization}
                onChange={(event) => set({ organization: event.target.value })}
              />
            </Field>
            <Field label="In the role" className={settings.grow}>
              <RoleSelect value={value.role} onChange={(role) => set({ role })} hasNone={value.groups.length > 0} />
            </Field>
          </div>
          <Field
            label="Only addresses of"
            hint="Domains with spaces between them; the address must be verified. Empty: everybody."
            error={fieldError(error, 'emailDomains')}
          >
            <TextInput
              autoComplete="off"
              value={value.domains}
              onChange={(event) => set({ domains: event.target.value })}
            />
          </Field>
          {value.groups.map((group, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a group has no name but the one that is being typed
            <div key={at} className={css.group}>
              <Field
                label={`Group ${at + 1}`}
                className={settings.grow}
                error={at === 0 ? fieldError(error, 'groupRoles') : null}
              >
                <TextInput
                  required
                  autoComplete="off"
                  value={group.name}
                  onChange={(event) => setGroup(at, { name: event.target.value })}
                />
              </Field>
              <Field label={`Role of group ${at + 1}`} className={settings.grow}>
                <RoleSelect value={group.role} onChange={(role) => setGroup(at, { role })} hasNone={false} />
              </Field>
              <IconButton
                icon="trash"
                label={`Remove group ${at + 1}`}
                onClick={() => set({ groups: value.groups.filter((_, index) => index !== at) })}
              />
            </div>
          ))}
          {value.groups.length === 0 ? null : (
            <Field
              label="Claim of the groups"
              hint="Where they stand, such as groups or realm_access.roles. Each sign-in gives the role of the highest group."
              error={fieldError(error, 'groupsClaim')}
            >
              <TextInput
                required
                autoComplete="off"
                value={value.claim}
                onChange={(event) => set({ claim: event.target.value })}
              />
            </Field>
          )}
          <div>
            <Button
              size="sm"
              icon="plus"
              onClick={() => set({ groups: [...value.groups, { name: '', role: 'member' }] })}
            >
              Add a group
            </Button>
          </div>
        </div>
      ) : null}
    </fieldset>
  )
}

interface RoleSelectProps {
  readonly value: RoleChoice
  readonly onChange: (role: RoleChoice) => void
  readonly hasNone: boolean
}

function RoleSelect({ value, onChange, hasNone }: RoleSelectProps) {
  return (
    <Select value={value} onChange={(event) => onChange(event.target.value as RoleChoice)}>
      {ROLE_CHOICES.filter(({ role }) => hasNone || role !== 'none' || value === 'none').map(({ role, label }) => (
        <option key={role} value={role}>
          {label}
        </option>
      ))}
    </Select>
  )
}
