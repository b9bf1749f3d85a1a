import type { MishapClient, MuteJson } from '@mishap/core/client'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type Mutes = Pick<MishapClient, 'listMutes' | 'createMute' | 'deleteMute'>

/** What keeps alerts silent. One that has ended is gone. */
export function mutes(store: MemoryStore, fixtures: MemoryFixtures): Mutes {
  const { signedIn } = store
  const first = store.organizations[0]?.slug
  let all: readonly { readonly org: string; readonly mute: MuteJson }[] = (fixtures.mutes ?? []).map((mute) => ({
    org: first ?? '',
    mute,
  }))
  const isOpen = ({ until }: MuteJson) => until === null || Date.parse(until) > store.now().getTime()
  const openOf = (slug: string) => all.filter(({ org, mute }) => org === slug && isOpen(mute)).map(({ mute }) => mute)
  return {
    listMutes: (org, page) => signedIn(() => pageOf(openOf(store.organization(org).slug), page)),
    createMute: (org, { issueID = null, project = null, isOwn, until = null }) =>
      signedIn(() => {
        store.organization(org)
        const slug = issueID === null ? project : store.issue(issueID).project.slug
        const of = slug === null ? null : store.project(org, slug)
        const isSame = (one: MuteJson) =>
          one.isOwn === isOwn && one.issueID === issueID && (one.project?.id ?? null) === (of?.id ?? null)
        const mute: MuteJson = {
          ...{ id: store.newId(), issueID, isOwn, until, created: store.now().toISOString() },
          project: of === null ? null : { id: of.id, slug: of.slug, name: of.name },
          createdBy: store.user?.name || (store.user?.email ?? null),
        }
        all = [{ org, mute }, ...all.filter((one) => one.org !== org || !isSame(one.mute))]
        return mute
      }),
    deleteMute: (org, id) =>
      signedIn(() => {
        const gone = found(openOf(org).find((one) => one.id === id))
        all = all.filter(({ mute }) => mute !== gone)
      }),
  }
}
