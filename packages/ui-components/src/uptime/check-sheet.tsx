import type { CheckAnswerJson, MonitorCheckDetailJson, MonitorDetailJson } from '@mishap/core/client'
import { clip, counted, humanDuration, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Code, Dialog, Time, useNow } from '../primitives/index.js'
import sheet from '../primitives/sheet.module.css'
import css from './check-sheet.module.css'
import { daysUntil } from './figures.js'
import { targetOf } from './monitor-words.js'
import { StatusShape } from './status-shape.js'
import { TimingBar } from './timing-bar.js'

export interface CheckSheetProps {
  /** Closed while it is null. */
  readonly check: MonitorCheckDetailJson | null
  readonly monitor: Omit<MonitorDetailJson, 'checks'>
  readonly onClose: () => void
}

/** One check at the side of the page: what was asked, how long each part took, and what was answered. */
export function CheckSheet({ check, monitor, onClose }: CheckSheetProps) {
  return (
    <Dialog isOpen={check !== null} onClose={onClose} title="Check" className={sheet.sheet}>
      {check === null ? null : (
        <div className={sheet.parts}>
          <div>
            <p className={css.asked}>
              <bdi>{visibleText(clip(targetOf(monitor), 500))}</bdi>
            </p>
            <p className={css.when}>
              <Time value={check.startCheck} mode="absolute" />
            </p>
          </div>
          <CheckResult check={check} />
        </div>
      )}
    </Dialog>
  )
}

/** What came of a check. */
export function CheckResult({ check }: { readonly check: MonitorCheckDetailJson }) {
  const { found, detail, responseTime, timings, answer } = check
  return (
    <>
      <p className={css.found}>
        <StatusShape status={found} size={14} />
        {responseTime === null ? null : <span>in {humanDuration(responseTime)}</span>}
        {detail === '' ? null : <bdi className={css.detail}>{visibleText(clip(detail, 1000))}</bdi>}
      </p>
      {timings === null ? null : (
        <Part title="How long each part took">
          <TimingBar timings={timings} hasList />
        </Part>
      )}
      {answer === null ? (
        <p className={css.none}>
          {found === 'up'
            ? 'What was answered is kept of checks that failed or changed something.'
            : 'There was no answer.'}
        </p>
      ) : (
        <Answer answer={answer} />
      )}
    </>
  )
}

function Answer({ answer }: { readonly answer: CheckAnswerJson }) {
  const { status, headers, body, url, address, certificate, records } = answer
  const facts = [
    ['Status', status === null ? null : String(status)],
    ['Address', address],
    ['Answered by', url],
  ] as const
  return (
    <>
      <Part title="Answer">
        <dl className={sheet.facts}>
          {facts.map(([name, value]) =>
            value === null ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{visibleText(clip(value, 500))}</bdi>
                </dd>
              </div>
            ),
          )}
        </dl>
      </Part>
      {records === null ? null : (
        <Part title="Records">
          <Code isBlock isWrapped>
            {records.length === 0 ? 'none' : records.map((record) => visibleText(clip(record, 500))).join('\n')}
          </Code>
        </Part>
      )}
      {certificate === null ? null : <Certificate certificate={certificate} />}
      {headers.length === 0 ? null : (
        <Part title={counted(headers.length, 'header')}>
          <dl className={sheet.facts}>
            {headers.map(({ name, value }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: headers may come twice, and never move
              <div key={`${name} ${place}`}>
                <dt>{visibleText(clip(name, 80))}</dt>
                <dd>
                  <bdi>{visibleText(clip(value, 500))}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {body === '' ? null : (
        <Part title="The beginning of the body">
          <Code isBlock isWrapped className={css.body}>
            {visibleText(clip(body, 4000))}
          </Code>
        </Part>
      )}
    </>
  )
}

function Certificate({ certificate }: { readonly certificate: NonNullable<CheckAnswerJson['certificate']> }) {
  const now = useNow(60_000)
  const { subject, issuer, validFrom, validTo } = certificate
  const days = daysUntil(validTo, now)
  const facts = [
    ['Of', subject],
    ['By', issuer],
  ] as const
  return (
    <Part title="Certificate">
      <dl className={sheet.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{visibleText(clip(value, 300))}</bdi>
            </dd>
          </div>
        ))}
        <div>
          <dt>Good</dt>
          <dd>
            <Time value={validFrom} mode="absolute" /> to <Time value={validTo} mode="absolute" />,{' '}
            {days < 0 ? 'has ended' : `${counted(days, 'day')} left`}
          </dd>
        </div>
      </dl>
    </Part>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.part}>
      <h3 className={sheet.title}>{title}</h3>
      {children}
    </section>
  )
}
