import {
  ApiError,
  type IssueTopTagJson,
  type SavedViewClient,
  type SavedViewInput,
  type SavedViewJson,
} from '@mishap/core/client'
import { viewerOf } from './people.js'
import { tagStats } from './stats.js'
import { found, type MemoryStore } from './store.js'

/** Searches under a name, and tags as columns. */
export function savedViews(store: MemoryStore): SavedViewClient {
  const { signedIn } = store
  const viewsOf = (org: string) => store.savedViewsOf.get(store.organization(org).slug) ?? []
  const replace = (org: string, views: readonly SavedViewJson[]) => {
    const ordered = [...views].sort((a, b) => a.position - b.position || Number(a.id) - Number(b.id))
    store.savedViewsOf = new Map([...store.savedViewsOf, [org, ordered]])
  }
  return {
    listSavedViews: (org) => signedIn(() => viewsOf(org)),
    createSavedView: (org, input) =>
      signedIn(() => {
        const views = viewsOf(org)
        const last = views.at(-1)?.position ?? -1
        const made: SavedViewJson = {
          ...{ id: store.newId(), query: '', sort: '-last_seen', visibility: 'owner', position: last + 1 },
          ...{ dateCreated: store.now().toISOString(), owner: viewerOf(store), isMine: true },
          ...{ project: [], environment: [], columns: [], type: 0, isGlobal: false },
          ...fieldsOf(input),
          name: nameOf(input),
        }
        replace(org, [...views, made])
        return made
      }),
    updateSavedView: (org, id, change) =>
      signedIn(() => {
        const before = found(viewsOf(org).find((one) => one.id === id))
        const name = change.name === undefined ? before.name : nameOf({ name: change.name })
        const after = { ...before, ...fieldsOf(change), name }
        replace(
          org,
          viewsOf(org).map((one) => (one === before ? after : one)),
        )
        return after
      }),
    deleteSavedView: (org, id) =>
      signedIn(() => {
        const gone = found(viewsOf(org).find((one) => one.id === id))
        replace(
          org,
          viewsOf(org).filter((one) => one !== gone),
        )
      }),
    getIssuesTopTags: (org, ids, keys) =>
      signedIn(() =>
        store.findIssues(org, { id: ids }).flatMap(({ id }) => {
          const tags = tagStats(store.eventsOf(id))
          return keys.flatMap((key): readonly IssueTopTagJson[] => {
            const tag = tags.find((one) => one.key === key)
            const top = tag?.topValues[0]
            if (tag === undefined || top === undefined) return []
            return [{ id, key, value: top.value, count: top.count, total: tag.totalValues }]
          })
        }),
      ),
  }
}

function nameOf({ name }: Pick<SavedViewInput, 'name'>): string {
  if (name.trim() !== '') return name.trim()
  throw new ApiError(422, 'Give the view a name.', { fields: { name: 'Wanted at least 1 characters' } })
}

function fieldsOf({ project, environment, columns, ...change }: Partial<SavedViewInput>): Partial<SavedViewJson> {
  return {
    ...change,
    ...(project === undefined ? {} : { project: [...project] }),
    ...(environment === undefined ? {} : { environment: [...environment] }),
    ...(columns === undefined ? {} : { columns: [...columns] }),
  }
}
