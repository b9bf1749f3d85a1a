import type { EventDetailJson, IssueWorkClient } from '@mishap/core/client'
import { found, type MemoryStore } from './store.js'

type Rest = Pick<
  IssueWorkClient,
  | ('getOwnership' | 'updateOwnership' | 'listSuggestedOwners' | 'explainEvent')
  | ('listDiscardedIssues' | 'undiscardIssue')
>

/** Who owns what, why an event is where it is, and what nobody wants to hear of: as the fixtures tell. */
export function issueRules(store: MemoryStore): Rest {
  const { signedIn } = store
  const rules = (raw: string) => {
    const isActive = raw.trim() !== ''
    return { raw, isActive, fallthrough: true, autoAssignment: 'Turn off Auto-Assignment' }
  }
  return {
    getOwnership: (org, slug) => signedIn(() => rules(store.ownershipOf.get(store.project(org, slug).id) ?? '')),
    updateOwnership: (org, slug, raw) =>
      signedIn(() => {
        store.ownershipOf = new Map([...store.ownershipOf, [store.project(org, slug).id, raw]])
        return rules(raw)
      }),
    listSuggestedOwners: (id) => signedIn(() => ({ owners: [...(store.suggestedOwners[store.issue(id).id] ?? [])] })),
    explainEvent: (id, which) =>
      signedIn(() => {
        const events = store.eventsOf(store.issue(id).id)
        const places: Readonly<Record<string, EventDetailJson | undefined>> = {
          latest: events[0],
          oldest: events.at(-1),
        }
        const event = found(places[which] ?? events.find(({ eventID }) => eventID === which))
        return found(store.explanations[event.eventID])
      }),
    listDiscardedIssues: (org, slug) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        return store.discarded.filter(({ projectId }) => projectId === id).map(({ projectId: _, ...one }) => one)
      }),
    undiscardIssue: (org, slug, id) =>
      signedIn(() => {
        store.project(org, slug)
        found(store.discarded.find((one) => one.id === id))
        store.discarded = store.discarded.filter((one) => one.id !== id)
      }),
  }
}
