import {
  ApiError,
  type EventDetailJson,
  type GroupingChangeInput,
  type GroupingClient,
  type GroupingPreviewJson,
  type GroupingSettingsJson,
  type IssueDetailJson,
  type ProjectDetailJson,
  type ProjectOrganizationJson,
} from '@mishap/core/client'
import { compileGroupingRules, ruleFaults, sumUpRegrouping } from '@mishap/core/format'
import { documentOf } from './document.js'
import type { MemoryStore } from './store.js'

const DAY_MS = 86_400_000

/**
 * How projects group. A dry run follows the fingerprint rules; what stack rules and engines do to a stack only the
 * server knows.
 */
export function grouping(store: MemoryStore): GroupingClient {
  const { signedIn } = store
  const settingsOf = (org: string, slug: string) => store.groupingOf.get(store.project(org, slug).id) ?? NOTHING_SET
  return {
    getGroupingSettings: (org, slug) => signedIn(() => settingsOf(org, slug)),
    updateGroupingSettings: (org, slug, change) =>
      signedIn(() => {
        const project = store.project(org, slug)
        changeRules(store, project, change)
        const before = settingsOf(org, slug)
        const isOther = change.version !== undefined && change.version !== before.version
        const until = new Date(store.now().getTime() + 90 * DAY_MS).toISOString()
        const window = isOther ? { version: change.version, previous: before.version, previousUntil: until } : {}
        return keep(store, project, { ...before, ...window })
      }),
    previewGrouping: (org, slug, change) =>
      signedIn(() => {
        const issues = store.issues.filter((one) => one.project.id === store.project(org, slug).id)
        return preview(store, issues, { before: settingsOf(org, slug), change })
      }),
    listSimilarIssues: (id) =>
      signedIn(() => {
        const { project, metadata } = store.issue(id)
        const others = store.issues.filter((one) => one.id !== id && one.project.id === project.id)
        return others.flatMap((issue) => {
          const [type, file] = [metadata.type, metadata.filename]
          const isOfType = type !== undefined && issue.metadata.type === type
          const isOfFile = file !== undefined && issue.metadata.filename === file
          if (!isOfType && !isOfFile) return []
          const parts = [...(isOfType ? [`both are ${type}`] : []), ...(isOfFile ? [`both come from ${file}`] : [])]
          const why = parts.join(', and ')
          return [{ issue, score: isOfType && isOfFile ? 0.8 : 0.5, why: `${why[0]?.toUpperCase()}${why.slice(1)}.` }]
        })
      }),
  }
}

/** Throws the faults of rules that cannot be read; what is undefined stays. */
export function changeRules(
  store: MemoryStore,
  project: Pick<ProjectOrganizationJson, 'id'>,
  rules: { readonly fingerprintRules?: string | undefined; readonly stackRules?: string | undefined },
): void {
  const before = store.groupingOf.get(project.id) ?? NOTHING_SET
  const { fingerprintRules = before.fingerprintRules, stackRules = before.stackRules } = rules
  const faults = ruleFaults({ fingerprint: fingerprintRules, stack: stackRules }).map((fault) => ({ ...fault }))
  if (faults[0] !== undefined)
    throw new ApiError(400, `Line ${faults[0].line}: ${faults[0].message}. ${faults[0].remedy}`, { faults })
  keep(store, project, { ...before, fingerprintRules, stackRules })
}

/** The project as it is shown by itself. */
export function withRules(store: MemoryStore, project: ProjectOrganizationJson): ProjectDetailJson {
  const { fingerprintRules, stackRules } = store.groupingOf.get(project.id) ?? NOTHING_SET
  return { ...project, fingerprintingRules: fingerprintRules, groupingEnhancements: stackRules }
}

function keep(store: MemoryStore, { id }: { readonly id: string }, settings: GroupingSettingsJson) {
  store.groupingOf = new Map([...store.groupingOf, [id, settings]])
  return settings
}

const NOTHING_SET: GroupingSettingsJson = {
  version: 'g1',
  versions: ['g0', 'g1'],
  previous: null,
  previousUntil: null,
  fingerprintRules: '',
  stackRules: '',
  faults: [],
}

function preview(
  store: MemoryStore,
  issues: readonly IssueDetailJson[],
  { before, change }: { readonly before: GroupingSettingsJson; readonly change: GroupingChangeInput },
): GroupingPreviewJson {
  const keyOf = (rules: string) => {
    const { fingerprint } = compileGroupingRules({ fingerprint: rules }).rules
    return (event: EventDetailJson, own: string) => {
      const document = documentOf(event)
      const rule = fingerprint.find(({ matches }) => matches(document))
      return rule === undefined ? own : rule.parts.map((part) => part.replace(/\{\{\s*default\s*\}\}/, own)).join(' ')
    }
  }
  const [then, now] = [keyOf(before.fingerprintRules), keyOf(change.fingerprintRules ?? before.fingerprintRules)]
  const events = issues.flatMap(({ id }) => store.eventsOf(id))
  const regrouped = events.map((event) => {
    const own = store.hashes[event.eventID] ?? event.title
    return { issueId: event.groupID, before: then(event, own), after: now(event, own) }
  })
  const run = sumUpRegrouping(regrouped)
  return {
    faults: ruleFaults({ fingerprint: change.fingerprintRules ?? '', stack: change.stackRules ?? '' }).map((fault) => ({
      ...fault,
    })),
    examined: events.length,
    issues: new Set(regrouped.map(({ issueId }) => issueId)).size,
    isSampled: false,
    joins: run.joins,
    splits: run.splits,
    unchanged: run.unchanged,
    sentence: run.sentence,
    changes: run.changes.map(({ events: count, groups, issueIds }) => ({
      events: count,
      groups,
      issueCount: issueIds.length,
      issues: issues
        .filter(({ id }) => issueIds.includes(id))
        .map(({ id, shortId, title }) => ({ id, shortId, title })),
    })),
  }
}
