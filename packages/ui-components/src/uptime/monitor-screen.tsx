import type { MonitorCheckDetailJson, MonitorDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Dialog, ErrorState, Menu, Skeleton, useToast } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Page, usePageTitle } from '../screens/page.js'
import { CheckSheet } from './check-sheet.js'
import { useMayWatch } from './may-watch.js'
import { MonitorChecks } from './monitor-checks.js'
import { MonitorFacts } from './monitor-facts.js'
import { MonitorHistory } from './monitor-history.js'
import { MonitorIncidents } from './monitor-incidents.js'
import { MonitorLatency } from './monitor-latency.js'
import { MonitorRuns } from './monitor-runs.js'
import css from './monitor-screen.module.css'
import { isTold } from './monitor-words.js'
import { TellSnippets } from './tell-snippets.js'
import { useChangeMonitors, useCheckNow, useMonitor } from './use-monitors.js'

export interface MonitorScreenProps {
  readonly org: string
  readonly id: number
}

/** One monitor: how it is and since when, how it was, what was seen, and what went wrong. */
export function MonitorScreen({ org, id }: MonitorScreenProps) {
  const monitor = useMonitor(org, id)
  const { data } = monitor
  const name = data === undefined ? '' : visibleText(clip(data.name, 120))
  const [check, setCheck] = useState<MonitorCheckDetailJson | null>(null)
  usePageTitle(name === '' ? 'Monitor' : name, org)
  return (
    <Page
      title={name === '' ? 'Monitor' : <bdi>{name}</bdi>}
      actions={data === undefined ? undefined : <Actions org={org} monitor={data} onChecked={setCheck} />}
    >
      <nav aria-label="Way back" className={css.back}>
        <AppLink to={paths.uptime(org)}>Uptime</AppLink>
      </nav>
      {data === undefined && monitor.error === null ? (
        <Skeleton lines={8} height={40} label="Loading the monitor" />
      ) : null}
      {data === undefined && monitor.error !== null ? (
        <ErrorState error={monitor.error} onRetry={() => void monitor.refetch()} />
      ) : null}
      {data === undefined ? null : (
        <>
          <MonitorFacts org={org} monitor={data} />
          <MonitorHistory org={org} id={id} />
          {isTold(data.monitorType) ? (
            <Card title="How it is told" foldsAs={`uptime.tell.${id}`}>
              <TellSnippets monitor={data} />
            </Card>
          ) : (
            <MonitorLatency org={org} id={id} />
          )}
          {data.cron === null ? null : <MonitorRuns org={org} id={id} />}
          <MonitorIncidents org={org} id={id} />
          <MonitorChecks org={org} id={id} onOpen={setCheck} />
          <CheckSheet check={check} monitor={data} onClose={() => setCheck(null)} />
        </>
      )}
    </Page>
  )
}

interface ActionsProps {
  readonly org: string
  readonly monitor: MonitorDetailJson
  readonly onChecked: (check: MonitorCheckDetailJson) => void
}

function Actions({ org, monitor, onChecked }: ActionsProps) {
  const { id, isPaused, monitorType } = monitor
  const navigation = useNavigation()
  const checkNow = useCheckNow(org)
  const change = useChangeMonitors(org)
  const toast = useToast()
  const [isDeleting, setIsDeleting] = useState(false)
  const mayWrite = useMayWatch(org)
  const fail = (error: Error) => toast.show({ message: error.message, tone: 'danger' })
  const pause = (next: boolean) =>
    change.mutate(
      { ids: [id], action: next ? 'pause' : 'resume' },
      {
        onSuccess: () => toast.show({ message: next ? 'Paused' : 'Resumed', onUndo: () => pause(!next) }),
        onError: fail,
      },
    )
  if (!mayWrite) return null
  return (
    <>
      {isTold(monitorType) ? null : (
        <Button
          icon="refresh"
          busy={checkNow.isPending}
          onClick={() => checkNow.mutate(id, { onSuccess: onChecked, onError: fail })}
        >
          Check now
        </Button>
      )}
      <Button icon={isPaused ? 'play' : 'pause'} onClick={() => pause(!isPaused)}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <AppLinkButton to={paths.editMonitor(org, id)} icon="settings">
        Edit
      </AppLinkButton>
      <Menu
        label="More to do"
        isIconOnly
        align="end"
        variant="secondary"
        items={[
          {
            ...{ id: 'copy', label: 'Make another like it', icon: 'copy' },
            onSelect: () => navigation.navigate(paths.newMonitor(org, `?like=${id}`)),
          },
          {
            ...{ id: 'delete', label: 'Delete…', icon: 'trash', isDanger: true, startsGroup: true },
            onSelect: () => setIsDeleting(true),
          },
        ]}
      />
      <Dialog
        isOpen={isDeleting}
        onClose={() => setIsDeleting(false)}
        title="Delete for good?"
        actions={
          <>
            <Button onClick={() => setIsDeleting(false)}>Cancel</Button>
            <Button
              variant="danger"
              busy={change.isPending}
              onClick={() =>
                change.mutate(
                  { ids: [id], action: 'delete' },
                  {
                    onSuccess: () => {
                      toast.show({ message: `Deleted: ${visibleText(clip(monitor.name, 60))}` })
                      navigation.navigate(paths.uptime(org), { replace: true })
                    },
                    onError: fail,
                  },
                )
              }
            >
              Delete
            </Button>
          </>
        }
      >
        <p>Its checks and its history go with it. This cannot be taken back. Pausing keeps them.</p>
      </Dialog>
    </>
  )
}
