import type { AssertionJson, Comparison, MonitorJson } from '@mishap/core/client'
import { Field, IconButton, Menu, Select, TextInput } from '../primitives/index.js'
import { NumberWord } from '../sentence/sentence.js'
import { assertionKinds } from './monitor-draft.js'
import css from './monitor-form.module.css'

export interface AssertionsFieldProps {
  readonly type: MonitorJson['monitorType']
  readonly value: readonly AssertionJson[]
  readonly error?: string | undefined
  readonly onChange: (value: readonly AssertionJson[]) => void
}

const KINDS: Readonly<Record<AssertionJson['kind'], { readonly name: string; readonly make: AssertionJson }>> = {
  status: { name: 'Its status', make: { kind: 'status', expected: '200-299' } },
  body: { name: 'Its text', make: { kind: 'body', compare: 'contains', value: '' } },
  json: { name: 'A value in its JSON', make: { kind: 'json', path: '$.', compare: 'equals', value: '' } },
  header: { name: 'A header', make: { kind: 'header', name: '', compare: 'contains', value: '' } },
  responseTime: { name: 'How long it takes', make: { kind: 'responseTime', maxMs: 2000 } },
  record: { name: 'Its records', make: { kind: 'record', compare: 'contains', value: '' } },
}

const COMPARISONS: Readonly<Record<Comparison, string>> = {
  equals: 'is',
  not_equals: 'is not',
  contains: 'contains',
  not_contains: 'does not contain',
  less: 'is less than',
  greater: 'is more than',
  exists: 'is there',
  missing: 'is not there',
}

const TEXT_COMPARISONS = {
  contains: 'contains',
  not_contains: 'does not contain',
  equals: 'is exactly',
  matches: 'matches the expression',
} as const

const RECORD_COMPARISONS = { contains: 'contain', not_contains: 'do not contain', equals: 'are exactly' } as const

/** What an answer must be: all of it must hold. */
export function AssertionsField({ type, value, error, onChange }: AssertionsFieldProps) {
  const kinds = assertionKinds(type)
  if (kinds.length === 0) return null
  const shown = value.filter(({ kind }) => kinds.includes(kind))
  const put = (place: number, next: AssertionJson) =>
    onChange(shown.map((one, other) => (other === place ? next : one)))
  return (
    <fieldset className={css.assertions}>
      <legend className={css.legend}>A good answer</legend>
      {shown.length === 0 ? <p className={css.note}>Any answer will do.</p> : null}
      {shown.map((assertion, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place is all that tells two of a kind apart
        <div key={place} className={css.assertion}>
          <span className={css.and}>{place === 0 ? 'has' : 'and'}</span>
          <Assertion assertion={assertion} onChange={(next) => put(place, next)} />
          <IconButton
            icon="close"
            size="sm"
            label={`Leave out: ${KINDS[assertion.kind].name}, ${place + 1}`}
            onClick={() => onChange(shown.filter((_, other) => other !== place))}
          />
        </div>
      ))}
      {error === undefined ? null : (
        <p role="alert" className={css.fault}>
          {error}
        </p>
      )}
      <div>
        <Menu
          label="Add what must hold"
          size="sm"
          icon="plus"
          items={kinds.map((kind) => ({
            id: kind,
            label: KINDS[kind].name,
            onSelect: () => onChange([...shown, KINDS[kind].make]),
          }))}
        />
      </div>
    </fieldset>
  )
}

interface OneProps {
  readonly assertion: AssertionJson
  readonly onChange: (assertion: AssertionJson) => void
}

function Assertion({ assertion, onChange }: OneProps) {
  switch (assertion.kind) {
    case 'status':
      return (
        <>
          <span>a status of</span>
          <Word
            label="Status, such as 200, 2xx or 200-299"
            value={assertion.expected}
            onChange={(expected) => onChange({ ...assertion, expected })}
          />
        </>
      )
    case 'body':
      return (
        <>
          <span>a text that</span>
          <Choice
            label="How the text is compared"
            options={TEXT_COMPARISONS}
            value={assertion.compare}
            onChange={(compare) => onChange({ ...assertion, compare })}
          />
          <Word label="Text" value={assertion.value} onChange={(value) => onChange({ ...assertion, value })} />
        </>
      )
    case 'json':
      return (
        <>
          <span>JSON where</span>
          <Word label="JSONPath" value={assertion.path} onChange={(path) => onChange({ ...assertion, path })} />
          <Compared assertion={assertion} onChange={onChange} />
        </>
      )
    case 'header':
      return (
        <>
          <span>a header</span>
          <Word
            label="Name of the header"
            value={assertion.name}
            onChange={(name) => onChange({ ...assertion, name })}
          />
          <span>that</span>
          <Compared assertion={assertion} onChange={onChange} />
        </>
      )
    case 'responseTime':
      return (
        <>
          <span>come within</span>
          <NumberWord
            label="Milliseconds"
            value={String(assertion.maxMs)}
            max={60_000}
            onChange={(text) => onChange({ ...assertion, maxMs: Number(text) })}
          />
          <span>ms</span>
        </>
      )
    case 'record':
      return (
        <>
          <span>records that</span>
          <Choice
            label="How records are compared"
            options={RECORD_COMPARISONS}
            value={assertion.compare}
            onChange={(compare) => onChange({ ...assertion, compare })}
          />
          <Word label="Record" value={assertion.value} onChange={(value) => onChange({ ...assertion, value })} />
        </>
      )
  }
}

function Compared({
  assertion,
  onChange,
}: {
  readonly assertion: Extract<AssertionJson, { kind: 'json' | 'header' }>
  readonly onChange: (assertion: AssertionJson) => void
}) {
  const { compare } = assertion
  return (
    <>
      <Choice
        label="How it is compared"
        options={COMPARISONS}
        value={compare}
        onChange={(next) => onChange({ ...assertion, compare: next })}
      />
      {compare === 'exists' || compare === 'missing' ? null : (
        <Word label="Value" value={assertion.value} onChange={(value) => onChange({ ...assertion, value })} />
      )}
    </>
  )
}

function Word({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field label={label} isLabelHidden className={css.word}>
      <TextInput
        value={value}
        required
        maxLength={2000}
        title={label}
        placeholder={label}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}

function Choice<Name extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string
  readonly options: Readonly<Record<Name, string>>
  readonly value: Name
  readonly onChange: (value: Name) => void
}) {
  // The keys of the record are its names.
  const names = Object.keys(options) as Name[]
  return (
    <Field label={label} isLabelHidden>
      <Select value={value} onChange={(event) => onChange(names.find((one) => one === event.target.value) ?? value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {options[name]}
          </option>
        ))}
      </Select>
    </Field>
  )
}
