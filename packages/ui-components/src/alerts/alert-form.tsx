import type { AlertTestJson, ApiError, OrganizationAlertJson, ProjectTeamJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import type { FormEvent, ReactNode } from 'react'
import { Button, Card, Field, Icon, Select, TextInput } from '../primitives/index.js'
import { fieldError } from '../setup/form.js'
import type { AlertDraft } from './alert-draft.js'
import css from './alert-form.module.css'
import type { AlertPartProps } from './alert-part-props.js'
import type { DraftField } from './draft-faults.js'
import { PaceFields } from './pace-fields.js'
import { fieldNames } from './recipient-draft.js'
import { isUnique, RecipientsField } from './recipients-field.js'
import { WhenFields } from './when-fields.js'

export interface AlertFormProps {
  readonly org: string
  /** The one that is changed; null for a new one. */
  readonly saved: OrganizationAlertJson | null
  readonly projects: readonly Pick<ProjectTeamJson, 'id' | 'slug' | 'name'>[]
  readonly draft: AlertDraft
  readonly isChanged: boolean
  readonly mayWrite: boolean
  /** What is known to be wrong; nobody is told before they have tried to save. */
  readonly faults: Partial<Record<DraftField, string>>
  /** Recipients are judged as well. */
  readonly isAsked: boolean
  readonly onChange: (change: Partial<AlertDraft>) => void
  readonly onSubmit: () => void
  readonly onCancel: () => void
  readonly isSaving: boolean
  /** Of the last attempt to save. */
  readonly error: Error | null
  readonly onTest: (recipient: number) => Promise<readonly AlertTestJson[]>
}

/** Fields at which the form shows what the server says. */
const FIELDS = [
  'name',
  'quantity',
  'timespanMinutes',
  'users',
  'minutes',
  'query',
  'triggers',
  'start',
  'end',
  'timeZone',
  'days',
]

/** A rule as sentences with fields for words: when, whom, and how often. */
export function AlertForm(props: AlertFormProps) {
  const { org, saved, projects, draft, isChanged, mayWrite, faults, error, onChange } = props
  const fault = (...names: readonly string[]) => {
    const found = names.map((name) => faults[name as DraftField] ?? fieldError(error, name))
    return found.find((one) => one !== undefined) ?? (names.includes('query') ? searchFault(error) : undefined)
  }
  const part: AlertPartProps = { draft, onChange, fault }
  const shown = [...FIELDS, ...draft.recipients.flatMap(fieldNames).filter((name) => isUnique(draft.recipients, name))]
  const isElsewhere =
    error !== null && searchFault(error) === undefined && shown.every((name) => fieldError(error, name) === undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit()
  }
  const projectId = projects.find(({ slug }) => slug === draft.project)?.id ?? null
  return (
    <form className={css.form} noValidate onSubmit={submit}>
      <fieldset className={css.all} disabled={!mayWrite}>
        <legend className="mh-hidden">The rule</legend>
        <Card title="When">
          <div className={css.parts}>
            <div className={css.pair}>
              <Field label="Name" hint="May stay empty." error={fault('name')}>
                <TextInput
                  value={draft.name}
                  maxLength={255}
                  placeholder="What it is for"
                  onChange={(event) => onChange({ name: event.target.value })}
                />
              </Field>
              <Field
                label="Project"
                error={fault('project')}
                {...(saved === null ? {} : { hint: 'A rule stays in its project.' })}
              >
                <Select
                  value={draft.project}
                  disabled={saved !== null}
                  onChange={(event) => onChange({ project: event.target.value })}
                >
                  {draft.project === '' ? <option value="">Choose a project</option> : null}
                  {projects.map(({ slug, name }) => (
                    <option key={slug} value={slug}>
                      {visibleText(clip(name, 60))}
                    </option>
                  ))}
                  {draft.project === '' || projectId !== null ? null : (
                    <option value={draft.project}>{visibleText(clip(saved?.project.name ?? draft.project, 60))}</option>
                  )}
                </Select>
              </Field>
            </div>
            <WhenFields {...part} org={org} projectId={projectId ?? saved?.project.id ?? null} />
          </div>
        </Card>
        <Card title="Whom">
          <RecipientsField {...part} org={org} isAsked={props.isAsked} saved={saved} onTest={props.onTest} />
        </Card>
        <Card title="How often">
          <PaceFields {...part} />
        </Card>
      </fieldset>
      <div role="alert" className={css.alert}>
        {isElsewhere ? <Refused>{error.message}</Refused> : null}
        {Object.keys(faults).length === 0 ? null : <Refused>Something is missing: it is marked above.</Refused>}
      </div>
      {mayWrite ? (
        <div className={css.actions}>
          <Button type="submit" variant="primary" busy={props.isSaving} disabled={saved !== null && !isChanged}>
            {saved === null ? 'Make the rule' : 'Save'}
          </Button>
          <Button variant="ghost" onClick={props.onCancel}>
            {saved !== null && isChanged ? 'Discard the changes' : 'Cancel'}
          </Button>
          {saved !== null && isChanged ? <span className={css.note}>Not saved yet.</span> : null}
        </div>
      ) : (
        <p className={css.note}>You may look at this rule; to change it the permission to change projects is wanted.</p>
      )}
    </form>
  )
}

/** What the server says of the search beyond what the field sees itself. */
function searchFault(error: Error | null): string | undefined {
  const [first] = (error as Partial<ApiError> | null)?.faults ?? []
  return first === undefined ? undefined : `${first.message} ${first.remedy}`
}

function Refused({ children }: { readonly children: ReactNode }) {
  return (
    <p className={css.error}>
      <Icon name="alert" size={14} /> {children}
    </p>
  )
}
