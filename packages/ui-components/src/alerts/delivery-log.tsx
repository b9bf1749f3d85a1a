import type { DeliveryJson, DeliveryQuery } from '@mishap/core/client'
import { clip, humanDuration, visibleText } from '@mishap/core/format'
import { type ReactNode, useState } from 'react'
import { Badge, Button, EmptyState, ProgressBar, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Loaded } from '../screens/loaded.js'
import { CHANNELS } from './channels.js'
import css from './delivery-log.module.css'
import { DeliverySheet } from './delivery-sheet.js'
import { deliveryLook, deliveryRule, deliverySubject } from './delivery-words.js'
import { useDeliveries } from './use-alerts.js'

export interface DeliveryLogProps {
  readonly org: string
  readonly query: DeliveryQuery & { readonly limit: number }
  /** Says of which rule each is. */
  readonly hasRules?: boolean
  readonly cursor?: string | null
  /** Below the table, given the cursors of its neighbours. */
  readonly pager?: (page: { readonly previous: string | null; readonly next: string | null }) => ReactNode
  /** Where there is nothing. */
  readonly empty?: ReactNode
}

/** Messages, the newest first: what became of each, and a sheet with all that is known of it. */
export function DeliveryLog({ org, query, hasRules = true, cursor = null, pager, empty }: DeliveryLogProps) {
  const deliveries = useDeliveries(org, { ...query, ...(cursor === null ? {} : { cursor }) })
  const [open, setOpen] = useState<string | null>(null)
  return (
    <>
      {deliveries.isPlaceholderData ? <ProgressBar label="Loading other messages" /> : null}
      <Loaded query={deliveries} lines={5} height={32}>
        {({ items, previous, next }) => (
          <>
            {items.length === 0 ? (
              (empty ?? <EmptyState icon="bell" title="It told nobody of anything yet" />)
            ) : (
              <table className={css.table}>
                <caption className="mh-hidden">Messages, the newest first</caption>
                <thead>
                  <tr className={css.head}>
                    <th scope="col">When</th>
                    <th scope="col">State</th>
                    <th scope="col">Told of</th>
                    <th scope="col">By</th>
                    <th scope="col">Answer</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((delivery) => (
                    <Row
                      key={delivery.id}
                      org={org}
                      delivery={delivery}
                      hasRule={hasRules}
                      onOpen={() => setOpen(delivery.id)}
                    />
                  ))}
                </tbody>
              </table>
            )}
            {pager?.({ previous, next })}
          </>
        )}
      </Loaded>
      <DeliverySheet org={org} id={open} onClose={() => setOpen(null)} />
    </>
  )
}

interface RowProps {
  readonly org: string
  readonly delivery: DeliveryJson
  readonly hasRule: boolean
  readonly onOpen: () => void
}

function Row({ org, delivery, hasRule, onOpen }: RowProps) {
  const { alertID, project, recipientType, target, created, attempts, duration, status, error } = delivery
  const { words, tone, icon } = deliveryLook(delivery)
  return (
    <tr className={css.row}>
      <th scope="row" className={css.when}>
        <Button size="sm" variant="ghost" aria-haspopup="dialog" className={css.open} onClick={onOpen}>
          <Time value={created} mode="absolute" isFocusable={false} />
        </Button>
      </th>
      <td>
        <Badge tone={tone} icon={icon}>
          {words}
        </Badge>
        {attempts > 1 ? <span className={css.tries}> {attempts} attempts</span> : null}
      </td>
      <td className={css.about}>
        {deliverySubject(delivery)}
        {hasRule ? (
          <span className={css.second}>
            {' '}
            <AppLink to={paths.alert(org, alertID, project.slug)}>
              <bdi>{deliveryRule(delivery)}</bdi>
            </AppLink>
          </span>
        ) : null}
      </td>
      <td className={css.by}>
        {CHANNELS[recipientType].name}
        {target === '' ? null : (
          <span className={css.second}>
            {' '}
            <bdi>{visibleText(clip(target, 80))}</bdi>
          </span>
        )}
      </td>
      <td className={css.answer} data-empty={error === '' && status === null && duration === null}>
        {error === '' ? <Took status={status} duration={duration} /> : <bdi>{visibleText(clip(error, 160))}</bdi>}
      </td>
    </tr>
  )
}

function Took({ status, duration }: Pick<DeliveryJson, 'status' | 'duration'>) {
  const words = [status === null ? '' : String(status), duration === null ? '' : `in ${humanDuration(duration)}`]
  const shown = words.filter((word) => word !== '').join(' ')
  return <span className={css.note}>{shown === '' ? '–' : shown}</span>
}
