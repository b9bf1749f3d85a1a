import type { InstanceSettingsInput } from '@mishap/core/client'
import { useState } from 'react'
import { Card, Checkbox, Field, TextArea, TextInput } from '../primitives/index.js'
import { useInstanceSettings } from '../provider/use-admin.js'
import { Loaded } from '../screens/loaded.js'
import settings from '../screens/settings.module.css'
import { Form, fieldError } from '../setup/form.js'
import { AdminPage } from './admin-page.js'
import { RetentionDefaults } from './retention-defaults.js'
import { hint, isPinned, Save, type SettingsPartProps, useSaving } from './settings-parts.js'

/** What is set while the server runs; what its configuration decides is shown and cannot be changed here. */
export function AdminSettingsScreen() {
  return (
    <AdminPage title="Settings" isNarrow>
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
          <RetentionDefaults saved={saved} />
        </>
      )}
    </Loaded>
  )
}

function General({ saved }: SettingsPartProps) {
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

function People({ saved }: SettingsPartProps) {
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

function Privacy({ saved }: SettingsPartProps) {
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

interface SwitchProps extends SettingsPartProps {
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
