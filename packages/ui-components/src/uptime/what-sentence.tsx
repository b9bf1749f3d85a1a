import type { HttpRequestJson } from '@mishap/core/client'
import { Field, Select, TextInput } from '../primitives/index.js'
import { NumberWord, Sentence } from '../sentence/sentence.js'
import { ZoneOptions } from '../sentence/zone-options.js'
import type { MonitorDraft } from './monitor-draft.js'
import css from './monitor-form.module.css'
import { isTold, secondsWords, speaksHttp } from './monitor-words.js'

export interface FormPartProps {
  readonly draft: MonitorDraft
  readonly onChange: (change: Partial<MonitorDraft>) => void
  /** What the server said of a field. */
  readonly fault: (name: string) => string | undefined
}

const METHODS: readonly HttpRequestJson['method'][] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const RECORDS: readonly MonitorDraft['recordType'][] = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SOA', 'SRV', 'TXT']
const INTERVALS = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]
const SCHEDULE_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const

/** What is looked at and how often, as a sentence of its type. */
export function WhatSentence(props: FormPartProps) {
  const { type } = props.draft
  if (type === 'Heartbeat') {
    return (
      <Sentence>
        <span>Expect a sign of life at least every</span>
        <Interval {...props} />
      </Sentence>
    )
  }
  if (type === 'Cron') return <CronSentence {...props} />
  return (
    <Sentence>
      <Opening {...props} />
      <Target {...props} />
      <span>every</span>
      <Interval {...props} />
      <span>and wait at most</span>
      <span className={css.unit}>
        <NumberWord
          label="Seconds to wait for an answer"
          value={props.draft.timeout}
          max={60}
          error={props.fault('timeout')}
          onChange={(timeout) => props.onChange({ timeout })}
        />
        <span>seconds.</span>
      </span>
      {type === 'SSL' ? (
        <>
          <span>Its certificate must be good for</span>
          <NumberWord
            label="Days that the certificate must still be good for"
            value={props.draft.certificateDays}
            min={0}
            max={3650}
            error={props.fault('certificateDays')}
            onChange={(certificateDays) => props.onChange({ certificateDays })}
          />
          <span>more days.</span>
        </>
      ) : null}
    </Sentence>
  )
}

function Opening({ draft, onChange, fault }: FormPartProps) {
  switch (draft.type) {
    case 'HTTP':
      return (
        <>
          <span>Ask by</span>
          <Field label="Method" isLabelHidden error={fault('method')}>
            <Select
              value={draft.request.method}
              onChange={(event) => {
                const method = METHODS.find((one) => one === event.target.value) ?? 'GET'
                onChange({ request: { ...draft.request, method } })
              }}
            >
              {METHODS.map((method) => (
                <option key={method}>{method}</option>
              ))}
            </Select>
          </Field>
        </>
      )
    case 'DNS':
      return (
        <>
          <span>Ask</span>
          <Field label="Name server" isLabelHidden error={fault('resolver')} className={css.short}>
            <TextInput
              value={draft.resolver}
              maxLength={100}
              placeholder="the usual name server"
              spellCheck={false}
              onChange={(event) => onChange({ resolver: event.target.value })}
            />
          </Field>
          <span>for the</span>
          <Field label="Type of record" isLabelHidden error={fault('recordType')}>
            <Select
              value={draft.recordType}
              onChange={(event) => onChange({ recordType: RECORDS.find((one) => one === event.target.value) ?? 'A' })}
            >
              {RECORDS.map((record) => (
                <option key={record}>{record}</option>
              ))}
            </Select>
          </Field>
          <span>records of</span>
        </>
      )
    case 'SSL':
      return <span>Look at the certificate of</span>
    case 'TCP Port':
      return <span>Connect to</span>
    case 'ICMP':
      return <span>Send an echo to</span>
    case 'POST':
      return <span>Post to</span>
    default:
      return <span>Ask</span>
  }
}

const PLACEHOLDERS = {
  SSL: 'shop.example',
  'TCP Port': 'db.example:5432',
  DNS: 'shop.example',
  ICMP: '203.0.113.7',
} as const

