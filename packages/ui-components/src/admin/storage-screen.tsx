import type { InstanceStorageJson } from '@mishap/core/client'
import { clip, counted, humanBytes, percent, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Card, Num } from '../primitives/index.js'
import { useInstanceStorage } from '../provider/use-admin.js'
import { Loaded } from '../screens/loaded.js'
import css from './admin.module.css'
import { AdminPage } from './admin-page.js'
import { Tiles } from './tiles.js'

/** What is held, by whom and from when, and what that will come to. */
export function AdminStorageScreen() {
  return (
    <AdminPage title="Storage">
      <Storage />
    </AdminPage>
  )
}

function Storage() {
  return (
    <Loaded query={useInstanceStorage()} lines={10}>
      {(storage) => (
        <>
          <Figures storage={storage} />
          <Parts storage={storage} />
          <Organizations storage={storage} />
          <Days storage={storage} />
        </>
      )}
    </Loaded>
  )
}

interface Props {
  readonly storage: InstanceStorageJson
}

function Figures({ storage: { bytes, forecast, days } }: Props) {
  const held = days.filter(({ events }) => events > 0)
  return (
    <Tiles
      tiles={[
        {
          name: 'Held in all',
          value: humanBytes(bytes),
          note: counted(held.length, 'day of events', 'days of events'),
        },
        ...(forecast === null
          ? [{ name: 'Forecast', value: '–', note: 'after the first whole day of events' }]
          : [
              {
                name: 'A day',
                value: humanBytes(forecast.bytesPerDay),
                note: (
                  <>
                    <Num value={forecast.eventsPerDay} /> events, by {counted(forecast.measuredDays, 'day')}
                  </>
                ),
              },
              {
                name: `Events after ${counted(forecast.retentionDays, 'day')}`,
                value: humanBytes(forecast.bytes),
                note: 'when as many go on coming, and are kept so long',
              },
            ]),
      ]}
    />
  )
}

const PART_NAMES: Readonly<Record<string, string>> = {
  events: 'Events',
  files: 'Files',
  issues: 'Issues',
  issue_tags: 'Tags of issues',
  issue_search: 'Texts to search',
  issue_users: 'Users of issues',
  issue_hourly: 'Hourly counts',
  attachments: 'Files that came with events',
  blobs: 'Contents of files',
  project_outcomes: 'Counts of what came',
  audit_log: 'Audit log',
}

function Parts({ storage: { parts, bytes } }: Props) {
  return (
    <Card title="By part" isFlush>
      <Table head={['Part', 'Rows', 'Size', 'Share']}>
        {parts.slice(0, 15).map((part) => (
          <tr key={part.name}>
            <th scope="row">{PART_NAMES[part.name] ?? <code>{visibleText(clip(part.name, 60))}</code>}</th>
            <td className={css.number}>
              <Num value={part.rows} />
            </td>
            <td className={css.number}>{humanBytes(part.bytes)}</td>
            <td className={css.number}>{percent(part.bytes, bytes)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

function Organizations({ storage: { organizations } }: Props) {
  return (
    <Card title="Organizations that hold the most" isFlush>
      {organizations.length === 0 ? (
        <p className={css.nothing}>There is none yet.</p>
      ) : (
        <Table head={['Organization', 'Events', 'Payloads']}>
          {organizations.map(({ id, name, events, bytes }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{visibleText(clip(name, 120))}</bdi>
              </th>
              <td className={css.number}>
                <Num value={events} />
              </td>
              <td className={css.number}>{humanBytes(bytes)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  )
}

function Days({ storage: { days } }: Props) {
  return (
    <Card title="Events by day" foldsAs="admin.storage.days" isFlush>
      <Table head={['Day, in UTC', 'Events', 'Payloads', 'With indexes']}>
        {days.map(({ day, events, bytes, storedBytes }) => (
          <tr key={day}>
            <th scope="row">
              <time dateTime={day}>{day}</time>
            </th>
            <td className={css.number}>
              <Num value={events} />
            </td>
            <td className={css.number}>{humanBytes(bytes)}</td>
            <td className={css.number}>{storedBytes === null ? '–' : humanBytes(storedBytes)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

function Table({ head, children }: { readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          {head.map((name, at) => (
            <th key={name} scope="col" className={at === 0 ? undefined : css.number}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
