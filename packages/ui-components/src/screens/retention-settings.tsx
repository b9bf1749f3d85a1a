import type { RetentionChange, RetentionJson } from '@mishap/core/client'
import { exactNumber, humanBytes } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, ErrorState, Icon, ProgressBar, Skeleton, useToast } from '../primitives/index.js'
import { useUpdateRetention } from '../provider/use-changes.js'
import { useRetention } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { LimitField } from './limit-field.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import css from './retention-settings.module.css'
import settings from './settings.module.css'
import { readLimit, type TypedLimit, typedLimit } from './typed-limit.js'

/** What a project holds, and may hold before its repetitive events are thinned out. */
export function RetentionSettings({ org, project }: ProjectScreenProps) {
  const { data, error, refetch } = useRetention(org, project)
  return (
    <Card title="Retention">
      {data === undefined && error === null ? <Skeleton lines={6} height={22} /> : null}
      {data === undefined && error !== null ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <>
          <Held retention={data} />
          <Limits org={org} project={project} saved={data} />
        </>
      )}
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

function Held({ retention }: { readonly retention: RetentionJson }) {
  const { events, payloads, bytes, oldestDay } = retention
  const maxEvents = retention.maxEvents ?? retention.defaultMaxEvents
  const maxBytes = retention.maxBytes ?? retention.defaultMaxBytes
  const isAbove = (amount: number, most: number) => most > 0 && amount > most
  return (
    <>
      <dl className={css.held}>
        <Amount name="Events" amount={events} most={maxEvents} format={exactNumber} />
        <Amount name="Payloads" amount={bytes} most={maxBytes} format={humanBytes} />
        <dt>Whole events</dt>
        <dd>{events === payloads ? 'All' : `${exactNumber(payloads)}; of the others only the payload is gone`}</dd>
        <dt>Oldest</dt>
        <dd>{oldestDay === null ? 'None yet' : <time dateTime={oldestDay}>{longDay(oldestDay)}</time>}</dd>
      </dl>
      {isAbove(events, maxEvents) || isAbove(bytes, maxBytes) ? (
        <p className={css.above}>
          <Icon name="alert" size={14} /> Above its limit: repetitive events are thinned out in the background.
        </p>
      ) : null}
    </>
  )
}

interface AmountProps {
  readonly name: string
  readonly amount: number
  /** 0: without limit. */
  readonly most: number
  readonly format: (value: number) => string
}

function Amount({ name, amount, most, format }: AmountProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {format(amount)} {most === 0 ? 'without limit' : `of ${format(most)}`}
        {most === 0 ? null : <ProgressBar label={`${name} of the limit`} value={amount / most} className={css.bar} />}
      </dd>
    </>
  )
}

/** A day is one of UTC, wherever the reader is. */
function longDay(day: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
}

/** What was changed but not saved. */
interface Typed {
  readonly maxEvents?: TypedLimit
  readonly maxBytes?: TypedLimit
}

function Limits({ org, project, saved }: ProjectScreenProps & { readonly saved: RetentionJson }) {
  const [typed, setTyped] = useState<Typed>({})
  const update = useUpdateRetention(org, project)
  const toast = useToast()
  const submit = () =>
    update.mutate(readChange(typed), {
      onSuccess: () => {
        setTyped({})
        toast.show({ message: 'Saved', durationMs: 3000 })
      },
    })
  return (
    <Form onSubmit={submit} error={update.error} fields={['maxEvents', 'maxBytes']}>
      <p className={settings.note}>
        Above a limit the project is thinned out to four fifths of it: payloads before rows, repetitive events before
        rare ones. Counts, users and tags of issues stay, and so do the first and the latest event of each.
      </p>
      <LimitField
        label="Most events"
        error={fieldError(update.error, 'maxEvents')}
        defaultText={limitText(saved.defaultMaxEvents, exactNumber)}
        units={EVENTS}
        value={typed.maxEvents ?? typedLimit(saved.maxEvents, EVENTS)}
        onChange={(maxEvents) => setTyped({ ...typed, maxEvents })}
      />
      <LimitField
        label="Most room for payloads"
        hint="Compressed, as they are stored."
        error={fieldError(update.error, 'maxBytes')}
        defaultText={limitText(saved.defaultMaxBytes, humanBytes)}
        units={BYTES}
        value={typed.maxBytes ?? typedLimit(saved.maxBytes, BYTES)}
        onChange={(maxBytes) => setTyped({ ...typed, maxBytes })}
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={update.isPending} disabled={Object.keys(typed).length === 0}>
          Save
        </Button>
      </FormActions>
    </Form>
  )
}

function readChange({ maxEvents, maxBytes }: Typed): RetentionChange {
  return {
    ...(maxEvents === undefined ? {} : { maxEvents: readLimit(maxEvents) }),
    ...(maxBytes === undefined ? {} : { maxBytes: readLimit(maxBytes) }),
  }
}

function limitText(limit: number, format: (value: number) => string): string {
  return limit === 0 ? 'no limit' : format(limit)
}
