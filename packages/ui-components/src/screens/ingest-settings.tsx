import type { IngestSettingsJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Card, Checkbox, ErrorState, Field, Skeleton, TextArea, useToast } from '../primitives/index.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { useUpdateIngestSettings, useUpdateProject } from '../provider/use-changes.js'
import { useIngestSettings } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import css from './settings.module.css'

export interface IngestSettingsProps {
  readonly org: string
  readonly project: string
  /** Of the project, which keeps it with its name. */
  readonly scrubIPAddresses: boolean
}

/** What a project does not want to hear, and what is removed from what it does hear. */
export function IngestSettings({ org, project, scrubIPAddresses }: IngestSettingsProps) {
  const settings = useIngestSettings(org, project)
  if (settings.data !== undefined)
    return <IngestForms org={org} project={project} scrubIPAddresses={scrubIPAddresses} saved={settings.data} />
  return (
    <Card title="Inbound filters">
      {settings.error === null ? (
        <Skeleton lines={6} height={22} />
      ) : (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
    </Card>
  )
}

type Switch = {
  [K in keyof IngestSettingsJson]: IngestSettingsJson[K] extends boolean ? K : never
}[keyof IngestSettingsJson]
type List = Exclude<keyof IngestSettingsJson, Switch>

const NOISE: readonly { readonly name: Switch; readonly label: string; readonly about: string }[] = [
  {
    name: 'browserExtensions',
    label: 'Browser extensions',
    about: 'Errors thrown by what visitors installed, not by your code.',
  },
  { name: 'localhost', label: 'Localhost', about: 'Pages that somebody opened on their own machine.' },
  {
    name: 'legacyBrowsers',
    label: 'Legacy browsers',
    about: 'Internet Explorer, and versions of others from before 2019.',
  },
  {
    name: 'webCrawlers',
    label: 'Web crawlers',
    about: 'Search engines and link previews. Uptime monitors are still heard.',
  },
  { name: 'healthChecks', label: 'Health checks', about: 'Requests for paths such as /healthz, /ready and /ping.' },
]

const LISTS: readonly {
  readonly name: List
  readonly label: string
  readonly hint: string
  readonly example: string
}[] = [
  {
    name: 'errorMessages',
    label: 'Error messages',
    hint: 'One a line; * stands for anything.',
    example: 'TypeError: *of undefined',
  },
  { name: 'releases', label: 'Releases', hint: 'One a line; * stands for anything.', example: '1.2.*' },
  {
    name: 'ipRanges',
    label: 'Networks',
    hint: 'Senders to ignore: one address or network a line.',
    example: '10.0.0.0/8',
  },
]

const FIELDS: readonly {
  readonly name: List
  readonly label: string
  readonly hint: string
  readonly example: string
}[] = [
  {
    name: 'sensitiveFields',
    label: 'Sensitive fields',
    hint: 'Removed as well: parts of field names, one a line.',
    example: 'iban',
  },
  {
    name: 'safeFields',
    label: 'Safe fields',
    hint: 'Kept whatever they are called, one a line.',
    example: 'csrf_mode',
  },
]

function IngestForms({
  org,
  project,
  scrubIPAddresses,
  saved,
}: IngestSettingsProps & { readonly saved: IngestSettingsJson }) {
  const filters = useDraft(org, project, saved)
  const scrubbing = useDraft(org, project, saved)
  return (
    <>
      <Card title="Inbound filters">
        <Form onSubmit={filters.save} error={filters.error} fields={LISTS.map(({ name }) => name)}>
          <p className={css.note}>
            What is filtered is not stored, only counted. Changes take effect within ten seconds.
          </p>
          <div className={css.switches}>
            {NOISE.map(({ name, label, about }) => (
              <Checkbox
                key={name}
                className={css.switch}
                label={<Explained label={label} about={about} />}
                checked={filters.draft[name]}
                onChange={(event) => filters.change({ [name]: event.target.checked })}
              />
            ))}
          </div>
          {LISTS.map((list) => (
            <ListField key={list.name} {...list} {...filters} />
          ))}
          <Save {...filters} />
        </Form>
      </Card>
      <Card title="Sensitive data">
        <Form onSubmit={scrubbing.save} error={scrubbing.error} fields={FIELDS.map(({ name }) => name)}>
          <Checkbox
            className={css.switch}
            label={
              <Explained
                label="Remove secrets"
                about="Passwords, tokens, cookies, card numbers and private keys, before anything is stored."
              />
            }
            checked={scrubbing.draft.scrubSecrets}
            onChange={(event) => scrubbing.change({ scrubSecrets: event.target.checked })}
          />
          {FIELDS.map((list) => (
            <ListField key={list.name} {...list} {...scrubbing} isDisabled={!scrubbing.draft.scrubSecrets} />
          ))}
          <Save {...scrubbing} />
        </Form>
        <Addresses org={org} project={project} saved={scrubIPAddresses} />
      </Card>
    </>
  )
}

/** Takes effect with the tick, for it is a setting of its own. */
function Addresses({
  org,
  project,
  saved,
}: {
  readonly org: string
  readonly project: string
  readonly saved: boolean
}) {
  const update = useUpdateProject(org, project)
  const toast = useToast()
  const change = (scrubIPAddresses: boolean) =>
    update.mutate({ scrubIPAddresses }, { onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }) })
  return (
    <div className={css.apart}>
      <Checkbox
        className={css.switch}
        label={
          <Explained
            label="Shorten IP addresses"
            about="Only the network stays. An organization that says so shortens them in every project."
          />
        }
        checked={update.isPending ? update.variables.scrubIPAddresses === true : saved}
        disabled={update.isPending}
        onChange={(event) => change(event.target.checked)}
      />
      {update.error === null ? null : <ErrorState error={update.error} onRetry={() => change(!saved)} />}
    </div>
  )
}

