import type { HealthPartJson, InstanceHealthJson, JobRunJson } from '@mishap/core/client'
import { clip, humanBytes, humanDuration, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Num, Time, type Tone, useToast } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { saveFile } from '../primitives/save-file.js'
import { useMishap } from '../provider/context.js'
import { useInstanceHealth } from '../provider/use-admin.js'
import { Loaded } from '../screens/loaded.js'
import css from './admin.module.css'
import { AdminPage } from './admin-page.js'
import { Tiles } from './tiles.js'

/** Whether the instance is well: what it needs, what its processes do, and how much there is of it. */
export function AdminOverviewScreen() {
  return (
    <AdminPage title="Overview" actions={<Diagnostics />}>
      <Overview />
    </AdminPage>
  )
}

function Overview() {
  return (
    <Loaded query={useInstanceHealth()} lines={8}>
      {(health) => (
        <>
          <Numbers health={health} />
          <Parts parts={health.parts} />
          <Jobs jobs={health.jobs} />
        </>
      )}
    </Loaded>
  )
}

function Numbers({ health: { version, counts, process } }: { readonly health: InstanceHealthJson }) {
  return (
    <Tiles
      tiles={[
        { name: 'Users', value: <Num value={counts.users} /> },
        { name: 'Organizations', value: <Num value={counts.organizations} /> },
        { name: 'Projects', value: <Num value={counts.projects} /> },
        { name: 'Version', value: version, note: `Node.js ${process.node.replace(/^v/, '')}` },
        {
          name: 'This process',
          value: humanBytes(process.memoryBytes),
          note: `up for ${humanDuration(process.uptimeSeconds * 1000)}`,
        },
      ]}
    />
  )
}

const NAMES: Readonly<Record<HealthPartJson['name'], string>> = {
  database: 'Database',
  buffer: 'Ingest buffer',
  cache: 'Cache',
  files: 'Files',
  mail: 'Mail',
}
const STATES: Readonly<Record<HealthPartJson['state'], { readonly label: string; readonly tone: Tone }>> = {
  ok: { label: 'answers', tone: 'ok' },
  failing: { label: 'fails', tone: 'danger' },
  off: { label: 'not set up', tone: 'neutral' },
}

function Parts({ parts }: { readonly parts: readonly HealthPartJson[] }) {
  return (
    <Card title="What it needs">
      <ul className={css.parts}>
        {parts.map(({ name, state, message, tookMs }) => (
          <li key={name} className={css.part}>
            <b>{NAMES[name]}</b>
            <Badge tone={STATES[state].tone} icon={state === 'failing' ? 'alert' : state === 'ok' ? 'check' : 'minus'}>
              {STATES[state].label}
            </Badge>
            {state === 'ok' ? <span className={css.more}>in {humanDuration(tookMs)}</span> : null}
            {message === null ? null : <span className={css.fault}>{visibleText(clip(message, 300))}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Jobs({ jobs }: { readonly jobs: readonly JobRunJson[] }) {
  return (
    <Card title="Background work" isFlush>
      {jobs.length === 0 ? (
        <p className={css.nothing}>Nothing has told of itself yet: no process does background work.</p>
      ) : (
        <ul>
          {jobs.map(({ job, worker, finishedAt, tookMs, error }) => (
            <li key={`${job} ${worker}`} className={rows.row}>
              <div className={rows.about}>
                <p className={css.name}>
                  {visibleText(clip(job, 80))}
                  {error === null ? null : (
                    <Badge tone="danger" icon="alert">
                      failed
                    </Badge>
                  )}
                </p>
                {error === null ? null : <p className={css.fault}>{visibleText(clip(error, 300))}</p>}
              </div>
              <p className={css.more}>
                <Time value={finishedAt} isFocusable={false} />
                <span>took {humanDuration(tookMs)}</span>
                <bdi>{visibleText(clip(worker, 80))}</bdi>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** A file for whoever helps, in which nobody and no event is named. */
function Diagnostics() {
  const { client } = useMishap()
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const save = async () => {
    setIsBusy(true)
    try {
      const text = JSON.stringify(await client.getDiagnostics(), null, 2)
      saveFile(text, 'mishap-diagnostics.json', 'application/json')
    } catch (error) {
      toast.show({ message: `No diagnostics: ${(error as Error).message}`, tone: 'danger' })
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button
      icon="download"
      busy={isBusy}
      title="Figures and settings without names, contents and secrets, to give to whoever helps"
      onClick={() => void save()}
    >
      Diagnostics
    </Button>
  )
}
