import type { Commit, Deploy, Release, ReleaseProject } from '@mishap/core'

/**
 * The columns of a release of `r` with all that belongs to it, each looked up by an index: releases_pkey,
 * release_commits_pkey, deploys_of_release, repositories_organization_id_name_key, project_releases_of_version.
 */
export function releaseColumns(s: string): string {
  const newest = 'c.organization_id = r.organization_id and c.release_id = r.id and c.position = 0'
  return `r.id, r.organization_id, r.version, r.status, r.ref, r.url, r.created_at, r.started_at, r.released_at, r.data,
    r.commit_count, r.deploy_count,
    (select json_build_object(
        'commit_id', c.commit_id, 'repository', c.repository, 'message', c.message, 'author_name', c.author_name,
        'author_email', c.author_email, 'at', c.at
      )
      from ${s}.release_commits c
      where ${newest}) as last_commit,
    (select row_to_json(d) from ${s}.deploys d
      where d.organization_id = r.organization_id and d.release_id = r.id
      order by d.finished_at desc, d.id desc
      limit 1) as last_deploy,
    (select json_build_object('id', o.id::text, 'name', o.name)
      from ${s}.release_commits c
      join ${s}.repositories o on o.organization_id = c.organization_id and o.name = c.repository
      where ${newest}) as repository,
    (select json_agg(json_build_object(
        'id', p.id::text, 'slug', p.slug, 'name', p.name, 'platform', p.platform, 'new_issues', q.new_issues,
        'first_seen_at', q.first_seen_at, 'last_seen_at', q.last_seen_at
      ) order by p.slug)
      from ${s}.project_releases q
      join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
      where q.organization_id = r.organization_id and q.version = r.version) as projects`
}

export interface ReleaseRow {
  readonly id: string
  readonly organization_id: string
  readonly version: string
  readonly status: Release['status']
  readonly ref: string | null
  readonly url: string | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly released_at: Date | null
  readonly data: Release['data']
  readonly commit_count: number
  readonly deploy_count: number
  readonly last_commit: Omit<CommitRow, 'files'> | null
  readonly last_deploy: DeployRow | null
  readonly repository: Release['repository']
  readonly projects: readonly ProjectJson[] | null
}

/** Times are texts where the row comes as JSON. */
export interface CommitRow {
  readonly commit_id: string
  readonly repository: string | null
  readonly message: string
  readonly author_name: string
  readonly author_email: string
  readonly at: Date | string
  readonly files: Commit['files']
}

export interface DeployRow {
  readonly id: string | number
  readonly environment: string
  readonly name: string
  readonly url: string
  readonly started_at: Date | string | null
  readonly finished_at: Date | string
  readonly created_at: Date | string
}

interface ProjectJson {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly platform: string | null
  readonly new_issues: number
  readonly first_seen_at: string | null
  readonly last_seen_at: string | null
}

export function toRelease(row: ReleaseRow): Release {
  return {
    id: row.id,
    organizationId: row.organization_id,
    version: row.version,
    status: row.status,
    ref: row.ref,
    url: row.url,
    createdAt: row.created_at,
    startedAt: row.started_at,
    releasedAt: row.released_at,
    data: row.data,
    commitCount: row.commit_count,
    deployCount: row.deploy_count,
    lastCommit: row.last_commit === null ? null : toLastCommit(row.last_commit),
    lastDeploy: row.last_deploy === null ? null : toDeploy(row.last_deploy),
    repository: row.repository,
    projects: (row.projects ?? []).map(toProject),
  }
}

export function toCommit(row: CommitRow): Commit {
  return { ...toLastCommit(row), files: row.files }
}

function toLastCommit(row: Omit<CommitRow, 'files'>): Omit<Commit, 'files'> {
  return {
    id: row.commit_id,
    repository: row.repository,
    message: row.message,
    authorName: row.author_name,
    authorEmail: row.author_email,
    at: new Date(row.at),
  }
}

export function toDeploy(row: DeployRow): Deploy {
  return {
    id: String(row.id),
    environment: row.environment,
    name: row.name,
    url: row.url,
    startedAt: row.started_at === null ? null : new Date(row.started_at),
    finishedAt: new Date(row.finished_at),
    createdAt: new Date(row.created_at),
  }
}

function toProject(row: ProjectJson): ReleaseProject {
  const dateOf = (text: string | null) => (text === null ? null : new Date(text))
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    platform: row.platform,
    newIssues: row.new_issues,
    firstEventAt: dateOf(row.first_seen_at),
    lastEventAt: dateOf(row.last_seen_at),
  }
}
