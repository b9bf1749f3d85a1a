import type { Holdings, InstanceDay, InstanceOutcome, InstanceStorage } from '../../ports/instance.js'
import type { Id } from '../../ports/model.js'
import { startOfHour } from './outcomes.js'
import type { State } from './state.js'

export function memoryInstance(state: State): InstanceStorage {
  return {
    async settings() {
      return Object.fromEntries(state.settings)
    },
    async updateSettings(change) {
      for (const [name, value] of Object.entries(change)) {
        if (value === null) state.settings.delete(name)
        // As JSON, like any storage: what was handed in may be changed afterwards.
        else state.settings.set(name, JSON.parse(JSON.stringify(value)))
      }
    },
    async noteRun(run) {
      state.jobRuns.set(`${run.job}\n${run.worker}`, run)
    },
    async runs() {
      return [...state.jobRuns.values()].sort((a, b) =>
        a.job === b.job ? compare(a.worker, b.worker) : compare(a.job, b.job),
      )
    },
    async forgetRuns(before) {
      for (const [key, run] of state.jobRuns) if (run.finishedAt < before) state.jobRuns.delete(key)
    },
    async counts() {
      return { users: state.users.size, organizations: state.organizations.size, projects: state.projects.size }
    },
    async census(limit) {
      const projects = [...state.projects.values()].map(({ project, events }) => ({
        organization: state.organizations.get(project.organizationId)?.slug ?? '',
        ...{ slug: project.slug, events: events.size },
      }))
      const organizations = [...state.organizations.values()].map(({ slug }) => {
        const own = projects.filter(({ organization }) => organization === slug)
        return { slug, projects: own.length, events: sum(own.map(({ events }) => events)) }
      })
      const most = <T extends { readonly slug: string; readonly events: number }>(all: readonly T[]) =>
        all.toSorted((a, b) => b.events - a.events || compare(a.slug, b.slug)).slice(0, limit)
      return {
        organizations: most(organizations).map(({ slug, projects }) => ({ slug, projects })),
        projects: most(projects),
      }
    },
    async pendingDeliveries() {
      const times = [...state.deliveries.values()].flatMap(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? [])
      return { count: times.length, dueAt: times.length === 0 ? null : new Date(Math.min(...times)) }
    },
    async outcomes({ from, to }) {
      const sums = new Map<string, InstanceOutcome>()
      const start = startOfHour(from)
      for (const { hour, category, outcome, reason, quantity } of state.outcomes.values()) {
        if (hour < start || hour >= to) continue
        const key = JSON.stringify([hour, category, outcome, reason])
        const sum = sums.get(key) ?? { hour, category, outcome, reason, quantity: 0 }
        sums.set(key, { ...sum, quantity: sum.quantity + quantity })
      }
      return [...sums.values()]
    },
    async holdings(ids) {
      return [...new Set(ids)].filter((id) => state.organizations.has(id)).map((id) => holdingsOf(state, id))
    },
    async heaviest(limit) {
      const all = [...state.organizations.keys()].map((id) => holdingsOf(state, id))
      return all
        .sort((a, b) => b.bytes - a.bytes || Number(a.organizationId) - Number(b.organizationId))
        .slice(0, limit)
    },
    async days() {
      const days = new Map<string, InstanceDay>()
      for (const { receivedAt, payload } of eventsOf(state)) {
        const day = receivedAt.toISOString().slice(0, 10)
        const { events = 0, bytes = 0 } = days.get(day) ?? {}
        days.set(day, { day, events: events + 1, bytes: bytes + payload.length, storedBytes: null })
      }
      return [...days.values()].sort((a, b) => compare(b.day, a.day))
    },
    async sizes() {
      const events = eventsOf(state)
      const files = [...state.attachments.values()]
      const parts = [
        { name: 'events', bytes: sum(events.map(({ payload }) => payload.length)), rows: events.length },
        { name: 'files', bytes: sum(files.map(({ size }) => size)), rows: files.length },
        { name: 'issues', bytes: 0, rows: state.issues.size },
        { name: 'audit_log', bytes: 0, rows: state.audit.length },
      ]
      return parts.sort((a, b) => b.bytes - a.bytes || compare(a.name, b.name))
    },
  }
}

function holdingsOf(state: State, organizationId: Id): Holdings {
  const projects = [...state.projects.values()].filter(({ project }) => project.organizationId === organizationId)
  const events = projects.flatMap((project) => [...project.events.values()])
  return {
    organizationId,
    projects: projects.length,
    members: [...state.memberships.values()].filter((one) => one.organizationId === organizationId).length,
    events: events.length,
    bytes: sum(events.map(({ payload }) => payload.length)),
  }
}

function eventsOf(state: State) {
  return [...state.projects.values()].flatMap((project) => [...project.events.values()])
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
