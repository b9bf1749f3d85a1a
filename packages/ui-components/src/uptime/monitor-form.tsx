import type { MonitorCheckDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type FormEvent, useId } from 'react'
import { Button, Card, Field, Icon, Select, TextArea, TextInput } from '../primitives/index.js'
import { useProjects } from '../provider/use-queries.js'
import { NumberWord, Sentence } from '../sentence/sentence.js'
import { fieldError } from '../setup/form.js'
import { AssertionsField } from './assertions-field.js'
import { CheckResult } from './check-sheet.js'
import type { MonitorDraft } from './monitor-draft.js'
import css from './monitor-form.module.css'
import { groupsOf, useMonitorNames } from './monitor-names.js'
import { isTold, secondsWords, speaksHttp, TYPES } from './monitor-words.js'
import { RequestOptions } from './request-options.js'
import { TellSnippets } from './tell-snippets.js'
import { type FormPartProps, WhatSentence } from './what-sentence.js'

export interface MonitorFormProps {
  readonly org: string
  /** Of the one that is changed; null for a new one. */
  readonly id: number | null
  readonly draft: MonitorDraft
  readonly onChange: (change: Partial<MonitorDraft>) => void
  readonly onSubmit: () => void
  readonly onTest: () => void
  readonly onCancel: () => void
  readonly isSaving: boolean
  readonly isTesting: boolean
  /** Of the last attempt to save or to test. */
  readonly error: Error | null
  readonly tested: MonitorCheckDetailJson | null
}

const REMINDERS = [900, 1800, 3600, 10_800, 21_600, 43_200, 86_400]
/** Fields at which the form shows what the server says. */
const FIELDS = [
  ...['name', 'url', 'interval', 'timeout', 'certificateDays', 'expectedStatus', 'expectedBody', 'method', 'headers'],
  ...['value', 'auth', 'body', 'redirects', 'assertions', 'recordType', 'resolver', 'slug', 'type', 'schedule'],
  ...['unit', 'timezone', 'margin', 'maxRuntime', 'confirmationThreshold', 'recoveryThreshold', 'retryInterval'],
  ...['degradedAfter', 'group', 'tags', 'parentID', 'remindEvery', 'project'],
] as const

