import type { InstanceSettingsInput, InstanceSettingsJson } from '@mishap/core/client'
import { exactNumber, humanBytes } from '@mishap/core/format'
import { type ReactNode, useState } from 'react'
import { Button, Card, Checkbox, Field, TextArea, TextInput, useToast } from '../primitives/index.js'
import { useInstanceSettings, useUpdateInstanceSettings } from '../provider/use-admin.js'
import { LimitField } from '../screens/limit-field.js'
import { Loaded } from '../screens/loaded.js'
import settings from '../screens/settings.module.css'
import { readLimit, typedLimit } from '../screens/typed-limit.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { AdminPage } from './admin-page.js'

/** What is set while the server runs; what its configuration decides is shown and cannot be changed here. */
export function AdminSettingsScreen() {
  return (
    <AdminPage title="Settings">
      <Settings />
    </AdminPage>
  )
}

function Settings() {
  return (
    <Loaded query={useInstanceSettings()} lines={10}>
      {(saved) => (
        <>
          <p className={settings.note}>
            All processes know of a change within five seconds. What the configuration of the server names, it decides.
          </p>
          <General saved={saved} />
          <People saved={saved} />
          <Privacy saved={saved} />
          <Retention saved={saved} />
        </>
      )}
    </Loaded>
  )
}

interface PartProps {
  readonly saved: InstanceSettingsJson
}

function General({ saved }: PartProps) {
  const [instanceName, setInstanceName] = useState(saved.values.instanceName)
  const [mailFrom, setMailFrom] = useState(saved.values.mailFrom)
  const { save, ...change } = useSaving(saved)
  return (
    <Card title="General">
      <Form
        onSubmit={() => save({ instanceName: instanceName.trim() || null, mailFrom: mailFrom.trim() || null })}
        error={change.error}
        fields={['instanceName', 'mailFrom']}
      >
        <Field
          label="Name of this installation"
          hint={hint(saved, 'instanceName', 'For clients that show one. Empty: Mishap.')}
          error={fieldError(change.error, 'instanceName')}
        >
          <TextInput
            maxLength={60}
            disabled={isPinned(saved, 'instanceName')}
            value={instanceName}
            onChange={(event) => setInstanceName(event.target.value)}
          />
        </Field>
        <Field
          label="Sender of mails"
          hint={hint(saved, 'mailFrom', 'Such as Errors <errors@example.com>. Empty: as the mail server was set up.')}
          error={fieldError(change.error, 'mailFrom')}
        >
          <TextInput
            maxLength={200}
            disabled={isPinned(saved, 'mailFrom')}
            value={mailFrom}
            onChange={(event) => setMailFrom(event.target.value)}
          />
        </Field>
        <Save {...change} />
      </Form>
    </Card>
  )
}

function People({ saved }: PartProps) {
  const [openRegistration, setOpenRegistration] = useState(saved.values.openRegistration)
  const [openOrganizationCreation, setOpenOrganizationCreation] = useState(saved.values.openOrganizationCreation)
  const { save, ...change } = useSaving(saved)
  return (
    <Card title="Who may come in">
      <Form onSubmit={() => save({ openRegistration, openOrganizationCreation })} error={change.error}>
        <div className={settings.switches}>
          <Switch
            saved={saved}
            name="openRegistration"
            label="Open registration"
            note="Anybody may make an account. Off: only who is invited."
            checked={openRegistration}
            onChange={setOpenRegistration}
          />
          <Switch
            saved={saved}
            name="openOrganizationCreation"
            label="Everybody makes organizations"
            note="Off: superusers do, and whoever makes the first one."
            checked={openOrganizationCreation}
            onChange={setOpenOrganizationCreation}
          />
        </div>
        <Save {...change} />
      </Form>
    </Card>
  )
}

function Privacy({ saved }: PartProps) {
  const [scrubIpAddresses, setScrubIpAddresses] = useState(saved.values.scrubIpAddresses)
  const [fields, setFields] = useState(saved.values.sensitiveFields.join('\n'))
  const { save, ...change } = useSaving(saved)
  const sensitiveFields = fields
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return (
    <Card title="Sensitive data">
      <Form
        onSubmit={() => save({ scrubIpAddresses, sensitiveFields })}
        error={change.error}
        fields={['sensitiveFields']}
      >
        <div className={settings.switches}>
          <Switch
            saved={saved}
            name="scrubIpAddresses"
            label="Shorten IP addresses in new projects"
            note="Each project can change it for itself later."
            checked={scrubIpAddresses}
            onChange={setScrubIpAddresses}
          />
        </div>
        <Field
          label="Fields to remove everywhere"
          hint={hint(
            saved,
            'sensitiveFields',
            'Names of fields, one a line, that are removed from the events of every project, besides passwords and the like.',
          )}
          error={fieldError(change.error, 'sensitiveFields')}
        >
          <TextArea
            rows={3}
            spellCheck={false}
            disabled={isPinned(saved, 'sensitiveFields')}
            value={fields}
            onChange={(event) => setFields(event.target.value)}
          />
        </Field>
        <Save {...change} />
      </Form>
    </Card>
  )
}

/** A thousand times the one before, as in the sizes on the pages. */
const BYTES = [
  { size: 1e12, label: 'TB' },
  { size: 1e9, label: 'GB' },
  { size: 1e6, label: 'MB' },
]
const EVENTS = [{ size: 1, label: 'events' }]

function Retention({ saved }: PartProps) {
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

interface SwitchProps extends PartProps {
  readonly name: keyof InstanceSettingsInput
  readonly label: string
  readonly note: string
  readonly checked: boolean
  readonly onChange: (isOn: boolean) => void
}

function Switch({ saved, name, label, note, checked, onChange }: SwitchProps) {
  return (
    <Checkbox
      className={settings.switch}
      label={
        <>
          <span className={settings.switchLabel}>{label}</span>{' '}
          <span className={settings.note}>{hint(saved, name, note)}</span>
        </>
      }
      disabled={isPinned(saved, name)}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

function isPinned({ pinned }: InstanceSettingsJson, name: keyof InstanceSettingsInput): boolean {
  return pinned.includes(name)
}

function hint(saved: InstanceSettingsJson, name: keyof InstanceSettingsInput, note: string): string {
  return isPinned(saved, name) ? 'The configuration of the server decides this.' : note
}

function useSaving({ pinned }: InstanceSettingsJson) {
  const update = useUpdateInstanceSettings()
  const toast = useToast()
  const save = (change: InstanceSettingsInput) => {
    const open = Object.entries(change).filter(([name]) => !pinned.includes(name))
    // Some of the settings, as they were given.
    update.mutate(Object.fromEntries(open) as InstanceSettingsInput, {
      onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }),
    })
  }
  return { save, error: update.error, isBusy: update.isPending }
}

function Save({ isBusy }: { readonly isBusy: boolean }): ReactNode {
  return (
    <FormActions>
      <Button type="submit" variant="primary" busy={isBusy}>
        Save
      </Button>
    </FormActions>
  )
}
