import type { IntegrationJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { Button, Dialog, ErrorState, Field, Select, Skeleton, TextArea, TextInput } from '../primitives/index.js'
import { useCreateIssueLink, useIntegrationTargets, useIssueDraft } from '../provider/use-integrations.js'
import { Form, fieldError } from '../setup/form.js'
import css from './issue-links-card.module.css'
import settings from './settings.module.css'

export interface IssueLinkDialogProps {
  readonly org: string
  readonly issueId: string
  /** At least one. */
  readonly trackers: readonly IntegrationJson[]
  readonly onClose: () => void
}

type Way = 'create' | 'existing'

/** Makes an issue in a tracker, by a draft that can be changed first, or names one that is there. */
export function IssueLinkDialog({ org, issueId, trackers, onClose }: IssueLinkDialogProps) {
  const form = useId()
  const [way, setWay] = useState<Way>('create')
  const [tracker, setTracker] = useState(trackers[0]?.id ?? '')
  const create = useCreateIssueLink(issueId)
  const chosen = trackers.find(({ id }) => id === tracker)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Link to a tracker"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={create.isPending}>
            {way === 'create' ? 'Make the issue' : 'Link it'}
          </Button>
        </>
      }
    >
      <div className={settings.paragraphs}>
        <fieldset className={settings.choices}>
          <legend className="mh-hidden">What to link to</legend>
          {(['create', 'existing'] as const).map((one) => (
            <label key={one} className={settings.choice}>
              <input type="radio" name={`${form}-way`} checked={way === one} onChange={() => setWay(one)} />
              {one === 'create' ? 'A new issue' : 'One that exists'}
            </label>
          ))}
        </fieldset>
        <Field label="Tracker">
          <Select value={tracker} onChange={(event) => setTracker(event.target.value)}>
            {trackers.map(({ id, name }) => (
              <option key={id} value={id}>
                {visibleText(clip(name, 100))}
              </option>
            ))}
          </Select>
        </Field>
        {way === 'create' ? (
          <NewIssue key={tracker} form={form} org={org} issueId={issueId} tracker={tracker} {...{ create, onClose }} />
        ) : (
          <Existing form={form} tracker={tracker} kind={chosen?.kind ?? 'github'} {...{ create, onClose }} />
        )}
      </div>
    </Dialog>
  )
}

interface Asked {
  readonly form: string
  readonly tracker: string
  readonly create: ReturnType<typeof useCreateIssueLink>
  readonly onClose: () => void
}

function NewIssue({
  form,
  org,
  issueId,
  tracker,
  create,
  onClose,
}: Asked & { readonly org: string; readonly issueId: string }) {
  const draft = useIssueDraft(issueId, tracker)
  const targets = useIntegrationTargets(org, tracker)
  const [typed, setTyped] = useState<{ target?: string; title?: string; body?: string }>({})
  const list = useId()
  if (draft.data === undefined)
    return draft.error === null ? (
      <Skeleton lines={5} label="Loading the draft" />
    ) : (
      <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
    )
  const { target = '', title = draft.data.title, body = draft.data.body } = typed
  return (
    <Form
      id={form}
      error={create.error}
      fields={['target', 'title', 'body']}
      onSubmit={() => create.mutate({ integrationID: tracker, target, title, body }, { onSuccess: onClose })}
    >
      <Field
        label="Repository or project"
        hint={
          targets.error === null ? 'Such as acme/web or WEB.' : `They could not be listed: ${targets.error.message}`
        }
        error={fieldError(create.error, 'target')}
      >
        <TextInput
          required
          maxLength={200}
          list={list}
          spellCheck={false}
          autoCapitalize="none"
          value={target}
          onChange={(event) => setTyped({ ...typed, target: event.target.value })}
        />
      </Field>
      <datalist id={list}>
        {targets.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(clip(name, 100))}
          </option>
        ))}
      </datalist>
      <Field label="Title" error={fieldError(create.error, 'title')}>
        <TextInput
          required
          maxLength={300}
          value={title}
          onChange={(event) => setTyped({ ...typed, title: event.target.value })}
        />
      </Field>
      <Field label="Text" error={fieldError(create.error, 'body')}>
        <TextArea
          rows={8}
          maxLength={20_000}
          className={css.draft}
          value={body}
          onChange={(event) => setTyped({ ...typed, body: event.target.value })}
        />
      </Field>
    </Form>
  )
}

function Existing({ form, tracker, kind, create, onClose }: Asked & Pick<IntegrationJson, 'kind'>) {
  const [existing, setExisting] = useState('')
  return (
    <Form
      id={form}
      error={create.error}
      fields={['existing']}
      onSubmit={() => create.mutate({ integrationID: tracker, existing: existing.trim() }, { onSuccess: onClose })}
    >
      <Field
        label="Key or address"
        hint={kind === 'jira' ? 'Such as WEB-12.' : 'Such as acme/web#12.'}
        error={fieldError(create.error, 'existing')}
      >
        <TextInput
          required
          maxLength={500}
          spellCheck={false}
          autoCapitalize="none"
          value={existing}
          onChange={(event) => setExisting(event.target.value)}
        />
      </Field>
    </Form>
  )
}