function Target({ draft, onChange, fault }: FormPartProps) {
  const placeholder = Object.hasOwn(PLACEHOLDERS, draft.type)
    ? PLACEHOLDERS[draft.type as keyof typeof PLACEHOLDERS]
    : 'https://shop.example/health'
  return (
    <Field
      label={speaksHttp(draft.type) ? 'Address' : 'Host'}
      isLabelHidden
      error={fault('url')}
      className={css.target}
    >
      <TextInput
        value={draft.url}
        required
        maxLength={2000}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => onChange({ url: event.target.value })}
      />
    </Field>
  )
}

function Interval({ draft, onChange, fault }: FormPartProps) {
  const choices = INTERVALS.includes(draft.interval) ? INTERVALS : [...INTERVALS, draft.interval].sort((a, b) => a - b)
  const shown = isTold(draft.type) ? choices.filter((seconds) => seconds >= 30 || seconds === draft.interval) : choices
  return (
    <Field label="How often" isLabelHidden error={fault('interval')}>
      <Select value={draft.interval} onChange={(event) => onChange({ interval: Number(event.target.value) })}>
        {shown.map((seconds) => (
          <option key={seconds} value={seconds}>
            {secondsWords(seconds)}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function CronSentence({ draft, onChange, fault }: FormPartProps) {
  const { schedule } = draft
  return (
    <Sentence>
      <span>The job</span>
      <Field label="Short name of the job" isLabelHidden error={fault('slug')} className={css.short}>
        <TextInput
          value={draft.slug}
          required
          maxLength={50}
          pattern="[a-z0-9_\-]+"
          title="Small letters, digits, - and _"
          placeholder="nightly-backup"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => onChange({ slug: event.target.value })}
        />
      </Field>
      <span>comes</span>
      <Field label="Kind of schedule" isLabelHidden error={fault('type')}>
        <Select
          value={schedule.type}
          onChange={(event) =>
            onChange({
              schedule:
                event.target.value === 'interval'
                  ? { type: 'interval', value: 1, unit: 'hour' }
                  : { type: 'crontab', value: '0 3 * * *' },
            })
          }
        >
          <option value="crontab">by the crontab</option>
          <option value="interval">every</option>
        </Select>
      </Field>
      {schedule.type === 'crontab' ? (
        <Field
          label="Crontab: minute, hour, day, month, weekday"
          isLabelHidden
          error={fault('schedule') ?? fault('value')}
          className={css.crontab}
        >
          <TextInput
            value={schedule.value}
            required
            maxLength={100}
            spellCheck={false}
            onChange={(event) => onChange({ schedule: { type: 'crontab', value: event.target.value } })}
          />
        </Field>
      ) : (
        <>
          <NumberWord
            label="How many"
            value={String(schedule.value)}
            max={10_000}
            error={fault('schedule') ?? fault('value')}
            onChange={(value) => onChange({ schedule: { ...schedule, value: Number(value) } })}
          />
          <Field label="Unit" isLabelHidden error={fault('unit')}>
            <Select
              value={schedule.unit}
              onChange={(event) =>
                onChange({
                  schedule: { ...schedule, unit: SCHEDULE_UNITS.find((one) => one === event.target.value) ?? 'hour' },
                })
              }
            >
              {SCHEDULE_UNITS.map((unit) => (
                <option key={unit} value={unit}>
                  {schedule.value === 1 ? unit : `${unit}s`}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
      <span>in the time of</span>
      <Field label="Time zone" isLabelHidden error={fault('timezone')} className={css.short}>
        <Select value={draft.timezone} onChange={(event) => onChange({ timezone: event.target.value })}>
          <ZoneOptions current={draft.timezone} />
        </Select>
      </Field>
      <span>and may be</span>
      <NumberWord
        label="Minutes that it may be late"
        value={draft.margin}
        min={0}
        max={10_080}
        error={fault('margin')}
        onChange={(margin) => onChange({ margin })}
      />
      <span>minutes late, and run for</span>
      <NumberWord
        label="Minutes that it may run; empty for however many"
        value={draft.maxRuntime}
        max={40_320}
        isRequired={false}
        placeholder="any"
        error={fault('maxRuntime')}
        onChange={(maxRuntime) => onChange({ maxRuntime })}
      />
      <span>minutes.</span>
    </Sentence>
  )
}
