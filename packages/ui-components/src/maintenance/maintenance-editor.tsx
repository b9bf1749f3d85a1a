import type { MaintenanceJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Card, Checkbox, Field, TextArea, TextInput, useClock, useNow, useToast } from '../primitives/index.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { groupsOf, type NamedMonitor, tagsOf, useMonitorNames } from '../uptime/monitor-names.js'
import { MonitorPicker } from '../uptime/monitor-picker.js'
import { ChipChoice } from './chip-choice.js'
import { type Draft, draftOf, faultsOf, inputOf, newDraft } from './draft.js'
import css from './maintenance.module.css'
import { NextWindows } from './next-windows.js'
import { useSaveMaintenance } from './use-maintenance.js'
import { WhenSentence } from './when-sentence.js'

export interface MaintenanceEditorProps {
  readonly org: string
  /** Null for a new one. */
  readonly saved: MaintenanceJson | null
  readonly onClose: (isSaved: boolean) => void
}

/** Writes a maintenance window: what is done, when in a sentence, and what is not judged meanwhile. */
export function MaintenanceEditor({ org, saved, onClose }: MaintenanceEditorProps) {
  const clock = useClock()
  const now = useNow(60_000)
  const timezone = clock.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const [first] = useState(() => {
    const blank = newDraft({ now, timezone })
    return saved === null ? blank : draftOf(saved, blank)
  })
  const [draft, setDraft] = useState(first)
  const [isAsked, setIsAsked] = useState(false)
  const monitors = useMonitorNames(org).data ?? []
  const save = useSaveMaintenance(org)
  const toast = useToast()
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  // Nobody is told what is missing before they have tried.
  const faults = isAsked ? faultsOf(draft) : {}
  const submit = () => {
    setIsAsked(true)
    const input = inputOf(draft)
    if (input === null) return
    save.mutate(
      { id: saved?.id ?? null, input },
      {
        onSuccess: () => {
          toast.show({ message: saved === null ? 'It is planned' : 'Saved', durationMs: 3000 })
          onClose(true)
        },
      },
    )
  }
  return (
    <Card title={saved === null ? 'Plan maintenance' : 'Change maintenance'}>
      <UnsavedGuard isUnsaved={JSON.stringify(draft) !== JSON.stringify(first) && !save.isPending} />
      <Form onSubmit={submit} error={save.error} fields={['title']}>
        <Field label="What is done" error={faults.title ?? fieldError(save.error, 'title')}>
          <TextInput
            maxLength={200}
            placeholder="New disks in the database"
            value={draft.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Field>
        <WhenSentence draft={draft} faults={faults} onChange={change} />
        <NextWindows draft={draft} />
        <Affected org={org} draft={draft} monitors={monitors} fault={faults.affected} onChange={change} />
        <Field label="What people should know" hint="Markdown, shown on status pages.">
          <TextArea
            rows={2}
            maxLength={10_000}
            value={draft.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        </Field>
        <Checkbox
          label="Announce it on the status pages that show these monitors"
          checked={draft.isPublic}
          onChange={(event) => change({ isPublic: event.target.checked })}
        />
        <FormActions>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {saved === null ? 'Plan it' : 'Save'}
          </Button>
          <Button onClick={() => onClose(false)}>Cancel</Button>
        </FormActions>
      </Form>
    </Card>
  )
}

interface AffectedProps {
  readonly org: string
  readonly draft: Draft
  readonly monitors: readonly NamedMonitor[]
  readonly fault: string | undefined
  readonly onChange: (part: Partial<Draft>) => void
}

function Affected({ org, draft, monitors, fault, onChange }: AffectedProps) {
  return (
    <div className={css.affected}>
      <MonitorPicker
        org={org}
        label="For these monitors"
        value={draft.monitors}
        onChange={(ids) => onChange({ monitors: ids })}
      />
      <ChipChoice
        label="And whatever is in these groups"
        options={[...new Set([...groupsOf(monitors), ...draft.groups])]}
        value={draft.groups}
        onChange={(groups) => onChange({ groups })}
      />
      <ChipChoice
        label="Or has one of these tags"
        options={[...new Set([...tagsOf(monitors), ...draft.tags])]}
        value={draft.tags}
        onChange={(tags) => onChange({ tags })}
      />
      <p role="alert" className={css.fault}>
        {fault}
      </p>
    </div>
  )
}