/** A monitor as sentences with fields for words: what is looked at, what a good answer is, when it counts as down. */
export function MonitorForm(props: MonitorFormProps) {
  const { draft, onChange, onSubmit, error, isSaving, isTesting, tested } = props
  const fault = (name: string) => fieldError(error, name)
  const part: FormPartProps = { draft, onChange, fault }
  const isElsewhere = error !== null && FIELDS.every((name) => fault(name) === undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <Card title="What">
        <div className={css.parts}>
          <Kinds draft={draft} isNew={props.id === null} onChange={onChange} />
          <Field label="Name" error={fault('name')}>
            <TextInput
              value={draft.name}
              required
              maxLength={200}
              placeholder={isTold(draft.type) ? 'Nightly backup' : 'Shop'}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          </Field>
          <WhatSentence {...part} />
          {draft.type === 'GET' || draft.type === 'POST' ? <Expected {...part} /> : null}
          <AssertionsField
            type={draft.type}
            value={draft.assertions}
            error={fault('assertions')}
            onChange={(assertions) => onChange({ assertions })}
          />
          {speaksHttp(draft.type) ? <RequestOptions {...part} /> : null}
        </div>
      </Card>
      <Card title="When it counts as down">
        <div className={css.parts}>
          <Thresholds {...part} />
        </div>
      </Card>
      <Card title="Where it belongs">
        <div className={css.parts}>
          <Belonging {...part} org={props.org} id={props.id} />
        </div>
      </Card>
      {draft.type === 'Cron' && draft.slug !== '' ? (
        <Card title="How the job tells">
          <TellSnippets monitor={{ cron: cronOf(draft), heartbeatEndpoint: null }} />
        </Card>
      ) : null}
      {draft.type === 'Heartbeat' && props.id === null ? (
        <p className={css.note}>The address that is to be called is there once it is saved, with code to copy.</p>
      ) : null}
      <div role="status" className={css.result}>
        {tested === null ? null : (
          <Card title="Tried, nothing is kept">
            <div className={css.parts}>
              <CheckResult check={tested} />
            </div>
          </Card>
        )}
      </div>
      <div role="alert" className={css.alert}>
        {isElsewhere ? (
          <p className={css.error}>
            <Icon name="alert" size={14} /> {error.message}
          </p>
        ) : null}
      </div>
      <div className={css.actions}>
        <Button type="submit" variant="primary" busy={isSaving}>
          {props.id === null ? 'Make the monitor' : 'Save'}
        </Button>
        {isTold(draft.type) ? null : (
          <Button icon="play" busy={isTesting} onClick={props.onTest}>
            Test before saving
          </Button>
        )}
        <Button variant="ghost" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

function cronOf({ slug, schedule, timezone }: MonitorDraft) {
  return { slug, schedule, timezone, margin: 0, maxRuntime: null }
}

interface KindsProps {
  readonly draft: MonitorDraft
  readonly isNew: boolean
  readonly onChange: (change: Partial<MonitorDraft>) => void
}

function Kinds({ draft, isNew, onChange }: KindsProps) {
  const name = useId()
  return (
    <fieldset className={css.kinds}>
      <legend className={css.legend}>Type</legend>
      {TYPES.map(({ type, name: title, about }) => (
        <label key={type} className={css.kind}>
          <input
            type="radio"
            name={name}
            checked={draft.type === type}
            onChange={() =>
              onChange({
                type,
                ...(isNew && type === 'HTTP' && draft.assertions.length === 0
                  ? { assertions: [{ kind: 'status', expected: '2xx' }] }
                  : {}),
                ...(isNew && type === 'Heartbeat' && draft.interval < 300 ? { interval: 3600 } : {}),
              })
            }
          />
          <span className={css.kindName}>{title}</span>
          <span className={css.kindAbout}>{about}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Expected({ draft, onChange, fault }: FormPartProps) {
  return (
    <>
      <Sentence>
        <span>It answers with status</span>
        <NumberWord
          label="Status of a good answer"
          value={draft.expectedStatus}
          min={100}
          max={599}
          error={fault('expectedStatus')}
          onChange={(expectedStatus) => onChange({ expectedStatus })}
        />
        <span>and a text that contains</span>
      </Sentence>
      <Field label="Text of a good answer" isLabelHidden error={fault('expectedBody')}>
        <TextArea
          rows={2}
          value={draft.expectedBody}
          maxLength={2000}
          placeholder="anything"
          spellCheck={false}
          onChange={(event) => onChange({ expectedBody: event.target.value })}
        />
      </Field>
    </>
  )
}

function Thresholds({ draft, onChange, fault }: FormPartProps) {
  const isAsked = !isTold(draft.type)
  return (
    <>
      <Sentence>
        <span>It is down after</span>
        <NumberWord
          label="Failed checks in a row until it is down"
          value={draft.fails}
          max={100}
          error={fault('confirmationThreshold')}
          onChange={(fails) => onChange({ fails })}
        />
        <span>failed {draft.fails === '1' ? 'check' : 'checks in a row'}, and up again after</span>
        <NumberWord
          label="Good checks in a row until it is up again"
          value={draft.goods}
          max={100}
          error={fault('recoveryThreshold')}
          onChange={(goods) => onChange({ goods })}
        />
        <span>good {draft.goods === '1' ? 'one.' : 'ones.'}</span>
      </Sentence>
      {isAsked ? (
        <Sentence>
          <span>Until that is sure it is looked at every</span>
          <NumberWord
            label="Seconds between checks until a change is sure; empty for the usual"
            value={draft.retry}
            max={86_400}
            isRequired={false}
            placeholder="usual"
            error={fault('retryInterval')}
            onChange={(retry) => onChange({ retry })}
          />
          <span>seconds.</span>
        </Sentence>
      ) : null}
      {isAsked ? (
        <Sentence>
          <span>Call it degraded where an answer takes more than</span>
          <NumberWord
            label="Milliseconds from which on an answer is slow; empty for never"
            value={draft.slow}
            max={60_000}
            isRequired={false}
            placeholder="never"
            error={fault('degradedAfter')}
            onChange={(slow) => onChange({ slow })}
          />
          <span>ms.</span>
        </Sentence>
      ) : null}
      <Sentence>
        <span>While it is down, remind</span>
        <Field label="Reminders while it is down" isLabelHidden error={fault('remindEvery')}>
          <Select
            value={draft.remindEvery ?? ''}
            onChange={(event) =>
              onChange({ remindEvery: event.target.value === '' ? null : Number(event.target.value) })
            }
          >
            <option value="">never</option>
            {[...new Set([...REMINDERS, ...(draft.remindEvery === null ? [] : [draft.remindEvery])])].map((seconds) => (
              <option key={seconds} value={seconds}>
                every {secondsWords(seconds)}
              </option>
            ))}
          </Select>
        </Field>
      </Sentence>
    </>
  )
}

function Belonging({
  draft,
  onChange,
  fault,
  org,
  id,
}: FormPartProps & { readonly org: string; readonly id: number | null }) {
  const projects = useProjects(org).data?.items ?? []
  const others = (useMonitorNames(org).data ?? []).filter((one) => one.id !== id)
  const groups = useId()
  return (
    <>
      <div className={css.pair}>
        <Field label="Group" error={fault('group')} hint="A slash goes one level down: Shop/Payments.">
          <TextInput
            list={groups}
            value={draft.group}
            maxLength={200}
            placeholder="None"
            onChange={(event) => onChange({ group: event.target.value })}
          />
        </Field>
        <datalist id={groups}>
          {groupsOf(others).map((group) => (
            <option key={group} value={group} />
          ))}
        </datalist>
        <Field label="Tags" error={fault('tags')} hint="With commas between them.">
          <TextInput
            value={draft.tags}
            maxLength={1000}
            placeholder="None"
            onChange={(event) => onChange({ tags: event.target.value })}
          />
        </Field>
      </div>
      <div className={css.pair}>
        <Field label="Project" error={fault('project')} hint="Whose issues are looked through when something is wrong.">
          <Select value={draft.project} onChange={(event) => onChange({ project: event.target.value })}>
            <option value="">None</option>
            {projects.map(({ id: one, name }) => (
              <option key={one} value={one}>
                {visibleText(clip(name, 60))}
              </option>
            ))}
            {draft.project === '' || projects.some((one) => one.id === draft.project) ? null : (
              <option value={draft.project}>Another project</option>
            )}
          </Select>
        </Field>
        <Field label="Parent" error={fault('parentID')} hint="While that one is down, this one is not told of.">
          <Select
            value={draft.parentID ?? ''}
            onChange={(event) => onChange({ parentID: event.target.value === '' ? null : Number(event.target.value) })}
          >
            <option value="">None</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {visibleText(clip(one.name, 80))}
              </option>
            ))}
            {draft.parentID === null || others.some((one) => one.id === draft.parentID) ? null : (
              <option value={draft.parentID}>Another monitor</option>
            )}
          </Select>
        </Field>
      </div>
    </>
  )
}
