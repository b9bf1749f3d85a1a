import type { MaintenanceJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Badge, Card, EmptyState, Menu, Time, useClock, useToast } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Loaded } from '../screens/loaded.js'
import { useMayWatch } from '../uptime/may-watch.js'
import { useMonitorNames } from '../uptime/monitor-names.js'
import { UptimePage } from '../uptime/uptime-page.js'
import css from './maintenance.module.css'
import { MaintenanceEditor } from './maintenance-editor.js'
import { affectedWords, windowSentence } from './maintenance-words.js'
import { useDeleteMaintenance, useMaintenance, useSaveMaintenance } from './use-maintenance.js'

/** What is planned, what goes on, and what is past. The window that is written is in the address. */
export function MaintenanceScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const maintenance = useMaintenance(org)
  const mayWrite = useMayWatch(org)
  const edited = new URLSearchParams(navigation.useLocation().search).get('edit')
  const planButton = (
    <AppLinkButton to={editPath(org, 'new')} variant="primary" icon="plus">
      Plan maintenance
    </AppLinkButton>
  )
  const close = (isSaved: boolean) => navigation.navigate(paths.maintenance(org), { replace: isSaved })
  return (
    <UptimePage org={org} title="Maintenance" actions={mayWrite && edited === null ? planButton : undefined}>
      <Loaded query={maintenance} lines={6} height={48}>
        {({ items }) => {
          const one = items.find(({ id }) => id === edited)
          return (
            <>
              {mayWrite && (edited === 'new' || one !== undefined) ? (
                <MaintenanceEditor key={edited} org={org} saved={one ?? null} onClose={close} />
              ) : null}
              {items.length === 0 && edited === null ? (
                <Card>
                  <EmptyState icon="clock" title="Nothing is planned" action={mayWrite ? planButton : undefined}>
                    While maintenance goes on nobody is told that something is down, and the time does not count against
                    its uptime. Status pages announce what is planned, if you like.
                  </EmptyState>
                </Card>
              ) : null}
              {PARTS.map(({ title, has }) => (
                <Part key={title} org={org} title={title} items={items.filter(has)} mayWrite={mayWrite} />
              ))}
            </>
          )
        }}
      </Loaded>
    </UptimePage>
  )
}

const PARTS: readonly { readonly title: string; readonly has: (maintenance: MaintenanceJson) => boolean }[] = [
  { title: 'Now', has: ({ isActive }) => isActive },
  { title: 'Coming', has: ({ isActive, next }) => !isActive && next !== null },
  { title: 'Past', has: ({ isActive, next }) => !isActive && next === null },
]

const editPath = (org: string, id: string) => paths.maintenance(org, `?edit=${encodeURIComponent(id)}`)

interface PartProps {
  readonly org: string
  readonly title: string
  readonly items: readonly MaintenanceJson[]
  readonly mayWrite: boolean
}

function Part({ org, title, items, mayWrite }: PartProps) {
  if (items.length === 0) return null
  return (
    <Card title={title} isFlush>
      <ul>
        {items.map((maintenance) => (
          <Row key={maintenance.id} org={org} maintenance={maintenance} mayWrite={mayWrite} />
        ))}
      </ul>
    </Card>
  )
}

interface RowProps {
  readonly org: string
  readonly maintenance: MaintenanceJson
  readonly mayWrite: boolean
}

function Row({ org, maintenance, mayWrite }: RowProps) {
  const { id, title, window, isPublic, isActive, next } = maintenance
  const { locale } = useClock()
  const monitors = useMonitorNames(org).data ?? []
  const name = visibleText(clip(title, 120))
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          {mayWrite ? (
            <AppLink to={editPath(org, id)} className={rows.link}>
              <bdi>{name}</bdi>
            </AppLink>
          ) : (
            <bdi>{name}</bdi>
          )}
          {isPublic ? <Badge icon="globe">On status pages</Badge> : null}
        </p>
        <p className={rows.facts}>{windowSentence(window, locale)}</p>
        <p className={rows.facts}>
          <bdi>{affectedWords(maintenance, monitors)}</bdi>
        </p>
      </div>
      {next === null ? null : (
        <p className={css.next}>
          {isActive ? 'Until ' : ''}
          <Time value={isActive ? next.end : next.start} mode="absolute" isFocusable={false} />
        </p>
      )}
      {next === null && window.kind === 'single' ? (
        <p className={css.next}>
          Ended <Time value={window.end} isFocusable={false} />
        </p>
      ) : null}
      {mayWrite ? <RowMenu org={org} maintenance={maintenance} /> : null}
    </li>
  )
}

function RowMenu({ org, maintenance }: Omit<RowProps, 'mayWrite'>) {
  const { id, title, window, isActive } = maintenance
  const navigation = useNavigation()
  const save = useSaveMaintenance(org)
  const remove = useDeleteMaintenance(org)
  const toast = useToast()
  const name = visibleText(clip(title, 60))
  const onError = (error: Error) => toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' })
  const takeBack = (to: string | null) => () => save.mutate({ id: to, input: maintenance }, { onError })
  const endNow = () => {
    if (window.kind !== 'single') return
    const ended = { ...maintenance, window: { ...window, end: new Date().toISOString() } }
    save.mutate(
      { id, input: ended },
      { onSuccess: () => toast.show({ message: `“${name}” has ended`, onUndo: takeBack(id) }), onError },
    )
  }
  const removeIt = () =>
    remove.mutate(id, {
      onSuccess: () => toast.show({ message: `“${name}” is deleted`, onUndo: takeBack(null) }),
      onError,
    })
  return (
    <Menu
      label={`Actions for ${name}`}
      isIconOnly
      size="sm"
      variant="ghost"
      align="end"
      items={[
        { id: 'edit', label: 'Edit', onSelect: () => navigation.navigate(editPath(org, id)) },
        ...(isActive && window.kind === 'single' ? [{ id: 'end', label: 'End it now', onSelect: endNow }] : []),
        { id: 'delete', label: 'Delete', icon: 'trash', isDanger: true, startsGroup: true, onSelect: removeIt },
      ]}
    />
  )
}
