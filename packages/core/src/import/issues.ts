import { createProjectRules } from '../ingest/project-rules.js'
import type { ImportMark } from '../ports/imports.js'
import type { Organization, Project } from '../ports/model.js'
import { retentionDaysOf } from '../ports/retention-days.js'
import { idOf, type RemoteEntry, textOf } from './entry.js'
import { bringIssues, type IssueToBring } from './issue-events.js'
import { assignAgain } from './issue-state.js'
import { type ImportJob, pathOf, placeOf } from './job.js'
import type { ProjectPair } from './projects.js'
import { issueOf, type RemoteIssue } from './read.js'

const DAY_MS = 86_400_000
/** So many are read, stored and noted together: what is lost when an import is killed. */
const AT_ONCE = 20

/**
 * Brings issues by their newest events, which go through the grouping of the project here, and then gives each what it
 * had: state, assignee, first sight and number of events. One that is here as the source has it is not asked for again.
 */
export async function importIssues(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  const rulesOf = createProjectRules(job.context)
  const keptFrom = oldestKept(job)
  let done = 0
  for (const [index, { remote, project }] of pairs.entries()) {
    const pages = job.remote.pages(`${pathOf(job)}issues/`, job.dialect.issuesQuery(remote.id))
    for await (const page of pages) {
      job.tally.found('issues', page.length)
      const issues = page.flatMap((entry) => worthBringing(job, entry, { slug: remote.slug, keptFrom }))
      for (let at = 0; at < issues.length; at += AT_ONCE) {
        job.tell('issues', done + at, null, { done: index, total: pairs.length })
        const some = issues.slice(at, at + AT_ONCE)
        if (project === null || job.organization === null) job.tally.made('issues', some.length)
        else
          await bringSome(job, { organization: job.organization, project, slug: remote.slug, rulesOf, keptFrom }, some)
      }
      done += page.length
    }
  }
  job.tell('issues', done, done)
}

function oldestKept({ context: { config, clock } }: ImportJob): Date {
  const days = retentionDaysOf(config.retentionDays, config.retention).events
  const today = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS
  return new Date(today - days * DAY_MS)
}

function worthBringing(
  { tally }: ImportJob,
  entry: RemoteEntry,
  { slug, keptFrom }: { readonly slug: string; readonly keptFrom: Date },
): readonly RemoteIssue[] {
  const issue = issueOf(entry)
  const name = `${slug}: ${textOf(entry, 'shortId') ?? idOf(entry) ?? '?'}`
  if (issue === null) tally.skip('issues', name, 'it is no issue of errors')
  else if (issue.lastSeenAt < keptFrom) tally.skip('issues', name, 'its last event is older than events are kept here')
  else return [issue]
  return []
}

async function bringSome(
  job: ImportJob,
  target: {
    readonly organization: Organization
    readonly project: Project
    readonly slug: string
    readonly rulesOf: ReturnType<typeof createProjectRules>
    readonly keptFrom: Date
  },
  issues: readonly RemoteIssue[],
): Promise<void> {
  const { organization, project } = target
  const place = placeOf(job, organization, 'issue')
  const remoteIdOf = (issue: RemoteIssue) => `${project.id}:${issue.id}`
  const marks = await job.context.storage.imports.find(place, issues.map(remoteIdOf))
  const wanted: IssueToBring[] = []
  for (const issue of issues) {
    const remoteId = remoteIdOf(issue)
    const mark = marks.get(remoteId) ?? null
    if (mark !== null && mark.state.seen === seenOf(job, issue))
      await assignAgain(job, { organization, place, issue, mark })
    else wanted.push({ issue, remoteId, mark, seen: seenOf(job, issue) })
  }
  if (job.isDryRun) {
    const known = wanted.filter(({ mark }: { readonly mark: ImportMark | null }) => mark !== null).length
    if (known > 0) job.tally.changed('issues', known)
    if (wanted.length > known) job.tally.made('issues', wanted.length - known)
    return
  }
  await bringIssues(job, { ...target, place }, wanted)
}

/** Differs whenever there is something to bring. */
function seenOf({ eventsPerIssue }: ImportJob, { count, lastSeenAt, status, assignee, priority }: RemoteIssue): string {
  return JSON.stringify([count, lastSeenAt, status, assignee, priority, eventsPerIssue])
}
