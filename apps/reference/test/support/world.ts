import { createClient, type IssueJson, type MishapClient } from '@mishap/core/client'
import { type Environment, startServer, type TestServer } from './server.js'

export const ADMIN = { email: 'ada@example.com', password: 'correct horse battery', token: 'token-of-the-environment' }

/** Makes the administrator of the environment. */
export const ADMIN_ENV: Environment = {
  MISHAP_USER_1_EMAIL: ADMIN.email,
  MISHAP_USER_1_PASSWORD: ADMIN.password,
  MISHAP_USER_1_TOKEN: ADMIN.token,
}

export interface Place {
  readonly client: MishapClient
  readonly org: string
  readonly project: string
  readonly projectId: string
  readonly dsn: string
  readonly publicKey: string
}

/** A running server with an administrator. */
export function startServerWithAdmin(options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> {
  return startServer({ ...options, env: { ...ADMIN_ENV, ...options.env } })
}

export function adminOf(server: Pick<TestServer, 'url'>): MishapClient {
  return createClient({ baseUrl: server.url, token: ADMIN.token })
}

let count = 0

/** An organization and a project of the caller's own. */
export async function aPlace(server: Pick<TestServer, 'url'>): Promise<Place> {
  const client = adminOf(server)
  const name = `Place ${++count} ${Date.now().toString(36)}`
  const { slug: org } = await client.createOrganization({ name })
  const { slug: team } = await client.createTeam(org, { slug: 'crew' })
  const project = await client.createProject(org, team, { name: 'web', platform: 'node' })
  const [key] = (await client.listKeys(org, project.slug)).items
  if (key === undefined) throw new Error('a new project has no key')
  return { client, org, project: project.slug, projectId: project.id, dsn: key.dsn.public, publicKey: key.public }
}

/** The issues of the place once `isThere` is content with them; fails with what there is after a while. */
export async function issuesWhen(
  { client, org }: Pick<Place, 'client' | 'org'>,
  isThere: (issues: readonly IssueJson[]) => boolean,
  query = '',
): Promise<readonly IssueJson[]> {
  let issues: readonly IssueJson[] = []
  await until(
    async () => {
      issues = (await client.listIssues(org, { query })).items
      return isThere(issues)
    },
    () => JSON.stringify(issues.map(({ title, count, status }) => ({ title, count, status }))),
  )
  return issues
}

const PATIENCE_MS = 60_000
const PAUSE_MS = 50

/** Asks until the answer is yes; rejects with `describe()` when it stays no. */
export async function until(isTrue: () => Promise<boolean>, describe: () => string = () => ''): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`still not true after ${PATIENCE_MS} ms: ${describe()}`)
    await new Promise((wake) => setTimeout(wake, PAUSE_MS))
  }
}
