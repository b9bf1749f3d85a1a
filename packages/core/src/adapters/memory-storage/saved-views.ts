import type { Id } from '../../ports/model.js'
import {
  boundSavedView,
  SAVED_VIEW_BOUNDS,
  type SavedView,
  type SavedViewStorage,
  tooManyViews,
} from '../../ports/saved-views.js'
import { existing, given, nextId, type State } from './state.js'

export function memorySavedViews(state: State): SavedViewStorage {
  const seenBy = (organizationId: Id, userId: Id): SavedView[] =>
    [...state.savedViews.values()]
      .filter((view) => view.organizationId === organizationId && (view.isShared || view.ownerId === userId))
      .sort((a, b) => a.position - b.position || Number(a.id) - Number(b.id))
  const own = (organizationId: Id, id: Id): SavedView | null => {
    const view = state.savedViews.get(id)
    return view?.organizationId === organizationId ? view : null
  }
  const mustFit = ({
    organizationId,
    ownerId,
    isShared,
  }: Pick<SavedView, 'organizationId' | 'ownerId' | 'isShared'>) => {
    const likeIt = [...state.savedViews.values()].filter(
      (view) =>
        view.organizationId === organizationId && view.isShared === isShared && (isShared || view.ownerId === ownerId),
    )
    if (likeIt.length >= SAVED_VIEW_BOUNDS[isShared ? 'shared' : 'personal']) throw tooManyViews(isShared)
  }
  return {
    async list(organizationId, userId) {
      return seenBy(organizationId, userId)
    },
    async get(organizationId, id) {
      return own(organizationId, id)
    },
    async create(organizationId, ownerId, { position, ...fields }) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      existing(state.users.get(ownerId), 'a user', ownerId)
      mustFit({ organizationId, ownerId, isShared: fields.isShared })
      const last = seenBy(organizationId, ownerId).at(-1)
      const view: SavedView = {
        ...boundSavedView(fields),
        id: nextId(state),
        organizationId,
        ownerId,
        position: position ?? Math.min(SAVED_VIEW_BOUNDS.position, (last?.position ?? -1) + 1),
        createdAt: new Date(),
      }
      state.savedViews.set(view.id, view)
      return view
    },
    async update(organizationId, id, change) {
      const before = own(organizationId, id)
      if (before === null) return null
      const after = { ...before, ...given(boundSavedView(change)) }
      if (after.isShared !== before.isShared) mustFit(after)
      state.savedViews.set(id, after)
      return after
    },
    async delete(organizationId, id) {
      return own(organizationId, id) !== null && state.savedViews.delete(id)
    },
  }
}
