import type { Context } from '../context.js'
import { shortIdOf } from '../issues/short-id.js'
import type { Delivery } from '../ports/deliveries.js'
import type { Id, Issue, Organization, Project } from '../ports/model.js'
import type { IssueNotice, LimitNotice, MonitorNotice, NoticedIssue, NoticeFact } from './notice.js'

/** Of what rules tell. */
type ToldNotice = IssueNotice | MonitorNotice | LimitNotice

/** What a message says now; null where what it was about is gone. `shown` issues are told of at most. */
export async function noticeOf(context: Context, delivery: Delivery, shown: number): Promise<ToldNotice | null> {
  const { storage } = context
  const { organizationId, projectId, subject } = delivery
  const [organization, project] = await Promise.all([
    storage.organizations.get(organizationId),
    storage.projects.get(organizationId, projectId),
  ])
  if (organization === null || project === null) return null
  const pages = pagesOf(context, organization)
  if (subject.kind === 'monitor') {
    const monitor = await storage.monitors.get(organizationId, subject.monitorId)
    if (monitor === null) return null
    const { change, cause } = subject
    const key = keyOf(context, 'monitor', monitor.id)
    const url = pages.monitor(monitor.id)
    return { kind: 'monitor', id: monitor.id, change, key, cause, name: monitor.name, target: monitor.url, url }
  }
  if (subject.kind === 'limits') {
    const key = keyOf(context, 'project', project.id)
    const { trigger } = subject
    return { kind: 'limits', trigger, key, project: project.name, cause: '', url: pages.limits(project) }
  }
  const ids = subject.issueIds.slice(0, shown)
  const found = await storage.issues.list(
    { organizationId, projectIds: null, ids },
    { sort: 'first_seen', ascending: true },
    { limit: Math.max(1, ids.length), cursor: null },
  )
  if (found.items.length === 0) return null
  const issues = await describe(context, { organization, project, issues: found.items, delivery })
  const { count } = subject
  return {
    kind: 'issues',
    trigger: subject.trigger ?? null,
    count,
    issues,
    url: pages.project(project),
    project: project.name,
  }
}

/** The same for everything that is told of it, whatever is renamed. */
export function keyOf(
  { config }: Pick<Context, 'config'>,
  kind: 'issue' | 'monitor' | 'project' | 'mails' | 'channel',
  id: Id,
): string {
  return `${config.url.host}${config.basePath}/${kind}/${id}`
}

/** The addresses of pages, for people. */
export function pagesOf({ config }: Pick<Context, 'config'>, { slug }: Pick<Organization, 'slug'>) {
  const home = `${config.url.origin}${config.basePath}`
  const base = `${home}/${slug}`
  return {
    home,
    issue: (id: Id) => `${base}/issues/${id}`,
    project: ({ id }: Pick<Project, 'id'>) => `${base}/issues?project=${id}`,
    limits: ({ slug }: Pick<Project, 'slug'>) => `${base}/settings/projects/${slug}`,
    monitor: (id: Id) => `${base}/uptime/${id}`,
    alerts: `${base}/alerts`,
  }
}

const STANDARD: readonly (readonly [key: string, label: string, isShort: boolean])[] = [
  ['environment', 'Environment', true],
  ['server_name', 'Server Name', true],
  ['release', 'Release', false],
]

async function describe(
  context: Context,
  wanted: {
    readonly organization: Organization
    readonly project: Project
    readonly issues: readonly Issue[]
    readonly delivery: Delivery
  },
): Promise<readonly NoticedIssue[]> {
  const { organization, project, issues, delivery } = wanted
  const standard = new Set(STANDARD.map(([key]) => key))
  const others = (delivery.recipient?.tags ?? []).filter((key) => !standard.has(key))
  const labels = [...STANDARD, ...others.map((key) => [key, labelOf(key), true] as const)]
  const tags = await context.storage.issues.topTags(
    organization.id,
    issues.map(({ id }) => id),
    labels.map(([key]) => key),
  )
  const factsOf = (issue: Issue): readonly NoticeFact[] =>
    labels.flatMap(([key, label, isShort]) => {
      const value = tags.find((tag) => tag.issueId === issue.id && tag.key === key)?.value ?? ''
      return value === '' ? [] : [{ label, value, isShort }]
    })
  const pages = pagesOf(context, organization)
  return issues.map((issue) => ({
    ...{ title: issue.title, culprit: issue.culprit, url: pages.issue(issue.id), project: project.name },
    ...{ id: issue.id, key: keyOf(context, 'issue', issue.id), level: issue.level },
    ...{ events: issue.count, users: issue.userCount },
    ...{ shortId: shortIdOf(project.slug, issue.shortIdNumber), facts: factsOf(issue) },
  }))
}

function labelOf(key: string): string {
  return key.slice(0, 1).toUpperCase() + key.slice(1)
}
