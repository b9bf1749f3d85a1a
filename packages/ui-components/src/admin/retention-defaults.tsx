import { exactNumber, humanBytes } from '@mishap/core/format'
import { useState } from 'react'
import { Card, Field, TextInput } from '../primitives/index.js'
import { LimitField } from '../screens/limit-field.js'
import settings from '../screens/settings.module.css'
import { readLimit, typedLimit } from '../screens/typed-limit.js'
import { Form, fieldError } from '../setup/form.js'
import { hint, isPinned, Save, type SettingsPartProps, useSaving } from './settings-parts.js'

/** A thousand times the one before, as in the sizes on the pages. */
const BYTES = [
  { size: 1e12, label: 'TB' },
  { size: 1e9, label: 'GB' },
  { size: 1e6, label: 'MB' },
]
const EVENTS = [{ size: 1, label: 'events' }]

/** How long and how much is kept where a project says nothing of its own. */
export function RetentionDefaults({ saved }: SettingsPartProps) {
  const { values, defaults } = saved
  const asTyped = (value: number, usual: number, units: typeof EVENTS) =>
    typedLimit(value === usual ? null : value, units)
  const [days, setDays] = useState(String(values.retentionDays))
  const [logDays, setLogDays] = useState(values.auditRetentionDays === 0 ? '' : String(values.auditRetentionDays))
  const [events, setEvents] = useState(asTyped(values.maxProjectEvents, defaults.maxProjectEvents, EVENTS))
  const [bytes, setBytes] = useState(asTyped(values.maxProjectBytes, defaults.maxProjectBytes, BYTES))
  const { save, ...change } = useSaving(saved)
  const submit = () =>
    save({
      retentionDays: Number(days),
      auditRetentionDays: logDays === '' ? null : Number(logDays),
      maxProjectEvents: readLimit(events),
      maxProjectBytes: readLimit(bytes),
    })
  const fields = ['retentionDays', 'auditRetentionDays', 'maxProjectEvents', 'maxProjectBytes']
  return (
    <Card title="What is kept">
      <Form onSubmit={submit} error={change.error} fields={fields}>
        <Field
          label="Days that events are kept"
          hint={hint(saved, 'retentionDays', 'Older ones go once a day; issues are kept longer.')}
          error={fieldError(change.error, 'retentionDays')}
        >
          <TextInput
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={3650}
            disabled={isPinned(saved, 'retentionDays')}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
        <fieldset disabled={isPinned(saved, 'maxProjectEvents')} className={settings.plain}>
          <LimitField
            label="Events that a project may hold"
            hint={hint(
              saved,
              'maxProjectEvents',
              'Above it repetitive events are thinned out. Projects may have their own limit.',
            )}
            error={fieldError(change.error, 'maxProjectEvents')}
            defaultText={defaults.maxProjectEvents === 0 ? 'no limit' : exactNumber(defaults.maxProjectEvents)}
            units={EVENTS}
            value={events}
            onChange={setEvents}
          />
        </fieldset>
        <fieldset disabled={isPinned(saved, 'maxProjectBytes')} className={settings.plain}>
          <LimitField
            label="Payloads that a project may hold"
            hint={hint(saved, 'maxProjectBytes', 'Compressed.')}
            error={fieldError(change.error, 'maxProjectBytes')}
            defaultText={defaults.maxProjectBytes === 0 ? 'no limit' : humanBytes(defaults.maxProjectBytes)}
            units={BYTES}
            value={bytes}
            onChange={setBytes}
          />
        </fieldset>
        <Field
          label="Days that the audit log is kept"
          hint={hint(saved, 'auditRetentionDays', 'Empty: for good.')}
          error={fieldError(change.error, 'auditRetentionDays')}
        >
          <TextInput
            type="number"
            inputMode="numeric"
            min={1}
            max={3650}
            placeholder="For good"
            disabled={isPinned(saved, 'auditRetentionDays')}
            value={logDays}
            onChange={(event) => setLogDays(event.target.value)}
          />
        </Field>
        <Save {...change} />
      </Form>
    </Card>
  )
}
