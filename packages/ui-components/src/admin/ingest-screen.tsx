import type { InstanceIngestJson } from '@mishap/core/client'
import { exactNumber, humanBytes, humanDuration } from '@mishap/core/format'
import { EventVolume } from '../charts/index.js'
import { Card, Num, useNow } from '../primitives/index.js'
import { useInstanceIngest } from '../provider/use-admin.js'
import { DropsTable } from '../screens/drops-table.js'
import { Loaded } from '../screens/loaded.js'
import { AdminPage } from './admin-page.js'
import { Tiles } from './tiles.js'

/** What waits to be stored, how fast it is, and what was not stored. */
export function AdminIngestScreen() {
  return (
    <AdminPage title="Ingest">
      <Ingest />
    </AdminPage>
  )
}

function Ingest() {
  return (
    <Loaded query={useInstanceIngest()} lines={8}>
      {(ingest) => (
        <>
          <Queue ingest={ingest} />
          <Volume hours={ingest.hours} />
          <DropsTable drops={ingest.drops} />
        </>
      )}
    </Loaded>
  )
}

function Queue({ ingest: { buffer, drainedPerMinute } }: { readonly ingest: InstanceIngestJson }) {
  const now = useNow(5_000)
  const age = buffer.oldestAt === null ? null : Math.max(0, now - Date.parse(buffer.oldestAt))
  const setAside = buffer.setAside >= 100 ? '100 or more' : exactNumber(buffer.setAside)
  return (
    <Tiles
      tiles={[
        { name: 'Waiting', value: <Num value={buffer.records} />, note: `requests, ${humanBytes(buffer.bytes)}` },
        { name: 'The oldest waits', value: age === null ? '–' : humanDuration(age) },
        {
          name: 'Stored a minute',
          value: drainedPerMinute === null ? '–' : <Num value={drainedPerMinute} />,
          note: drainedPerMinute === null ? 'nothing of late' : 'requests, all processes together',
        },
        {
          name: 'Set aside',
          value: setAside,
          note: buffer.setAside === 0 ? 'all could be stored' : 'mishap buffer dead tells why',
        },
      ]}
    />
  )
}

function Volume({ hours }: Pick<InstanceIngestJson, 'hours'>) {
  const buckets = (of: 'accepted' | 'dropped') => hours.map((one) => ({ at: Date.parse(one.hour), count: one[of] }))
  return (
    <Card title="The last 24 hours">
      <EventVolume label="Taken" buckets={buckets('accepted')} />
      <EventVolume label="Not stored" buckets={buckets('dropped')} height={56} />
    </Card>
  )
}
