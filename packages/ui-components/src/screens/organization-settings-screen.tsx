import type { OrganizationDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Checkbox, ErrorState, Field, Skeleton, TextInput, useToast } from '../primitives/index.js'
import { useUpdateOrganization } from '../provider/use-changes.js'
import { useOrganization } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { Page, usePageTitle } from './page.js'
import { RateField, readRate, typedRate } from './rate-field.js'
import css from './settings.module.css'
import { ThrottleField } from './throttle-field.js'

/** An organization's name, how much all its projects may send together, and whether addresses of people are kept. */
export function OrganizationSettingsScreen({ org }: { readonly org: string }) {
  const organization = useOrganization(org)
  const name = visibleText(organization.data?.name ?? org)
  usePageTitle('Settings', name)
  return (
    <Page title={<bdi>{name}</bdi>} isNarrow>
      {organization.data === undefined && organization.error === null ? <Skeleton lines={8} height={22} /> : null}
      {organization.data === undefined && organization.error !== null ? (
        <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />
      ) : null}
      {organization.data === undefined ? null : <Forms key={organization.data.id} saved={organization.data} />}
    </Page>
  )
}

function Forms({ saved }: { readonly saved: OrganizationDetailJson }) {
  const mayChange = saved.access.includes('org:write')
  return (
    <>
      {mayChange ? null : <p className={css.note}>Only managers and owners change these.</p>}
      <fieldset disabled={!mayChange} className={css.plain}>
        <legend className="mh-hidden">Settings of the organization</legend>
        <General saved={saved} />
        <Limits saved={saved} />
        <Privacy saved={saved} />
      </fieldset>
    </>
  )
}

function General({ saved }: { readonly saved: OrganizationDetailJson }) {
  const [name, setName] = useState(saved.name)
  const { save, ...change } = useSaving(saved.slug)
  return (
    <Card title="General">
      <Form onSubmit={() => save({ name: name.trim() })} error={change.error} fields={['name']}>
        <Field label="Name" hint={`Its address keeps the name ${saved.slug}.`} error={fieldError(change.error, 'name')}>
          <TextInput required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Save {...change} />
      </Form>
    </Card>
  )
}

function Limits({ saved }: { readonly saved: OrganizationDetailJson }) {
  const [isAccepting, setIsAccepting] = useState(saved.isAcceptingEvents)
  const [rate, setRate] = useState(typedRate(saved.rateLimit))
  const [throttle, setThrottle] = useState(String(saved.eventThrottleRate))
  const { save, ...change } = useSaving(saved.slug)
  const submit = () =>
    save({ isAcceptingEvents: isAccepting, rateLimit: readRate(rate), eventThrottleRate: Number(throttle) })
  return (
    <Card title="Limits of all projects together">
      <Form onSubmit={submit} error={change.error} fields={['rateLimit', 'eventThrottleRate']}>
        <Checkbox
          className={css.switch}
          label={
            <>
              <span className={css.switchLabel}>Take events</span>{' '}
              <span className={css.note}>Off: requests of every project are refused.</span>
            </>
          }
          checked={isAccepting}
          onChange={(event) => setIsAccepting(event.target.checked)}
        />
        <RateField
          label="Rate of the organization"
          hint="Leave it empty for no limit."
          error={fieldError(change.error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        <ThrottleField error={fieldError(change.error, 'eventThrottleRate')} value={throttle} onChange={setThrottle} />
        <Save {...change} />
      </Form>
    </Card>
  )
}

function Privacy({ saved }: { readonly saved: OrganizationDetailJson }) {
  const [isScrubbed, setIsScrubbed] = useState(saved.scrubIPAddresses)
  const { save, ...change } = useSaving(saved.slug)
  return (
    <Card title="Sensitive data">
      <Form onSubmit={() => save({ scrubIPAddresses: isScrubbed })} error={change.error}>
        <Checkbox
          className={css.switch}
          label={
            <>
              <span className={css.switchLabel}>Shorten IP addresses</span>{' '}
              <span className={css.note}>
                In every project, whatever it says itself. Off: each project decides for itself.
              </span>
            </>
          }
          checked={isScrubbed}
          onChange={(event) => setIsScrubbed(event.target.checked)}
        />
        <Save {...change} />
      </Form>
    </Card>
  )
}

function useSaving(org: string) {
  const update = useUpdateOrganization(org)
  const toast = useToast()
  const save = (change: Parameters<typeof update.mutate>[0]) =>
    update.mutate(change, { onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }) })
  return { save, error: update.error, isBusy: update.isPending }
}

function Save({ isBusy }: { readonly isBusy: boolean }) {
  return (
    <FormActions>
      <Button type="submit" variant="primary" busy={isBusy}>
        Save
      </Button>
    </FormActions>
  )
}
