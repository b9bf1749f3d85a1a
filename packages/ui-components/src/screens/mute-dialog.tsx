import { useId, useState } from 'react'
import { Button, Dialog, useNow } from '../primitives/index.js'
import { useMute } from '../provider/use-integrations.js'
import { Form } from '../setup/form.js'
import settings from './settings.module.css'

const HOUR_MS = 3_600_000
const SPANS = [
  { label: 'For an hour', ms: HOUR_MS },
  { label: 'For a day', ms: 24 * HOUR_MS },
  { label: 'For a week', ms: 7 * 24 * HOUR_MS },
  { label: 'Until somebody takes it back', ms: null },
] as const

const WHO = [
  { isOwn: true, label: 'For me', note: 'You get no mails of its alerts.' },
  { isOwn: false, label: 'For everybody', note: 'No alert tells of it, by whatever way.' },
] as const

export interface MuteDialogProps {
  readonly org: string
  readonly issueId: string
  /** False for readers, who mute for themselves alone. */
  readonly canWrite: boolean
  readonly onClose: () => void
}

/** Keeps the alerts of an issue silent: for whom, and for how long. */
export function MuteDialog({ org, issueId, canWrite, onClose }: MuteDialogProps) {
  const form = useId()
  const now = useNow()
  const mute = useMute(org)
  const [isOwn, setIsOwn] = useState(true)
  const [ms, setMs] = useState<number | null>(SPANS[1].ms)
  const run = () =>
    mute.mutate(
      { issueID: issueId, isOwn, until: ms === null ? null : new Date(now + ms).toISOString() },
      { onSuccess: onClose },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Mute its alerts"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={mute.isPending}>
            Mute
          </Button>
        </>
      }
    >
      <Form id={form} error={mute.error} onSubmit={run}>
        <fieldset className={settings.choices}>
          <legend className={settings.legend}>For whom</legend>
          {WHO.filter((one) => one.isOwn || canWrite).map((one) => (
            <label key={one.label} className={settings.choice}>
              <input
                type="radio"
                name={`${form}-who`}
                checked={isOwn === one.isOwn}
                onChange={() => setIsOwn(one.isOwn)}
              />
              <span>
                {one.label}
                <br />
                <span className={settings.note}>{one.note}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset className={settings.choices}>
          <legend className={settings.legend}>How long</legend>
          {SPANS.map((span) => (
            <label key={span.label} className={settings.choice}>
              <input type="radio" name={`${form}-span`} checked={ms === span.ms} onChange={() => setMs(span.ms)} />
              {span.label}
            </label>
          ))}
        </fieldset>
      </Form>
    </Dialog>
  )
}
