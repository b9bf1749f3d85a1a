import { seenRepositories } from '../../integrations/repositories.js'
import { openIssue } from '../../issues/open.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import type { PageRequest } from '../../ports/model.js'
import { RELEASE_BOUNDS, type Release } from '../../ports/releases.js'
import { keepCommits } from '../../releases/commits.js'
import { openRelease } from '../../releases/open.js'
import { jsonResponse } from '../answers.js'
import { aboutOrganization, record } from '../audit.js'
import { editorOf } from '../author.js'
import { nullable, object, optional, readFields, text } from '../input.js'
import { commitJson, deployJson, releaseJson, repositoryJson, seenRepositoryJson } from '../json/releases.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import { bodyWithCommits, commitList, readTime } from '../release-input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, forAction, ORG_ANY, ORG_WRITE, RELEASE_ANY, RELEASE_WRITE } from './rules.js'

const ONE = '/api/0/organizations/:org/releases/:version/'
const COMMITS = `${ONE}commits/`
const COMMITS_OF_PROJECT = '/api/0/projects/:org/:project/releases/:version/commits/'
const PREVIOUS = `${ONE}previous-with-commits/`
const DEPLOYS = `${ONE}deploys/`
const REPOS = '/api/0/organizations/:org/repos/'
const ADD_REPO = forAction('repository.create', ORG_WRITE)
const OF_ISSUE = '/api/0/issues/:issue/commits/'

/** What releases were made of and where they went. */
export const releasePartRoutes: readonly Route[] = [
  { method: 'GET', path: COMMITS, operation: 'listCommits', auth: RELEASE_ANY, handle: listCommits },
  { method: 'POST', path: COMMITS, operation: 'setCommits', auth: RELEASE_WRITE, handle: setCommits },
  { method: 'GET', path: COMMITS_OF_PROJECT, operation: 'listProjectCommits', auth: RELEASE_ANY, handle: listCommits },
  { method: 'GET', path: PREVIOUS, operation: 'getPreviousRelease', auth: RELEASE_ANY, handle: previous },
  { method: 'GET', path: DEPLOYS, operation: 'listDeploys', auth: RELEASE_ANY, handle: listDeploys },
  { method: 'POST', path: DEPLOYS, operation: 'createDeploy', auth: RELEASE_WRITE, handle: createDeploy },
  { method: 'GET', path: REPOS, operation: 'listRepositories', auth: ORG_ANY, handle: listRepositories },
  { method: 'POST', path: REPOS, operation: 'createRepository', auth: ADD_REPO, handle: createRepository },
  { method: 'GET', path: OF_ISSUE, operation: 'listIssueCommits', auth: EVENT_ANY, handle: listIssueCommits },
]

async function listCommits(call: Call): Promise<HttpResponse> {
  const { organizationId, version } = await open(call)
  const commits = await call.context.storage.releases.commits(organizationId, version)
  return jsonResponse(200, commits.map(commitJson))
}

async function setCommits(call: Call): Promise<HttpResponse> {
  const release = await open(call)
  const { context } = call
  const { commits } = readFields({ commits: await bodyWithCommits(call) }, { commits: commitList(context.clock.now()) })
  const after = await keepCommits(context, release, { commits, refs: [] }, editorOf(call))
  if (after === null) throw notFound('release')
  const counts = [release, after].map(({ commitCount }) => ({ commitCount }))
  await record(call, { ...about(release), action: 'release.updated', before: counts[0], after: counts[1] })
  return jsonResponse(200, releaseJson(after))
}

/** An empty object where there is none: sentry-cli takes that for an answer, and begins at the first commit. */
async function previous(call: Call): Promise<HttpResponse> {
  const { organizationId, version } = await open(call)
  const release = await call.context.storage.releases.previousWithCommits(organizationId, version)
  return jsonResponse(200, release === null ? {} : releaseJson(release))
}

async function listDeploys(call: Call): Promise<HttpResponse> {
  const { organizationId, version } = await open(call)
  const page = await call.context.storage.releases.deploys(organizationId, version, pageOf(call.query))
  return pageResponse(call, page, deployJson)
}

const optionalText = (max: number) => optional(nullable(text({ max })))

async function createDeploy(call: Call): Promise<HttpResponse> {
  const release = await open(call)
  const { context } = call
  const now = context.clock.now()
  const input = readFields(await call.json(), {
    environment: text({ min: 1, max: RELEASE_BOUNDS.environment }),
    name: optionalText(RELEASE_BOUNDS.deployName),
    url: optionalText(RELEASE_BOUNDS.url),
    dateStarted: optionalText(64),
    dateFinished: optionalText(64),
  })
  const deploy = await context.storage.releases.addDeploy(release.organizationId, release.version, {
    environment: input.environment,
    name: input.name ?? '',
    url: input.url ?? '',
    startedAt: readTime(input.dateStarted, now, 'dateStarted') ?? null,
    finishedAt: readTime(input.dateFinished, now, 'dateFinished') ?? now,
    createdAt: now,
  })
  if (deploy === null) throw notFound('release')
  const { environment, url } = deploy
  await record(call, { ...about(release), action: 'release.deployed', after: { environment, url } })
  return jsonResponse(201, deployJson(deploy))
}

/** Those that somebody has told of, and behind them those that integrations see. */
async function listRepositories(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const list = (page: PageRequest) => context.storage.repositories.list(organization.id, page)
  const page = await list(pageOf(query))
  const told = page.items.map(repositoryJson)
  if (page.next !== null) return pageResponse(call, { ...page, items: told }, (one) => one)
  const names = new Set((page.previous === null ? page.items : await allPages(list)).map(nameOf))
  const seen = (await seenRepositories(context, organization.id)).filter((one) => !names.has(nameOf(one)))
  return pageResponse(call, { ...page, items: [...told, ...seen.map(seenRepositoryJson)] }, (one) => one)
}

function nameOf({ name }: { readonly name: string }): string {
  return name.toLowerCase()
}

async function createRepository(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const { name, url, provider } = readFields(await call.json(), {
    name: text({ min: 1, max: RELEASE_BOUNDS.repository }),
    url: optionalText(RELEASE_BOUNDS.url),
    provider: optional(nullable(object)),
  })
  const repository = await call.context.storage.repositories.create({
    organizationId: organization.id,
    name,
    url: url ?? '',
    provider: provider ?? null,
    createdAt: call.context.clock.now(),
  })
  await record(call, { ...aboutOrganization(organization), action: 'organization.repository_added', after: { name } })
  return jsonResponse(201, repositoryJson(repository))
}

/** Those of the release in which it began; whatever broke it is among them, where they were told. */
async function listIssueCommits(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const commits =
    issue.firstRelease === null
      ? []
      : await call.context.storage.releases.commits(issue.organizationId, issue.firstRelease)
  return jsonResponse(200, commits.map(commitJson))
}

function about({ organizationId, id, version }: Release) {
  return { organizationId, target: { kind: 'release', id, name: version } }
}

async function open({ context, actor, params }: Call): Promise<Release> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  const project = params.project === undefined ? null : await openProject(context, seat, params.project)
  return openRelease(context, seat.organization, params.version ?? '', project)
}
