import { useState } from 'react'
import { Button, Field, Icon, IconButton, Select, TextArea, TextInput } from '../primitives/index.js'
import { PasswordField } from '../setup/form.js'
import css from './alert-form.module.css'
import type { ChannelField } from './channel-fields.js'
import { fieldText, type Header, headersOf, KEPT, type RecipientDraft } from './recipient-draft.js'
import { WorkspaceSelect } from './workspace-select.js'

export interface ChannelInputProps {
  readonly org: string
  readonly field: ChannelField
  readonly recipient: RecipientDraft
  readonly fault: string | undefined
  readonly onChange: (recipient: RecipientDraft) => void
}

/** One thing that a channel has to know. */
export function ChannelInput({ org, field, recipient, fault, onChange }: ChannelInputProps) {
  const value = fieldText(recipient, field.name)
  const set = (next: unknown) =>
    onChange(
      field.name === 'url'
        ? { ...recipient, url: String(next) }
        : { ...recipient, config: { ...recipient.config, [field.name]: next } },
    )
  const label = field.isOptional === true && field.kind !== 'choice' ? `${field.label} (optional)` : field.label
  // Of ways that others have not, the server keeps all of an address but its host to itself.
  const hint = value.endsWith(KEPT) && field.kind === 'url' ? 'The rest is kept, and shown to nobody.' : field.hint
  const about = { label, ...(hint === undefined ? {} : { hint }), error: fault }
  switch (field.kind) {
    case 'secret':
      return <SecretInput about={about} value={value} onChange={set} />
    case 'integration':
      return <WorkspaceSelect org={org} error={fault} value={value} onChange={set} />
    case 'headers':
      return <Headers value={headersOf(recipient.config)} onChange={set} />
    case 'choice':
      return (
        <Field {...about} className={css.short}>
          <Select value={value || field.usual} onChange={(event) => set(event.target.value)}>
            {field.choices?.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </Select>
        </Field>
      )
    case 'lines':
      return (
        <Field {...about} className={css.wide}>
          <TextArea
            className={css.code}
            rows={4}
            maxLength={3000}
            spellCheck={false}
            value={value}
            onChange={(event) => set(event.target.value)}
          />
        </Field>
      )
    default:
      return (
        <Field {...about} className={field.kind === 'url' ? css.wide : css.word}>
          <TextInput
            type={field.kind === 'url' ? 'url' : 'text'}
            inputMode={field.kind === 'url' ? 'url' : undefined}
            maxLength={field.kind === 'url' ? 2000 : 500}
            placeholder={field.placeholder}
            spellCheck={false}
            autoCapitalize="none"
            value={value}
            onChange={(event) => set(event.target.value)}
          />
        </Field>
      )
  }
}

interface SecretInputProps {
  readonly about: { readonly label: string; readonly hint?: string; readonly error: string | undefined }
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A secret that the server keeps to itself: it stays unless another is typed. */
function SecretInput({ about, value, onChange }: SecretInputProps) {
  const [wasKept] = useState(value === KEPT)
  if (value === KEPT) {
    return (
      <Field label={about.label} hint="Kept, and shown to nobody." className={css.word}>
        <div className={css.kept}>
          <TextInput value="••••••••" readOnly />
          <Button size="sm" onClick={() => onChange('')}>
            Replace<span className="mh-hidden"> {about.label}</span>
          </Button>
        </div>
      </Field>
    )
  }
  return (
    <div className={css.word}>
      <PasswordField
        {...about}
        value={value}
        maxLength={500}
        autoComplete="off"
        // The field takes the place of the button that was pressed.
        autoFocus={wasKept}
        onChange={(event) => onChange(event.target.value)}
      />
      {wasKept ? (
        <Button size="sm" variant="ghost" onClick={() => onChange(KEPT)}>
          Keep the one there was
        </Button>
      ) : null}
    </div>
  )
}

interface HeadersProps {
  readonly value: readonly Header[]
  readonly onChange: (headers: readonly Header[]) => void
}

const MOST_HEADERS = 20

function Headers({ value, onChange }: HeadersProps) {
  const change = (at: number, part: Partial<Header>) =>
    onChange(value.map((one, place) => (place === at ? { ...one, ...part } : one)))
  return (
    <fieldset className={css.headers}>
      <legend className={css.legend}>Headers</legend>
      {value.map((header, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and are changed in place
        <div key={at} className={css.header}>
          <TextInput
            aria-label={`Name of header ${at + 1}`}
            placeholder="Authorization"
            maxLength={200}
            spellCheck={false}
            value={header.name}
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <TextInput
            aria-label={`Value of header ${at + 1}`}
            type="password"
            autoComplete="off"
            placeholder="Bearer …"
            maxLength={1000}
            value={header.value}
            onFocus={(event) => event.target.value === KEPT && event.target.select()}
            onChange={(event) => change(at, { value: event.target.value })}
          />
          <IconButton
            icon="close"
            size="sm"
            label={`Remove header ${at + 1}`}
            onClick={() => onChange(value.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      {value.length >= MOST_HEADERS ? (
        <p className={css.note}>
          <Icon name="info" size={13} /> There may be {MOST_HEADERS}.
        </p>
      ) : (
        <div>
          <Button size="sm" icon="plus" onClick={() => onChange([...value, { name: '', value: '' }])}>
            Add a header
          </Button>
        </div>
      )}
    </fieldset>
  )
}
