import type { GroupingChangeJson, GroupingPreviewJson } from '../client/grouping-types.js'
import type { Context } from '../context.js'
import { type GroupingChange, type RegroupedEvent, sumUpRegrouping } from '../grouping/index.js'
import { shortIdOf } from '../issues/short-id.js'
import type { Id, Issue, Project } from '../ports/model.js'
import { faultsIn, type GroupingChangeRequest, groupingOptions, readGrouping } from './grouping.js'
import { surveyGrouping } from './grouping-survey.js'

const MOST_CHANGES = 50
const MOST_ISSUES = 20
const PAGE = 100

/** What a change of grouping would make of the stored events, as `surveyGrouping` reads them. Changes nothing. */
export async function previewGrouping(
  context: Context,
  project: Project,
  request: GroupingChangeRequest,
): Promise<GroupingPreviewJson> {
  const before = await readGrouping(context, project)
  const { regrouped, split, isSampled } = await surveyGrouping(context, project, {
    before: groupingOptions(before),
    after: groupingOptions({ ...before, ...request }),
  })
  const { joins, splits, unchanged, sentence, changes } = sumUpRegrouping([...regrouped, ...split.map(apart)])
  const shown = changes.slice(0, MOST_CHANGES)
  const issues = await findIssues(
    context,
    project,
    shown.flatMap(({ issueIds }) => issueIds.slice(0, MOST_ISSUES)),
  )
  return {
    faults: faultsIn(request).map((fault) => ({ ...fault })),
    examined: regrouped.length + split.length,
    issues: new Set([...regrouped, ...split].map(({ issueId }) => issueId)).size,
    isSampled,
    joins,
    splits,
    unchanged,
    sentence,
    changes: shown.map((change) => changeJson(change, project, issues)),
  }
}

/** What somebody split goes by the value as well: no hash brings it together. */
function apart({ issueId, before, after }: RegroupedEvent): RegroupedEvent {
  return { issueId, before: `${before} ${issueId}`, after: `${after} ${issueId}` }
}

function changeJson(
  { events, groups, issueIds }: GroupingChange,
  project: Project,
  issues: ReadonlyMap<Id, Issue>,
): GroupingChangeJson {
  const named = issueIds.slice(0, MOST_ISSUES).flatMap((id) => issues.get(id) ?? [])
  return {
    events,
    groups,
    issueCount: issueIds.length,
    issues: named.map(({ id, shortIdNumber, title }) => ({
      id,
      shortId: shortIdOf(project.slug, shortIdNumber),
      title,
    })),
  }
}

async function findIssues(
  { storage }: Context,
  { organizationId, id }: Project,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Issue>> {
  const found = new Map<Id, Issue>()
  const order = { sort: 'last_seen', ascending: false } as const
  for (let at = 0; at < ids.length; at += PAGE) {
    const filter = { organizationId, projectIds: [id], ids: ids.slice(at, at + PAGE) }
    const page = await storage.issues.list(filter, order, { limit: PAGE, cursor: null })
    for (const issue of page.items) found.set(issue.id, issue)
  }
  return found
}
