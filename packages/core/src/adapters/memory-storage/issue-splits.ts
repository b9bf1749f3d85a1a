import { AppError } from '../../errors.js'
import { chosenHash, splitAbout, splitHash, splitText } from '../../issues/split-hash.js'
import type { IssuePartsStorage, MovedEvent, NewPart, SplitOff } from '../../ports/issue-parts.js'
import type { Author } from '../../ports/issue-state.js'
import type { Id, Issue, StoredEvent } from '../../ports/model.js'
import { log } from './issue-work.js'
import {
  emptyIssueRow,
  type IssueRow,
  type MoveRow,
  nextId,
  type ProjectRow,
  type SplitRow,
  type State,
} from './state.js'

type Splitting = Pick<
  IssuePartsStorage,
  'splitByValue' | 'splitEvents' | 'newestEvents' | 'splitOff' | 'undoSplit' | 'split'
>

/** Parts of issues that become issues, and go home again. */
export function memoryIssueSplits(state: State, parts: Parts): Splitting {
  const { own, projectOf, hashesOf, mustBeStill, part } = parts
  const open = (organizationId: Id, issueId: Id) => {
    const row = own(organizationId, issueId)
    const project = row === null ? undefined : projectOf(row)
    return row === null || project === undefined || row.issue.mergedInto !== null ? null : { row, project }
  }
  const note = (split: Omit<SplitRow, 'key' | 'root'> & Partial<SplitRow>) =>
    state.splitOffs.push({ key: null, root: null, ...split })
  const hashOf = (project: ProjectRow, event: StoredEvent) => project.placedBy.get(event.eventId)?.hash ?? ''
  const rename = (project: ProjectRow, rows: readonly IssueRow[], names: ReadonlyMap<string, string>) => {
    for (const { eventId } of rows.flatMap((row) => row.events)) {
      const placed = project.placedBy.get(eventId)
      const name = names.get(placed?.hash ?? '')
      if (placed !== undefined && name !== undefined) project.placedBy.set(eventId, { ...placed, hash: name })
    }
  }
  /** Issues that own hashes made by the split, besides the one that it came from. */
  const partsOf = (project: ProjectRow, root: string): ReadonlyMap<string, Id> => {
    const made = [...project.parents].filter(([, parent]) => project.splits.get(parent)?.root === root)
    return new Map(
      made.flatMap(([hash]): [string, Id][] => {
        const owner = project.hashes.get(hash)
        return owner === undefined ? [] : [[hash, owner]]
      }),
    )
  }
  return {
    async split(organizationId, issueId, hashes, about, author) {
      const source = open(organizationId, issueId)
      if (source === null) return null
      mustBeStill(issueId)
      const owned = hashesOf(source.row)
      const wanted = owned.filter((hash) => hashes.includes(hash))
      if (wanted.length === 0 || wanted.length === owned.length) return null
      const row = newPart(state, source, about, author)
      part(source.row, row, wanted, author)
      note({ sourceId: issueId, partId: row.issue.id, kind: 'hash', at: author.at })
      return row.issue
    },
    async splitByValue(organizationId, issueId, { by, stays, parts: wanted }, author) {
      const source = open(organizationId, issueId)
      if (source === null) return null
      mustBeStill(issueId)
      const { row, project } = source
      const roots = hashesOf(row).sort()
      const [root] = roots
      if (root === undefined) return null
      const split = { by: splitText(by), root }
      for (const hash of roots) {
        project.hashes.delete(hash)
        project.splits.set(hash, split)
      }
      const give = (value: string, id: Id) => {
        const hash = splitHash(root, split.by, value)
        project.hashes.set(hash, id)
        project.parents.set(hash, root)
        return hash
      }
      give(stays, issueId)
      const issues = wanted.map(({ value, about }) => {
        const { issue } = newPart(state, source, about, author)
        return { issue, hash: give(value, issue.id), value }
      })
      const targets = new Map(issues.map(({ hash, issue }) => [hash, issue.id]))
      const move: MoveRow = {
        ...{ fromId: issueId, toId: issueId, hashes: new Set(roots) },
        split: { ...split, stays, parts: targets, author },
      }
      state.moves.set(nextId(state), move)
      const key = by.kind === 'tag' ? by.key : null
      note({ sourceId: issueId, partId: null, kind: by.kind, key, root, at: author.at })
      for (const { issue, value } of issues) {
        logPart(state, row, state.issues.get(issue.id), splitAbout(split.by, value), author)
      }
      return issues.map(({ issue }) => issue)
    },
    async splitEvents(organizationId, issueId, eventIds, about, author) {
      const source = open(organizationId, issueId)
      if (source === null) return null
      mustBeStill(issueId)
      const { row, project } = source
      const wanted = row.events.filter((event) => eventIds.includes(event.eventId))
      if (wanted.length === 0 || wanted.length === row.events.length) return null
      const to = newPart(state, source, about, author)
      const chosen = new Map(
        wanted.map((event) => [hashOf(project, event), chosenHash(hashOf(project, event), to.issue.id)]),
      )
      for (const [hash, name] of chosen) {
        project.hashes.set(name, to.issue.id)
        project.parents.set(name, hash)
      }
      for (const { eventId } of wanted) {
        const placed = project.placedBy.get(eventId)
        if (placed !== undefined) project.placedBy.set(eventId, { ...placed, hash: chosen.get(placed.hash) ?? '' })
      }
      part(row, to, [...chosen.values()], author)
      note({ sourceId: issueId, partId: to.issue.id, kind: 'events', at: author.at })
      return to.issue
    },
    async newestEvents(organizationId, issueId, limit) {
      const row = own(organizationId, issueId)
      const events = row?.events.slice(-limit).reverse() ?? []
      return events.map(({ eventId }) => {
        const placed = row === null ? undefined : projectOf(row)?.placedBy.get(eventId)
        return { eventId, hash: placed?.hash || null, userKey: placed?.userKey ?? null }
      })
    },
    async splitOff(organizationId, issueId, since) {
      const home = open(organizationId, issueId)
      if (home === null) return []
      return splitsOf(issueId, since)
        .flatMap(({ partId, kind, key, root, at }) => {
          const owners = root === null ? [ownerOf(partId)] : [...partsOf(home.project, root).values()]
          return [...new Set(owners)]
            .filter((id) => id !== null && id !== issueId)
            .map((id) => state.issues.get(id ?? '')?.issue)
            .filter((issue) => issue !== undefined)
            .map((issue): SplitOff => ({ issue, kind, key, at }))
        })
        .sort((a, b) => b.at.getTime() - a.at.getTime() || Number(b.issue.id) - Number(a.issue.id))
    },
    async undoSplit(organizationId, issueId, partId, since, author) {
      const [home, from] = [open(organizationId, issueId), open(organizationId, partId)]
      if (home === null || from === null || partId === issueId) return false
      const { project } = home
      const split = splitsOf(issueId, since).find(({ partId: id, root }) =>
        root === null ? ownerOf(id) === partId : [...partsOf(project, root).values()].includes(partId),
      )
      if (split === undefined) return false
      mustBeStill(issueId, partId)
      if (split.root !== null && hashesMade(project, split.root).some((hash) => project.splits.has(hash)))
        throw new AppError('conflict', 'A part of this split was split again; take that back first.')
      const hashes = hashesGoingHome(from.row, split)
      for (const hash of hashes) project.hashes.set(hash, issueId)
      const names = namesOfBefore(home.row, split, hashes)
      rename(project, [home.row, from.row], names)
      for (const name of names.keys()) {
        project.hashes.delete(name)
        project.parents.delete(name)
      }
      const moving = new Set(hashes.map((hash) => names.get(hash) ?? hash))
      state.moves.set(nextId(state), { fromId: partId, toId: issueId, hashes: moving })
      if (split.root === null || names.size > 0) state.splitOffs.splice(state.splitOffs.indexOf(split), 1)
      const { id, title } = from.row.issue
      log(state, home.row, 'merge', author, { issues: [{ id, title }], isUndo: true })
      if (hashesOf(from.row).length === 0) retire(from.row, home.row)
      return true
    },
  }

  function splitsOf(issueId: Id, since: Date): readonly SplitRow[] {
    const isHere = (id: Id) => id === issueId || state.issues.get(id)?.issue.mergedInto === issueId
    return state.splitOffs.filter(({ sourceId, at }) => isHere(sourceId) && at >= since)
  }

  function ownerOf(partId: Id | null): Id | null {
    const issue = partId === null ? undefined : state.issues.get(partId)?.issue
    return issue === undefined ? null : (issue.mergedInto ?? issue.id)
  }

  /** All of a part's own; not those of issues that were merged into it since. */
  function hashesGoingHome(from: IssueRow, { partId, root }: SplitRow): readonly string[] {
    const project = projectOf(from)
    const owned = hashesOf(from)
    if (project === undefined) return []
    if (root !== null) return owned.filter((hash) => partsOf(project, root).get(hash) === from.issue.id)
    const merged = [...state.issues.values()].filter(({ issue }) => issue.mergedInto === from.issue.id)
    if (partId === from.issue.id) {
      const theirs = new Set(merged.flatMap(({ merge }) => merge?.hashes ?? []))
      return owned.filter((hash) => !theirs.has(hash))
    }
    const own = new Set(state.issues.get(partId ?? '')?.merge?.hashes ?? [])
    return owned.filter((hash) => own.has(hash))
  }

  /** What hashes are called again that are no longer made of others; with the last part a split by value ends. */
  function namesOfBefore(home: IssueRow, { kind, root }: SplitRow, hashes: readonly string[]): Map<string, string> {
    const project = projectOf(home)
    if (project === undefined || kind === 'hash') return new Map()
    const named = (made: readonly string[]) => new Map(made.map((hash) => [hash, project.parents.get(hash) ?? '']))
    if (root === null) return named(hashes)
    const made = hashesMade(project, root)
    if ([...partsOf(project, root).values()].some((id) => id !== home.issue.id)) return new Map()
    for (const [hash, split] of [...project.splits])
      if (split.root === root) {
        project.splits.delete(hash)
        project.hashes.set(hash, home.issue.id)
      }
    return named(made)
  }

  function hashesMade(project: ProjectRow, root: string): readonly string[] {
    const isMade = ([, parent]: readonly [string, string]) => project.splits.get(parent)?.root === root
    return [...project.parents].filter(isMade).map(([hash]) => hash)
  }

  function retire(row: IssueRow, home: IssueRow): void {
    const notes = row.activity.filter(({ kind }) => kind === 'note')
    row.activity = row.activity.filter(({ kind }) => kind !== 'note')
    home.activity = [...home.activity, ...notes].sort((a, b) => Number(a.id) - Number(b.id))
    home.issue = { ...home.issue, commentCount: home.issue.commentCount + notes.length }
    row.issue = { ...row.issue, mergedInto: home.issue.id, commentCount: 0 }
    row.merge = null
  }
}

