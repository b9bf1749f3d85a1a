import {
  type ActivityJson,
  ApiError,
  type CommentJson,
  type IssueDetailJson,
  type IssueWorkClient,
} from '@mishap/core/client'
import { pageOf } from './page.js'
import { viewerOf } from './people.js'
import { found, type MemoryStore } from './store.js'

type Log = Pick<
  IssueWorkClient,
  'listIssueActivity' | 'listComments' | 'createComment' | 'updateComment' | 'deleteComment'
>

/** The log of issues, and the comments in it. */
export function issueLog(store: MemoryStore): Log {
  const { signedIn } = store
  const noteOf = (issue: string, comment: number): ActivityJson => {
    const isMeant = ({ id, type }: ActivityJson) => id === String(comment) && type === 'note'
    const note = found(store.issue(issue).activity.find(isMeant))
    if (note.user?.id !== store.user?.id) throw new ApiError(403, 'A comment is changed only by who wrote it.')
    return note
  }
  return {
    listIssueActivity: (id, page) =>
      signedIn(() => {
        const { items, next } = pageOf(store.issue(id).activity, page)
        return { activity: [...items], next }
      }),
    listComments: (id, page) =>
      signedIn(() => {
        const notes = store.issue(id).activity.filter(({ type }) => type === 'note')
        return pageOf(notes.map(commentOf), page)
      }),
    createComment: (id, text) =>
      signedIn(() => {
        if (text.trim() === '') throw new ApiError(422, 'Write something first.', { fields: { text: 'Wanted a text' } })
        store.replaceIssue(id, (issue) => {
          const me = viewerOf(store)
          const follows = me === null || issue.participants.some((one) => one.id === me.id)
          const participants = follows ? issue.participants : [...issue.participants, me]
          const subscription = { isSubscribed: true, subscriptionDetails: { reason: 'comment' } }
          const commented = { ...issue, ...subscription, participants, numComments: issue.numComments + 1 }
          return addEntry(store, commented, 'note', { text })
        })
        return commentOf(found(store.issue(id).activity[0]))
      }),
    updateComment: (id, comment, text) =>
      signedIn(() => {
        const after = { ...noteOf(id, comment), data: { text }, dateEdited: store.now().toISOString() }
        store.replaceIssue(id, (issue) => ({
          ...issue,
          activity: issue.activity.map((one) => (one.id === after.id ? after : one)),
        }))
        return commentOf(after)
      }),
    deleteComment: (id, comment) =>
      signedIn(() => {
        const gone = noteOf(id, comment)
        store.replaceIssue(id, (issue) => ({
          ...issue,
          numComments: issue.numComments - 1,
          activity: issue.activity.filter((one) => one.id !== gone.id),
        }))
      }),
  }
}

/** The issue with one entry more in its log, by whoever is signed in. */
export function addEntry(
  store: MemoryStore,
  issue: IssueDetailJson,
  type: string,
  data: Record<string, unknown>,
): IssueDetailJson {
  const dateCreated = store.now().toISOString()
  const about = { id: store.newId(), type, user: viewerOf(store), data, dateCreated, dateEdited: null }
  return { ...issue, activity: [{ ...about, via: 'web' }, ...issue.activity] }
}

function commentOf({ id, dateCreated, dateEdited, data, user }: ActivityJson): CommentJson {
  return { id: Number(id), type: 'note', dateCreated, dateEdited, data: { text: String(data.text) }, user }
}
