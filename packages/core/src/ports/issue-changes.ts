import type { Assignee, Author, Priority, StatusRequest } from './issue-state.js'
import type { MarkChange } from './issue-work.js'
import type { IssueFilter } from './issues.js'
import type { Id } from './model.js'

/** Several changes of the same issues at once, and how they are taken back. */
export interface IssueChangesStorage {
  /**
   * Changes every matching issue, in chunks as the single changes do; an issue that a change lets fall out of the filter
   * gets the others as well. Answers the ids that changed. With `undo` what was changed can be taken back by its key.
   */
  change(filter: IssueFilter, edits: IssueEdits, author: Editor, undo?: UndoKey): Promise<readonly Id[]>
  /**
   * Restores what the change with this key changed. An issue that somebody, or an event, has changed again since is left
   * as it is. Each is restored once, whoever asks how often. Null: there is no such change of this user, or its time is over.
   */
  undoChange(organizationId: Id, keyHash: string, author: Editor): Promise<Undone | null>
}

/** What is not given stays. */
export interface IssueEdits {
  readonly status?: StatusRequest
  /** null: nobody. */
  readonly assignee?: Assignee | null
  /** `auto`: what the issue would have if nobody had said anything. */
  readonly priority?: Priority | 'auto'
  /** Of the editor. */
  readonly marks?: Omit<MarkChange, 'reason'>
}

export interface Editor extends Author {
  readonly userId: Id
}

export interface UndoKey {
  readonly keyHash: string
  readonly expiresAt: Date
}

export interface Undone {
  readonly restored: readonly Id[]
  /** Of issues that had been changed again. */
  readonly left: number
}

/** So long a change of many issues can be taken back. */
export const UNDO_MINUTES = 10
