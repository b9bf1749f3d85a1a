import { ApiError, type MaintenanceClient, type MaintenanceInput, type MaintenanceJson } from '@mishap/core/client'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** Maintenance windows of every organization, judged by the clock of the store. */
export function maintenance(store: MemoryStore, { maintenance: given = [] }: MemoryFixtures): MaintenanceClient {
  const { signedIn } = store
  let all = given
  // Read when it is wanted: who keeps no maintenance windows needs no schedules.
  const judged = async (one: MaintenanceJson): Promise<MaintenanceJson> => {
    const { nextWindows } = await import('../../maintenance/windows.js')
    const now = store.now()
    const [next = null] = nextWindows(one.window, { now, count: 1 })
    const isActive = next !== null && next.start <= now
    return { ...one, isActive, next: next && { start: next.start.toISOString(), end: next.end.toISOString() } }
  }
  const one = (org: string, id: string) => {
    store.organization(org)
    return found(all.find((each) => each.id === id))
  }
  return {
    listMaintenance: (org, page) =>
      signedIn(() => store.organization(org))
        .then(() => Promise.all(all.map(judged)))
        .then((list) => pageOf(list.sort(soonestFirst), page)),
    createMaintenance: (org, input) =>
      signedIn(() => {
        store.organization(org)
        const made = { ...filled(input), id: store.newId(), created: store.now().toISOString() }
        all = [...all, made]
        return made
      }).then(judged),
    getMaintenance: (org, id) => signedIn(() => one(org, id)).then(judged),
    updateMaintenance: (org, id, input) =>
      signedIn(() => {
        const { created } = one(org, id)
        const changed = { ...filled(input), id, created }
        all = all.map((each) => (each.id === id ? changed : each))
        return changed
      }).then(judged),
    deleteMaintenance: (org, id) =>
      signedIn(() => {
        const gone = one(org, id)
        all = all.filter((each) => each !== gone)
      }),
  }
}

function filled({
  monitors = [],
  groups = [],
  tags = [],
  ...input
}: MaintenanceInput): Omit<MaintenanceJson, 'id' | 'created'> {
  if (input.title.trim() === '') throw new ApiError(422, 'Wanted a title', { fields: { title: 'Wanted a title' } })
  const lists = { monitors: [...monitors], groups: [...groups], tags: [...tags] }
  return { text: '', isPublic: true, ...input, ...lists, isActive: false, next: null }
}

function soonestFirst(a: MaintenanceJson, b: MaintenanceJson): number {
  if (a.next === null || b.next === null) return Number(a.next === null) - Number(b.next === null)
  return Date.parse(a.next.start) - Date.parse(b.next.start)
}
