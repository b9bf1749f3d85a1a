import type { MonitorJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { Button, Dialog, Field, IconButton, Menu, TextInput, useToast } from '../primitives/index.js'
import css from './monitor-bulk.module.css'
import { useChangeMonitors } from './use-monitors.js'

export interface MonitorBulkProps {
  readonly org: string
  /** At least one. */
  readonly chosen: readonly MonitorJson[]
  readonly onClear: () => void
}

type Question = 'tag' | 'untag' | 'move' | 'delete'

const TITLES: Readonly<Record<Question, string>> = {
  tag: 'Add a tag',
  untag: 'Take a tag off',
  move: 'Move to a group',
  delete: 'Delete for good?',
}

/** What can be done to several monitors at once. What can be taken back has an Undo; deleting asks before. */
export function MonitorBulk({ org, chosen, onClear }: MonitorBulkProps) {
  const change = useChangeMonitors(org)
  const toast = useToast()
  const [question, setQuestion] = useState<Question | null>(null)
  const ids = chosen.map(({ id }) => id)
  const count = counted(chosen.length, 'monitor')
  const done = (message: string, onUndo?: () => void) => {
    setQuestion(null)
    toast.show({ message, ...(onUndo === undefined ? {} : { onUndo }) })
  }

  const pause = (isPaused: boolean) => {
    const others = chosen.filter((monitor) => monitor.isPaused !== isPaused).map(({ id }) => id)
    const [action, back] = isPaused ? (['pause', 'resume'] as const) : (['resume', 'pause'] as const)
    const undo = () => change.mutate({ ids: others, action: back })
    change.mutate({ ids, action }, { onSuccess: () => done(`${isPaused ? 'Paused' : 'Resumed'}: ${count}`, undo) })
  }
  const tag = (name: string, isAdded: boolean) => {
    const others = chosen.filter(({ tags }) => tags.includes(name) !== isAdded).map(({ id }) => id)
    const [action, back] = isAdded ? (['tag', 'untag'] as const) : (['untag', 'tag'] as const)
    const undo = () => change.mutate({ ids: others, action: back, tag: name })
    change.mutate({ ids, action, tag: name }, { onSuccess: () => done(`Tags changed: ${count}`, undo) })
  }
  const move = (group: string) => {
    const before = [...new Set(chosen.map((monitor) => monitor.group))]
    const undo = () => {
      for (const old of before)
        change.mutate({
          ids: chosen.filter((monitor) => monitor.group === old).map(({ id }) => id),
          action: 'move',
          group: old,
        })
    }
    change.mutate({ ids, action: 'move', group }, { onSuccess: () => done(`Moved: ${count}`, undo) })
  }
  const remove = () =>
    change.mutate(
      { ids, action: 'delete' },
      {
        onSuccess: () => {
          onClear()
          done(`Deleted: ${count}`)
        },
      },
    )
  return (
    <section aria-label="Chosen monitors" className={css.bar}>
      <p role="status" className={css.count}>
        {count} chosen
      </p>
      <div className={css.actions}>
        <Button size="sm" icon="pause" onClick={() => pause(true)}>
          Pause
        </Button>
        <Button size="sm" icon="play" onClick={() => pause(false)}>
          Resume
        </Button>
        <Menu
          label="Tags and group"
          size="sm"
          items={[
            { id: 'tag', label: 'Add a tag…', icon: 'tag', onSelect: () => setQuestion('tag') },
            { id: 'untag', label: 'Take a tag off…', onSelect: () => setQuestion('untag') },
            { id: 'move', label: 'Move to a group…', icon: 'folder', onSelect: () => setQuestion('move') },
          ]}
        />
        <Button size="sm" icon="trash" onClick={() => setQuestion('delete')}>
          Delete…
        </Button>
        <IconButton size="sm" icon="close" label="Choose none" onClick={onClear} />
      </div>
      {change.error === null ? null : (
        <p role="alert" className={css.problem}>
          Nothing was changed. {change.error.message}
        </p>
      )}
      <BulkDialog
        question={question}
        chosen={chosen}
        isBusy={change.isPending}
        onClose={() => setQuestion(null)}
        onAnswer={(asked, text) => {
          if (asked === 'delete') remove()
          else if (asked === 'move') move(text.trim())
          else if (text.trim() !== '') tag(text.trim(), asked === 'tag')
        }}
      />
    </section>
  )
}

interface BulkDialogProps {
  readonly question: Question | null
  readonly chosen: readonly MonitorJson[]
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly onAnswer: (question: Question, text: string) => void
}

function BulkDialog({ question, chosen, isBusy, onClose, onAnswer }: BulkDialogProps) {
  const form = useId()
  const list = useId()
  const known =
    question === 'move'
      ? chosen.map(({ group }) => group).filter((group) => group !== '')
      : chosen.flatMap(({ tags }) => tags)
  return (
    <Dialog
      isOpen={question !== null}
      onClose={onClose}
      title={question === null ? '' : TITLES[question]}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant={question === 'delete' ? 'danger' : 'primary'} busy={isBusy}>
            {question === 'delete' ? `Delete ${counted(chosen.length, 'monitor')}` : 'Change'}
          </Button>
        </>
      }
    >
      {question === null ? null : (
        <form
          id={form}
          onSubmit={(event) => {
            event.preventDefault()
            onAnswer(question, String(new FormData(event.currentTarget).get('text') ?? ''))
          }}
        >
          {question === 'delete' ? (
            <>
              <p>Their checks and history go with them. This cannot be taken back.</p>
              <ul className={css.names}>
                {chosen.slice(0, 5).map(({ id, name }) => (
                  <li key={id}>
                    <bdi>{visibleText(clip(name, 80))}</bdi>
                  </li>
                ))}
                {chosen.length > 5 ? <li>and {chosen.length - 5} more</li> : null}
              </ul>
            </>
          ) : (
            <Field
              label={question === 'move' ? 'Group' : 'Tag'}
              hint={question === 'move' ? 'A slash goes one level down: Shop/Payments. Empty for none.' : undefined}
            >
              <TextInput name="text" list={list} maxLength={question === 'move' ? 200 : 50} autoComplete="off" />
            </Field>
          )}
          <datalist id={list}>
            {[...new Set(known)].map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </form>
      )}
    </Dialog>
  )
}
