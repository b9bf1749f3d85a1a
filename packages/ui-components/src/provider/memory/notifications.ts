import type { MailKind, MishapClient, NotificationMatrixJson } from '@mishap/core/client'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type Notifications = Pick<
  MishapClient,
  | 'getNotifications'
  | 'updateNotifications'
  | 'getProjectNotifications'
  | 'updateProjectNotification'
  | 'getNotificationMatrix'
  | 'updateNotificationMatrix'
>

/** What mails the reader wants. */
export function notifications(store: MemoryStore, { notifications: given = {} }: MemoryFixtures): Notifications {
  const { signedIn } = store
  let chosen: Partial<Record<MailKind, boolean>> = { ...given.byDefault }
  let projects = { ...given.projects }
  let quietHours = given.quietHours ?? null
  const matrix = (): NotificationMatrixJson => {
    const { alerts = true } = chosen
    const own = { assigned: true, mentioned: true, followed: true }
    return { byDefault: { alerts, uptime: alerts, limits: alerts, ...own, ...chosen }, projects, quietHours }
  }
  const chooseOf = (id: string, change: Partial<Record<MailKind, boolean | null>>) => {
    found(store.projects.find((project) => project.id === id))
    const all = Object.entries({ ...projects[id], ...change }).filter(([, isOn]) => isOn !== null)
    const { [id]: _, ...rest } = projects
    projects = all.length === 0 ? rest : { ...rest, [id]: Object.fromEntries(all) }
  }
  return {
    getNotifications: () => signedIn(() => ({ subscribeByDefault: matrix().byDefault.alerts })),
    updateNotifications: (change) =>
      signedIn(() => {
        chosen = { ...chosen, alerts: change.subscribeByDefault }
        return change
      }),
    getProjectNotifications: () =>
      signedIn(() =>
        Object.fromEntries(
          Object.entries(projects).flatMap(([id, { alerts }]) => (alerts === undefined ? [] : [[id, Number(alerts)]])),
        ),
      ),
    updateProjectNotification: (id, value) =>
      signedIn(() => chooseOf(id, { alerts: value === -1 ? null : value === 1 })),
    getNotificationMatrix: () => signedIn(matrix),
    updateNotificationMatrix: (change) =>
      signedIn(() => {
        for (const [id, kinds] of Object.entries(change.projects ?? {})) chooseOf(id, kinds)
        chosen = { ...chosen, ...change.byDefault }
        if (change.quietHours !== undefined) quietHours = change.quietHours
        return matrix()
      }),
  }
}