/** What of the parts of issues splits need. */
export interface Parts {
  readonly own: (organizationId: Id, issueId: Id) => IssueRow | null
  readonly projectOf: (row: IssueRow) => ProjectRow | undefined
  readonly hashesOf: (row: IssueRow) => string[]
  readonly mustBeStill: (...ids: readonly Id[]) => void
  readonly part: (from: IssueRow, to: IssueRow, hashes: readonly string[], author: Author) => void
}

function logPart(
  state: State,
  from: IssueRow,
  to: IssueRow | undefined,
  about: Readonly<Record<string, unknown>>,
  author: Author,
): void {
  if (to === undefined) return
  log(state, from, 'unmerge_source', author, { destination: { id: to.issue.id }, ...about })
  log(state, to, 'unmerge_destination', author, { source: { id: from.issue.id }, ...about })
}

function newPart(
  state: State,
  { row, project }: { readonly row: IssueRow; readonly project: ProjectRow },
  about: NewPart,
  { at }: Pick<Author, 'at'>,
): IssueRow {
  project.issueCount += 1
  const { organizationId, projectId } = row.issue
  const made = emptyIssueRow({
    ...about,
    ...{ id: nextId(state), organizationId, projectId, shortIdNumber: project.issueCount },
    ...{ firstSeenAt: at, lastSeenAt: at, firstRelease: null, lastRelease: null },
  })
  made.searchText = row.searchText
  state.issues.set(made.issue.id, made)
  return made
}