type Change = Partial<IngestSettingsJson>
type Draft = ReturnType<typeof useDraft>

/** What was changed but not saved; only that is sent, so that two people change different things at once. */
function useDraft(org: string, project: string, saved: IngestSettingsJson) {
  const [changed, setChanged] = useState<Change>({})
  const update = useUpdateIngestSettings(org, project)
  const toast = useToast()
  const save = () =>
    update.mutate(tidy(changed), {
      onSuccess: () => {
        setChanged({})
        toast.show({ message: 'Saved', durationMs: 3000 })
      },
    })
  return {
    draft: { ...saved, ...changed },
    change: (more: Change) => setChanged((before) => ({ ...before, ...more })),
    save,
    error: update.error,
    isBusy: update.isPending,
    isChanged: Object.keys(changed).length > 0,
  }
}

function tidy(change: Change): Change {
  const entries = Object.entries(change).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((line: string) => line.trim()).filter((line) => line !== '') : value,
  ])
  // Each field keeps its kind.
  return Object.fromEntries(entries) as Change
}

function Explained({ label, about }: { readonly label: string; readonly about: string }) {
  return (
    <>
      <span className={css.switchLabel}>{label}</span> <span className={css.note}>{about}</span>
    </>
  )
}

interface ListFieldProps extends Pick<Draft, 'draft' | 'change' | 'error'> {
  readonly name: List
  readonly label: string
  readonly hint: string
  readonly example: string
  readonly isDisabled?: boolean
}

function ListField({ name, label, hint, example, draft, change, error, isDisabled = false }: ListFieldProps) {
  return (
    <Field label={label} hint={hint} error={fieldError(error, name)}>
      <TextArea
        rows={Math.min(8, Math.max(2, draft[name].length))}
        spellCheck={false}
        placeholder={example}
        disabled={isDisabled}
        value={draft[name].join('\n')}
        onChange={(event) => change({ [name]: event.target.value === '' ? [] : event.target.value.split('\n') })}
      />
    </Field>
  )
}

function Save({ isBusy, isChanged }: Draft) {
  return (
    <FormActions>
      <UnsavedGuard isUnsaved={isChanged && !isBusy} />
      <Button type="submit" variant="primary" busy={isBusy} disabled={!isChanged}>
        Save
      </Button>
    </FormActions>
  )
}
