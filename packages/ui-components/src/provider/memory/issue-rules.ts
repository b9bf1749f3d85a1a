import {
  ApiError,
  type EventDetailJson,
  type IssueWorkClient,
  type SplitSuggestionJson,
  type SuggestedOwnerJson,
} from '@mishap/core/client'
import { ownersOf, parseOwnership } from '@mishap/core/format'
import { documentOf } from './document.js'
import { explanationOf } from './explain.js'
import { actorNamed } from './people.js'
import { hashOf } from './split-groups.js'
import { found, type MemoryStore } from './store.js'

type Rest = Pick<
  IssueWorkClient,
  | ('getOwnership' | 'updateOwnership' | 'previewOwnership' | 'listSuggestedOwners' | 'explainEvent')
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
        const { faults } = parseOwnership(raw)
        const [fault] = faults
        if (fault !== undefined)
          throw new ApiError(422, `Line ${fault.line}: ${fault.message}`, {
            fields: { raw: `Line ${fault.line}: ${fault.message}` },
          })
        store.ownershipOf = new Map([...store.ownershipOf, [store.project(org, slug).id, raw]])
        return rules(raw)
      }),
    previewOwnership: (org, slug, raw) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const { rules: read, faults } = parseOwnership(raw)
        const issues = store.issues.filter((one) => one.project.id === id).slice(0, 20)
        const events = issues.flatMap((issue) => {
          const event = store.eventsOf(issue.id)[0]
          if (event === undefined) return []
          const owners = ownersOf(documentOf(event), read).flatMap((rule) =>
            rule.owners.flatMap((name) => ownerOf(store, name, { rule: rule.text, line: rule.line })),
          )
          const once = owners.filter(
            ({ owner }, at) =>
              owners.findIndex((one) => one.owner.type === owner.type && one.owner.id === owner.id) === at,
          )
          const { eventID, title, culprit } = event
          return [{ eventID, title, culprit, issue: { id: issue.id, shortId: issue.shortId }, owners: once }]
        })
        return { faults: faults.map((fault) => ({ ...fault })), events }
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
        const explanation = store.explanations[event.eventID] ?? explanationOf(event, hashOf(store, event))
        return { ...explanation, suggestion: suggestionFor(events) }
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

/** As the server does, by titles. */
function suggestionFor(events: readonly EventDetailJson[]): SplitSuggestionJson | null {
  const [newest, titles] = [events.slice(0, 50), new Map<string, number>()]
  for (const { title } of newest) titles.set(title, (titles.get(title) ?? 0) + 1)
  if (newest.length < 10 || titles.size < 3 || Math.max(...titles.values()) > newest.length * 0.6) return null
  const [count, messages] = [newest.length, titles.size]
  const sentence = `The newest ${count} events come from one place and say ${messages} different things: it may be several faults.`
  return { by: 'message', messages, events: count, sentence }
}

type OwnerName = ReturnType<typeof parseOwnership>['rules'][number]['owners'][number]

/** Who is no member is left out. */
function ownerOf(
  store: MemoryStore,
  name: OwnerName,
  rule: Pick<SuggestedOwnerJson, 'rule' | 'line'>,
): readonly SuggestedOwnerJson[] {
  try {
    const owner = actorNamed(store, name.kind === 'team' ? `#${name.slug}` : name.email)
    return owner === null ? [] : [{ owner, ...rule }]
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return []
    throw error
  }
}
