import type { SearchClient } from '@mishap/core/client'
import { membersOf } from './people.js'
import { tagStats } from './stats.js'
import type { MemoryStore } from './store.js'

/** Keys and values to complete a search with, counted from the events. */
export function searchCompletion(store: MemoryStore): SearchClient {
  const { signedIn } = store
  const tagsIn = (org: string, project: readonly string[] = []) =>
    tagStats(store.findIssues(org, { project }).flatMap(({ id }) => store.eventsOf(id)))
  const has = (text: string, part = '') => text.toLowerCase().includes(part.toLowerCase())
  return {
    listSearchKeys: (org, { query, project } = {}) =>
      signedIn(() =>
        tagsIn(org, project)
          .filter(({ key }) => has(key, query))
          .map(({ key, name, totalValues }) => ({ key, name, totalValues })),
      ),
    listSearchValues: (org, key, { query, project } = {}) =>
      signedIn(() => {
        if (key.startsWith('assigned')) return peopleOf(store, org).filter(({ name }) => has(name, query))
        const name = key.replace(/^tags\[(.*)\]$/, '$1')
        const values = tagsIn(org, project).find((tag) => tag.key === name)?.topValues ?? []
        return values
          .filter(({ value }) => has(value, query))
          .map(({ value, count, lastSeen }) => ({ value, name: value, count, firstSeen: null, lastSeen }))
      }),
  }
}

function peopleOf(store: MemoryStore, org: string) {
  const count = (kind: 'user' | 'team', id: string) =>
    store.issues.filter(({ assignedTo }) => assignedTo?.type === kind && assignedTo.id === id).length
  const found = { firstSeen: null, lastSeen: null }
  return [
    ...membersOf(store).map(({ email, user }) => ({
      ...{ value: email, name: email, ...found },
      count: user === null ? 0 : count('user', user.id),
    })),
    ...store.teamsOf(org).map(({ id, slug }) => ({
      ...{ value: `#${slug}`, name: `#${slug}`, ...found },
      count: count('team', id),
    })),
  ]
}
