import type { QuietHoursJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Card, Icon, Select, TextInput, useClock, useToast } from '../primitives/index.js'
import { useUpdateNotificationMatrix } from '../provider/use-profile.js'
import { DayChips } from '../sentence/day-chips.js'
import { Sentence } from '../sentence/sentence.js'
import { ZoneOptions } from '../sentence/zone-options.js'
import { FormActions } from '../setup/form.js'
import css from './notifications-screen.module.css'
import settings from './settings.module.css'

/** When the reader wants no mails; they leave when that ends. */
export function QuietHoursCard({ hours }: { readonly hours: QuietHoursJson | null }) {
  const { timeZone } = useClock()
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const usual: QuietHoursJson = { start: '22:00', end: '07:00', timeZone: zone, days: [1, 2, 3, 4, 5, 6, 7] }
  const [typed, setTyped] = useState<QuietHoursJson | null>(null)
  const update = useUpdateNotificationMatrix()
  const toast = useToast()
  const draft = typed ?? hours
  const change = (part: Partial<QuietHoursJson>) => setTyped({ ...(draft ?? usual), ...part })
  const save = (quietHours: QuietHoursJson | null) =>
    update.mutate(
      { quietHours },
      {
        onSuccess: () => setTyped(null),
        onError: (error) => toast.show({ message: `They stay as they were: ${error.message}`, tone: 'danger' }),
      },
    )
  if (draft === null)
    return (
      <Card title="Quiet hours">
        <div className={settings.removal}>
          <div>Mails come at any hour.</div>
          <Button icon="moon" onClick={() => setTyped(usual)}>
            Choose quiet hours
          </Button>
        </div>
      </Card>
    )
  const fault = faultOf(draft)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(hours)
  return (
    <Card title="Quiet hours">
      <form
        className={settings.paragraphs}
        onSubmit={(event) => {
          event.preventDefault()
          if (fault === null) save({ ...draft, days: [...draft.days].sort() })
        }}
      >
        <Sentence>
          <span>No mails from</span>
          <TextInput
            type="time"
            required
            aria-label="Quiet from"
            className={css.time}
            value={draft.start}
            onChange={(event) => change({ start: event.target.value })}
          />
          <span>to</span>
          <TextInput
            type="time"
            required
            aria-label="Quiet to"
            className={css.time}
            value={draft.end}
            onChange={(event) => change({ end: event.target.value })}
          />
          <span>in the time of</span>
          <Select
            aria-label="Time zone"
            className={css.zone}
            value={draft.timeZone}
            onChange={(event) => change({ timeZone: event.target.value })}
          >
            <ZoneOptions current={draft.timeZone} />
          </Select>
          <span>beginning on</span>
          <DayChips value={draft.days} onChange={(days) => change({ days })} />
        </Sentence>
        <p className={settings.note}>What happens then reaches you as soon as they end.</p>
        <p role="alert" className={css.fault}>
          {fault === null ? null : (
            <>
              <Icon name="alert" size={13} /> {fault}
            </>
          )}
        </p>
        <FormActions>
          <Button
            type="submit"
            variant="primary"
            disabled={!isChanged || fault !== null}
            busy={update.isPending && update.variables.quietHours !== null}
          >
            Save
          </Button>
          {hours === null ? (
            <Button variant="ghost" onClick={() => setTyped(null)}>
              Cancel
            </Button>
          ) : (
            <Button
              variant="ghost"
              busy={update.isPending && update.variables.quietHours === null}
              onClick={() => save(null)}
            >
              No quiet hours
            </Button>
          )}
        </FormActions>
      </form>
    </Card>
  )
}

function faultOf({ start, end, days }: QuietHoursJson): string | null {
  if (start === end) return 'They have to end at another time than they begin.'
  return days.length === 0 ? 'Choose at least one day.' : null
}
