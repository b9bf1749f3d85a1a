import type { DeliveryAttemptJson, DeliveryDetailJson } from '@mishap/core/client'
import { clip, exactNumber, humanDuration, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Badge, Button, Code, Dialog, Icon, Time } from '../primitives/index.js'
import sheet from '../primitives/sheet.module.css'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useMay } from '../provider/use-project-settings.js'
import { useIssues } from '../provider/use-queries.js'
import { Loaded } from '../screens/loaded.js'
import { CHANNELS } from './channels.js'
import css from './delivery-log.module.css'
import { deliveryLook, deliveryReason, deliveryRule, deliverySubject } from './delivery-words.js'
import { useDelivery, useRetryDelivery } from './use-alerts.js'

export interface DeliverySheetProps {
  readonly org: string
  /** Closed while it is null. */
  readonly id: string | null
  readonly onClose: () => void
}

/** One message at the side of the page: why it was sent, what was sent, and what was answered each time. */
export function DeliverySheet({ org, id, onClose }: DeliverySheetProps) {
  const delivery = useDelivery(org, id)
  return (
    <Dialog isOpen={id !== null} onClose={onClose} title="Message" className={sheet.sheet}>
      {id === null ? null : (
        <Loaded query={delivery} lines={6} height={24}>
          {(read) => <Message org={org} delivery={read} />}
        </Loaded>
      )}
    </Dialog>
  )
}

function Message({ org, delivery }: { readonly org: string; readonly delivery: DeliveryDetailJson }) {
  const { alertID, project, recipientType, target, created, nextAttempt, payload, history, state } = delivery
  const { words, tone, icon } = deliveryLook(delivery)
  return (
    <div className={sheet.parts}>
      <p className={css.subject}>{deliverySubject(delivery)}</p>
      <p className={css.state}>
        <Badge tone={tone} icon={icon}>
          {words}
        </Badge>
        <span>{deliveryReason(delivery)}</span>
      </p>
      {state === 'failed' ? <SendAgain org={org} id={delivery.id} /> : null}
      <dl className={sheet.facts}>
        <Fact name="Rule">
          <AppLink to={paths.alert(org, alertID, project.slug)}>
            <bdi>{deliveryRule(delivery)}</bdi>
          </AppLink>
        </Fact>
        <Fact name="Project">
          <bdi>{visibleText(clip(project.name, 80))}</bdi>
        </Fact>
        <Fact name="To">
          {CHANNELS[recipientType].name} <bdi>{visibleText(clip(target, 200))}</bdi>
        </Fact>
        <Fact name="Written">
          <Time value={created} mode="absolute" />
        </Fact>
        {nextAttempt === null || state !== 'pending' ? null : (
          <Fact name="Leaves">
            <Time value={nextAttempt} />
          </Fact>
        )}
        <Told org={org} delivery={delivery} />
      </dl>
      <section>
        <h3 className={sheet.title}>Attempts</h3>
        {history.length === 0 ? <p className={css.note}>{state === 'pending' ? 'None yet.' : 'None.'}</p> : null}
        <ol className={css.history}>
          {history.map((attempt, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be of one moment, and rows hold nothing
            <Attempt key={`${attempt.at} ${place}`} attempt={attempt} />
          ))}
        </ol>
      </section>
      {payload === null ? null : (
        <section>
          <h3 className={sheet.title}>What was sent</h3>
          <Code isBlock isWrapped className={css.payload}>
            {visibleText(clip(payload, 20_000))}
          </Code>
          <p className={css.note}>Secrets are left out.</p>
        </section>
      )}
    </div>
  )
}

function Told({ org, delivery }: { readonly org: string; readonly delivery: DeliveryDetailJson }) {
  const { issueIDs, issueCount, monitorID } = delivery
  if (monitorID !== null)
    return (
      <Fact name="Monitor">
        <AppLink to={paths.monitor(org, monitorID)}>Look at it</AppLink>
      </Fact>
    )
  if (issueIDs.length === 0) return null
  return (
    <Fact name={issueCount === 1 ? 'Issue' : 'Issues'}>
      <Issues org={org} ids={issueIDs.slice(0, MOST_ISSUES)} count={issueCount} />
    </Fact>
  )
}

const MOST_ISSUES = 10

function Issues({
  org,
  ids,
  count,
}: {
  readonly org: string
  readonly ids: readonly string[]
  readonly count: number
}) {
  const issues = useIssues(org, { query: '', id: ids }).data?.items ?? []
  return (
    <ul className={css.issues}>
      {ids.map((id) => {
        const issue = issues.find((one) => one.id === id)
        return (
          <li key={id}>
            <AppLink to={paths.issue(org, id)}>
              {issue === undefined ? (
                `Issue ${visibleText(clip(id, 20))}`
              ) : (
                <bdi>{visibleText(clip(`${issue.shortId} ${issue.title}`, 120))}</bdi>
              )}
            </AppLink>
          </li>
        )
      })}
      {count > ids.length ? <li className={css.note}>and {exactNumber(count - ids.length)} more</li> : null}
    </ul>
  )
}

function SendAgain({ org, id }: { readonly org: string; readonly id: string }) {
  const retry = useRetryDelivery(org)
  const mayWrite = useMay(org, 'project:write')
  if (!mayWrite) return null
  return (
    <div className={css.again}>
      <Button size="sm" icon="refresh" busy={retry.isPending} onClick={() => retry.mutate(id)}>
        Send again
      </Button>
      <p role="status" className={css.fault}>
        {retry.error?.message ?? (retry.data?.state === 'failed' ? 'It was not taken again.' : null)}
      </p>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Attempt({ attempt: { at, duration, status, error, answer } }: { readonly attempt: DeliveryAttemptJson }) {
  return (
    <li className={css.attempt}>
      <p className={css.attemptLine} data-failed={error !== ''}>
        <Icon name={error === '' ? 'check' : 'alert'} size={13} />
        <Time value={at} mode="absolute" isFocusable={false} />
        {status === null ? null : <span>{status}</span>}
        <span className={css.note}>in {humanDuration(duration)}</span>
      </p>
      {error === '' ? null : (
        <p className={css.fault}>
          <bdi>{visibleText(clip(error, 1000))}</bdi>
        </p>
      )}
      {answer === '' || error.includes(answer) ? null : (
        <Code isBlock isWrapped className={css.payload}>
          {visibleText(clip(answer, 2000))}
        </Code>
      )}
    </li>
  )
}
