import type {
  IssueDetailJson,
  IssueJson,
  IssueStatsJson,
  IssueTagJson,
  ReleaseRefJson,
} from '../../client/issue-types.js'
import type { IssuePeopleJson } from '../../client/issue-work-types.js'
import type { Config } from '../../config.js'
import type { IssueView } from '../../issues/people.js'
import { shortIdOf } from '../../issues/short-id.js'
import type { IssueTag } from '../../ports/issues.js'
import type { Issue, Organization, Project } from '../../ports/model.js'
import { issueWorkJson } from './issue-work.js'
import { shortVersionOf } from './releases.js'

interface Place {
  readonly organization: Pick<Organization, 'slug'>
  readonly project: Pick<Project, 'id' | 'name' | 'slug' | 'platform'>
}

export function issueJson(
  config: Config,
  issue: Issue,
  { organization, project }: Place,
  view: IssueView,
  matchingEventId: string | null = null,
): IssueJson {
  const { isUnhandled = false, ...metadata } = issue.metadata
  return {
    id: issue.id,
    shortId: shortIdOf(project.slug, issue.shortIdNumber),
    title: issue.title,
    culprit: issue.culprit,
    count: String(issue.count),
    userCount: issue.userCount,
    type: issue.type,
    level: issue.level,
    status: issue.status,
    ...issueWorkJson(issue, view),
    metadata,
    project: { id: project.id, name: project.name, slug: project.slug, platform: project.platform },
    firstSeen: issue.firstSeenAt.toISOString(),
    lastSeen: issue.lastSeenAt.toISOString(),
    numComments: issue.commentCount,
    permalink: `${config.url.origin}${config.basePath}/${organization.slug}/issues/${issue.id}`,
    stats: { '24h': [] },
    shareId: null,
    logger: null,
    matchingEventId,
    firstRelease: releaseRef(issue.firstRelease, issue.firstSeenAt),
    lastRelease: releaseRef(issue.lastRelease, issue.lastSeenAt),
    isUnhandled,
    regressedAt: issue.regressedAt?.toISOString() ?? null,
  }
}

export function issueDetailJson(
  config: Config,
  issue: Issue,
  place: Place,
  view: IssueView,
  detail: IssuePeopleJson & Pick<IssueDetailJson, 'activity' | 'userReportCount'>,
): IssueDetailJson {
  return { ...issueJson(config, issue, place, view), ...detail }
}

export function issueStatsJson(
  issue: Issue,
  period: '24h' | '14d',
  series: readonly { readonly at: Date; readonly count: number }[],
): IssueStatsJson {
  const points = series.map(({ at, count }): [number, number] => [at.getTime() / 1000, count])
  return {
    id: issue.id,
    count: String(issue.count),
    userCount: issue.userCount,
    firstSeen: issue.firstSeenAt.toISOString(),
    lastSeen: issue.lastSeenAt.toISOString(),
    isUnhandled: issue.metadata.isUnhandled === true,
    stats: { '24h': null, '14d': null, [period]: points },
  }
}

export function issueTagJson({ key, uniqueValues, totalValues, isSampled, topValues }: IssueTag): IssueTagJson {
  return {
    key,
    name: key,
    uniqueValues,
    totalValues,
    isSampled,
    topValues: topValues.map(({ value, count, lastSeenAt }) => ({
      key,
      name: value,
      value,
      count,
      lastSeen: lastSeenAt.toISOString(),
    })),
  }
}

// Of each row of a list no release is asked: the version is dated by the issue that it was seen in.
function releaseRef(version: string | null, seenAt: Date): ReleaseRefJson | null {
  if (version === null) return null
  return { version, shortVersion: shortVersionOf(version), dateCreated: seenAt.toISOString(), dateReleased: null }
}
