import type { CommitJson, DeployJson, LastCommitJson, ReleaseJson, RepositoryJson } from '../../client/release-types.js'
import type { SeenRepository } from '../../integrations/repositories.js'
import type { Id } from '../../ports/model.js'
import type { Commit, Deploy, Release, ReleaseProject, Repository } from '../../ports/releases.js'

/** With the figures of one project, where one is named. */
export function releaseJson(release: Release, projectId: Id | null = null): ReleaseJson {
  const seenIn = release.projects.filter(({ id }) => projectId === null || id === projectId)
  return {
    version: release.version,
    shortVersion: shortVersionOf(release.version),
    status: release.status,
    ref: release.ref,
    url: release.url,
    dateCreated: release.createdAt.toISOString(),
    dateStarted: release.startedAt?.toISOString() ?? null,
    dateReleased: release.releasedAt?.toISOString() ?? null,
    data: release.data,
    commitCount: release.commitCount,
    deployCount: release.deployCount,
    newGroups: seenIn.reduce((sum, { newIssues }) => sum + newIssues, 0),
    firstEvent: timeOf(seenIn, 'firstEventAt', Math.min),
    lastEvent: timeOf(seenIn, 'lastEventAt', Math.max),
    lastCommit: release.lastCommit === null ? null : lastCommitJson(release.lastCommit),
    lastDeploy: release.lastDeploy === null ? null : deployJson(release.lastDeploy),
    repository: release.repository,
    projects: release.projects.map(({ id, slug, name, platform, newIssues }) => ({
      ...{ id, slug, name, platform },
      newGroups: newIssues,
    })),
  }
}

function timeOf(
  projects: readonly ReleaseProject[],
  which: 'firstEventAt' | 'lastEventAt',
  choose: (...times: number[]) => number,
): string | null {
  const times = projects.flatMap((project) => project[which]?.getTime() ?? [])
  return times.length === 0 ? null : new Date(choose(...times)).toISOString()
}

export function commitJson(commit: Commit): CommitJson {
  return {
    ...lastCommitJson(commit),
    patchSet: commit.files.map(({ path, change }) => ({ path, type: change })),
  }
}

function lastCommitJson(commit: Omit<Commit, 'files'>): LastCommitJson {
  const { id, message, at, authorName, authorEmail, repository } = commit
  return {
    id,
    message,
    dateCreated: at.toISOString(),
    authorName,
    authorEmail,
    author: { name: authorName, email: authorEmail },
    repository: repository === null ? null : { name: repository },
  }
}

export function deployJson(deploy: Deploy): DeployJson {
  return {
    id: Number(deploy.id),
    environment: deploy.environment,
    name: deploy.name,
    url: deploy.url,
    dateStarted: deploy.startedAt?.toISOString() ?? null,
    dateFinished: deploy.finishedAt.toISOString(),
    dateCreated: deploy.createdAt.toISOString(),
  }
}

export function repositoryJson({ id, name, url, provider, createdAt }: Repository): RepositoryJson {
  return {
    id,
    name,
    url,
    status: 'active',
    // sentry-cli reads both of every repository.
    provider: { id: 'unknown', name: 'Unknown', ...provider },
    dateCreated: createdAt.toISOString(),
  }
}

/** In Sentry an integration is the provider `integrations:github`. */
export function seenRepositoryJson({ integration, hostName, name, url }: SeenRepository): RepositoryJson {
  return {
    ...{ id: `${integration.id}:${name}`, name, url, status: 'active' },
    provider: { id: `integrations:${integration.kind}`, name: hostName },
    dateCreated: integration.createdAt.toISOString(),
  }
}

/** `package@1.2.3+build` is `1.2.3`; a commit's hash is its first twelve digits. */
export function shortVersionOf(version: string): string {
  const own = version.slice(version.lastIndexOf('@') + 1)
  return /^[0-9a-f]{20,40}$/.test(own) ? own.slice(0, 12) : own.split('+')[0] || version
}