/** Where an event of a split goes by its value; null where it stays. It goes by another hash in either case. */
export function sortEvent(
  state: State,
  from: IssueRow,
  project: ProjectRow,
  { root, by, stays, parts, author }: NonNullable<MoveRow['split']>,
  { event, part }: MovedEvent,
): IssueRow | 'deleted' | null {
  const placed = project.placedBy.get(event.eventId)
  const value = part?.value ?? stays
  const [own, shared] = [splitHash(placed?.hash ?? '', by, value), splitHash(root, by, value)]
  if (placed === undefined) return null
  project.parents.set(own, placed.hash)
  project.placedBy.set(event.eventId, { ...placed, hash: own })
  const known = parts.get(shared) ?? project.hashes.get(own) ?? project.hashes.get(shared)
  const isNew = known === undefined && part !== undefined && value !== stays
  const target = isNew ? newPart(state, { row: from, project }, part.about, { at: event.receivedAt }).issue.id : known
  if (isNew) logPart(state, from, state.issues.get(target ?? ''), splitAbout(by, value), author)
  const id: Issue['id'] = value === stays ? from.issue.id : (target ?? from.issue.id)
  project.parents.set(shared, root)
  for (const hash of [own, shared]) if (!project.hashes.has(hash) && state.issues.has(id)) project.hashes.set(hash, id)
  if (id === from.issue.id) return null
  return state.issues.get(id) ?? 'deleted'
}
