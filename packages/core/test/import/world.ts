import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import type { OrganizationReport } from '../../src/import/report.js'
import { type ImportOptions, importOrganizations } from '../../src/import/run.js'
import type { Fetcher, FetchRequest } from '../../src/ports/fetcher.js'
import type { Project } from '../../src/ports/model.js'
import { aUser, aWorld, type World } from '../http/world.js'

/** Asks an app as if it stood behind the address. */
export function fetcherOf(source: Pick<World, 'app'>, before: (request: FetchRequest) => void = () => {}): Fetcher {
  return {
    async fetch(request) {
      before(request)
      const { url, method = 'GET', headers = {} } = request
      const answer = await source.app.fetch(new Request(url, { method, headers }))
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: new Uint8Array(await answer.arrayBuffer()),
      }
    },
  }
}

/** An app to import into, with somebody who owns it, and mail. */
export async function aTarget(fetcher: Fetcher, hasMail = true) {
  const mailer = memoryMailer()
  const world = await aWorld({ url: 'https://new.example', fetcher, ...(hasMail ? { mailer } : {}) })
  const owner = await aUser(world.app)
  const bring = (given: Partial<ImportOptions> = {}): Promise<readonly OrganizationReport[]> =>
    importOrganizations(world.app.context, {
      ...{
        kind: 'glitchtip',
        via: 'cli',
        organizations: [],
        into: null,
        owner,
        isDryRun: false,
        isMailed: true,
        eventsPerIssue: 1,
      },
      address: { url: 'https://mishap.example', token: '' },
      patience: { tries: 3 },
      ...given,
    })
  return { world, owner, mailer, bring, context: world.app.context }
}

export type Target = Awaited<ReturnType<typeof aTarget>>

/** Everything of an organization that an import may touch, without ids. */
export async function contentsOf({ context }: Pick<Target, 'context'>, slug: string) {
  const all = { limit: 100, cursor: null }
  const { storage } = context
  const organization = await storage.organizations.getBySlug(slug)
  if (organization === null) return null
  const { id } = organization
  const projects = (await storage.projects.list(id, all)).items
  return {
    teams: (await storage.teams.list(id, all)).items.map((team) => [team.slug, team.memberCount]),
    members: (await storage.members.list(id, all)).items
      .map(({ email, role, user, teams }) => ({
        email,
        role,
        isPending: user === null,
        teams: teams.map((team) => team.slug),
      }))
      .sort((a, b) => (a.email < b.email ? -1 : 1)),
    projects: await Promise.all(
      projects.map(async (project) => ({ ...nameOf(project), keys: await keysOf(context, project) })),
    ),
    issues: await Promise.all(projects.map((project) => issuesOf(context, project))),
  }
}

function nameOf({ slug, name, platform, teams }: Project) {
  return { slug, name, platform, teams: teams.map((team) => team.slug) }
}

async function keysOf({ storage }: Target['context'], { organizationId, id }: Project) {
  const { items } = await storage.projects.listKeys(organizationId, id, { limit: 100, cursor: null })
  return items.map(({ publicKey, name, isActive, rateLimit }) => ({ publicKey, name, isActive, rateLimit }))
}

async function issuesOf({ storage }: Target['context'], { organizationId, id }: Project) {
  const order = { sort: 'last_seen', ascending: false } as const
  const page = await storage.issues.list({ organizationId, projectIds: [id] }, order, { limit: 100, cursor: null })
  return page.items.map(({ title, culprit, status, count, firstSeenAt, lastSeenAt, level }) => ({
    title,
    culprit,
    status,
    count,
    firstSeenAt,
    lastSeenAt,
    level,
  }))
}
