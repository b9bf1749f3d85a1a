import type { IncidentJson, IncidentStage } from '@mishap/core/client'
import { useId, useState } from 'react'
import { Button, Card, Checkbox, Chip, Field, TextArea, useToast } from '../primitives/index.js'
import { Form } from '../setup/form.js'
import { STAGE_NAMES, STAGES } from './incident-words.js'
import css from './incidents.module.css'
import { useAddIncidentUpdate, useUpdateIncident } from './use-incidents.js'

export interface UpdateFormProps {
  readonly org: string
  readonly incident: Pick<IncidentJson, 'id' | 'status' | 'number'>
}

/** Writes an update in markdown. A stage brings a text to begin with, as long as nobody has written one. */
export function UpdateForm({ org, incident }: UpdateFormProps) {
  const { id, status } = incident
  const [text, setText] = useState('')
  const [stage, setStage] = useState<IncidentStage | null>(null)
  const [isPublic, setIsPublic] = useState(true)
  const add = useAddIncidentUpdate(org, id)
  const resolve = useUpdateIncident(org, id)
  const toast = useToast()
  const stages = useId()

  const isTemplate = text.trim() === '' || STAGE_NAMES.some((name) => STAGES[name].template === text)
  const pick = (next: IncidentStage) => {
    const picked = next === stage ? null : next
    setStage(picked)
    if (isTemplate) setText(picked === null ? '' : STAGES[picked].template)
  }
  const submit = () => {
    if (text.trim() === '') return
    add.mutate(
      { text: text.trim(), stage, isPublic },
      {
        onSuccess: () => {
          setText('')
          setStage(null)
          if (stage === 'resolved' && status !== 'resolved')
            resolve.mutate(
              { status: 'resolved' },
              {
                onError: () =>
                  toast.show({ message: 'The update is written, but the incident is still open.', tone: 'danger' }),
              },
            )
        },
      },
    )
  }
  return (
    <Card title="Write an update">
      <Form onSubmit={submit} error={add.error}>
        <div className={css.composer}>
          <p id={stages} className="mh-hidden">
            Stage, which brings a text to begin with
          </p>
          <fieldset className={css.stages} aria-labelledby={stages}>
            {STAGE_NAMES.map((name) => (
              <Chip key={name} isPressed={stage === name} onPress={() => pick(name)}>
                {STAGES[name].label}
              </Chip>
            ))}
          </fieldset>
          <Field label="Update" isLabelHidden>
            <TextArea
              rows={text === '' ? 2 : 5}
              maxLength={10_000}
              placeholder="What is known, what is being done, when the next update comes. Markdown."
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <div className={css.composerFoot}>
            <Checkbox
              label="Shown on status pages, and sent to their subscribers"
              checked={isPublic}
              onChange={(event) => setIsPublic(event.target.checked)}
            />
            <Button type="submit" variant="primary" size="sm" busy={add.isPending} disabled={text.trim() === ''}>
              {stage === 'resolved' && status !== 'resolved' ? 'Publish and resolve' : isPublic ? 'Publish' : 'Keep'}
            </Button>
          </div>
        </div>
      </Form>
    </Card>
  )
}
