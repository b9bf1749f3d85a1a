import type { OrganizationDetailJson } from '@mishap/core/client'
import { useState } from 'react'
import { Card, Checkbox, Field, Icon, TextInput } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Form, fieldError } from '../setup/form.js'
import { RateField, readRate, typedRate } from './rate-field.js'
import { SaveButton, useSaving } from './save-organization.js'
import css from './settings.module.css'
import { ThrottleField } from './throttle-field.js'

interface SavedProps {
  readonly saved: OrganizationDetailJson
}

/** Name and address. */
export function NameCard({ saved }: SavedProps) {
  const [name, setName] = useState(saved.name)
  const [slug, setSlug] = useState(saved.slug)
  const { navigate } = useNavigation()
  const { save, ...change } = useSaving(saved.slug)
  const isRenamed = slug.trim() !== saved.slug
  const submit = () =>
    save({ name: name.trim(), ...(isRenamed ? { slug: slug.trim() } : {}) }, () => {
      if (isRenamed) navigate(paths.organizationSettings(slug.trim()), { replace: true })
    })
  return (
    <Card title="Name">
      <Form onSubmit={submit} error={change.error} fields={['name', 'slug']}>
        <Field label="Name" error={fieldError(change.error, 'name')}>
          <TextInput required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Name in addresses" hint="Letters, digits, - and _." error={fieldError(change.error, 'slug')}>
          <TextInput
            required
            maxLength={200}
            pattern="[a-zA-Z0-9_\-]+"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        </Field>
        {isRenamed ? (
          <p role="status" className={css.warning}>
            <Icon name="alert" size={14} /> Links to pages of this organization break, in mails, chats and bookmarks,
            and so do programs that use the API with the name {saved.slug}. DSNs keep working.
          </p>
        ) : null}
        <SaveButton isBusy={change.isBusy} />
      </Form>
    </Card>
  )
}

/** Who gets in where, and how surely it is them. */
export function AccessCard({ saved }: SavedProps) {
  const [isOpen, setIsOpen] = useState(saved.openMembership)
  const [isTwoFactor, setIsTwoFactor] = useState(saved.require2fa)
  const { save, ...change } = useSaving(saved.slug)
  const lacksOwn = codeOf(change.error) === 'second_factor_required'
  return (
    <Card title="Members">
      <Form
        onSubmit={() => save({ openMembership: isOpen, require2fa: isTwoFactor })}
        error={lacksOwn ? null : change.error}
      >
        <Switch
          label="Open teams"
          note="Members join and leave teams by themselves. Off: who has a say in the team moves them."
          isOn={isOpen}
          onChange={setIsOpen}
        />
        <Switch
          label="Ask for a second factor"
          note="Members without one see nothing of this organization until they set one up, and their API tokens do not reach it. You need one yourself to turn this on."
          isOn={isTwoFactor}
          onChange={setIsTwoFactor}
        />
        {lacksOwn ? (
          <p role="alert" className={css.warning}>
            <Icon name="alert" size={14} /> Who asks members for a second factor has one:{' '}
            <AppLink to={paths.security()}>set yours up</AppLink> first.
          </p>
        ) : null}
        <SaveButton isBusy={change.isBusy} />
      </Form>
    </Card>
  )
}

/** How much all projects may send together. */
export function LimitsCard({ saved }: SavedProps) {
  const [isAccepting, setIsAccepting] = useState(saved.isAcceptingEvents)
  const [rate, setRate] = useState(typedRate(saved.rateLimit))
  const [throttle, setThrottle] = useState(String(saved.eventThrottleRate))
  const { save, ...change } = useSaving(saved.slug)
  const submit = () =>
    save({ isAcceptingEvents: isAccepting, rateLimit: readRate(rate), eventThrottleRate: Number(throttle) })
  return (
    <Card title="Limits of all projects together">
      <Form onSubmit={submit} error={change.error} fields={['rateLimit', 'eventThrottleRate']}>
        <Switch
          label="Take events"
          note="Off: requests of every project are refused."
          isOn={isAccepting}
          onChange={setIsAccepting}
        />
        <RateField
          label="Rate of the organization"
          hint="Leave it empty for no limit."
          error={fieldError(change.error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        <ThrottleField error={fieldError(change.error, 'eventThrottleRate')} value={throttle} onChange={setThrottle} />
        <SaveButton isBusy={change.isBusy} />
      </Form>
    </Card>
  )
}

/** Whether addresses of people are kept. */
export function PrivacyCard({ saved }: SavedProps) {
  const [isScrubbed, setIsScrubbed] = useState(saved.scrubIPAddresses)
  const { save, ...change } = useSaving(saved.slug)
  return (
    <Card title="Sensitive data">
      <Form onSubmit={() => save({ scrubIPAddresses: isScrubbed })} error={change.error}>
        <Switch
          label="Shorten IP addresses"
          note="In every project, whatever it says itself. Off: each project decides for itself."
          isOn={isScrubbed}
          onChange={setIsScrubbed}
        />
        <SaveButton isBusy={change.isBusy} />
      </Form>
    </Card>
  )
}

interface SwitchProps {
  readonly label: string
  readonly note: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

function Switch({ label, note, isOn, onChange }: SwitchProps) {
  return (
    <Checkbox
      className={css.switch}
      label={
        <>
          <span className={css.switchLabel}>{label}</span> <span className={css.note}>{note}</span>
        </>
      }
      checked={isOn}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code
}
