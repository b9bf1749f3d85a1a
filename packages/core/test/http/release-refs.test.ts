import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { CommitJson, RepositoryJson } from '../../src/client/release-types.js'
import { fetchOwedCommits } from '../../src/releases/fetch-commits.js'
import { turn, until } from '../drained-world.js'
import type { Heard, Reply } from './code-hosts.js'
import { aLinkedWorld, type LinkedWorld, TARGETS } from './linked-world.js'

let linked: LinkedWorld
beforeEach(async () => {
  linked = await aLinkedWorld()
})
afterEach(() => linked.stop())

const HOSTS = ['github', 'gitlab'] as const
type HostKind = (typeof HOSTS)[number]

const sha = (number: number) => String(number).padStart(40, 'a')
const MINUTE = 60_000
/** What the job does in its own time, which it may be doing just now. */
const fetchNow = () => fetchOwedCommits(linked.world.app.context)
const org = () => `organizations/${linked.tenant.organization.slug}`
const statusOf = async () =>
  (await linked.ask('GET', `issues/${linked.issue}/`)).body as { status: string; statusDetails: object }
const commitsOf = async (version: string) =>
  (await linked.ask('GET', `${org()}/releases/${version}/commits/`)).body as CommitJson[]

async function fetched(version: string, count: number): Promise<readonly CommitJson[]> {
  for (;;) {
    await fetchNow()
    const commits = await commitsOf(version)
    if (commits.length === count) return commits
    await turn()
  }
}

async function tell(version: string, refs: object[], more: object = {}): Promise<void> {
  const body = { version, projects: [linked.tenant.project.slug], refs, ...more }
  expect((await linked.ask('POST', `${org()}/releases/`, body)).status).toBe(201)
}

/** A history of `count` commits, the newest of which has the highest number; `messages` are by number. */
function answerHistory(count: number, messages: Readonly<Record<number, string>> = {}): void {
  const numberOf = (id: string) => Array.from({ length: count }, (_, at) => at + 1).find((one) => sha(one) === id)
  linked.hosts.answerWith((heard) => historyReply(heard, { numberOf, messages }))
}

interface Past {
  readonly numberOf: (id: string) => number | undefined
  readonly messages: Readonly<Record<number, string>>
}

const MISSING: Reply = { status: 404, json: { message: 'Not Found' } }

function historyReply({ path, query }: Heard, { numberOf, messages }: Past): Reply | undefined {
  const between = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => to - at)
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page'))]
  const paged = <T>(all: readonly T[]) => all.slice((page - 1) * size, page * size)
  const at = '2026-11-20T10:00:00Z'
  const github = (one: number) => ({
    sha: sha(one),
    commit: { message: messages[one] ?? `Change ${one}`, author: { name: 'Ada', email: 'ada@acme.example', date: at } },
  })
  const gitlab = (one: number) => ({
    ...{ id: sha(one), message: messages[one] ?? `Change ${one}`, authored_date: at },
    ...{ author_name: 'Ada', author_email: 'ada@acme.example' },
  })
  const compared = /^\/api\/v3\/repos\/acme\/web\/compare\/(\w+)\.\.\.(\w+)$/.exec(path)
  if (compared !== null) {
    const [from, to] = [numberOf(compared[1] ?? ''), numberOf(compared[2] ?? '')]
    if (from === undefined || to === undefined) return MISSING
    const all = between(from, to).reverse()
    return { json: { total_commits: all.length, commits: paged(all).map(github) } }
  }
  if (path === '/api/v3/repos/acme/web/commits') {
    const to = numberOf(query.get('sha') ?? '')
    return to === undefined ? MISSING : { json: paged(between(0, to)).map(github) }
  }
  const one = /^\/api\/v4\/projects\/acme\/deep\/web\/repository\/commits\/(\w+)$/.exec(path)
  if (one !== null) return numberOf(one[1] ?? '') === undefined ? MISSING : { json: { id: one[1] } }
  if (path !== '/api/v4/projects/acme/deep/web/repository/commits') return undefined
  const [first = '', last] = (query.get('ref_name') ?? '').split('..')
  const to = numberOf(last ?? first)
  const from = last === undefined ? 0 : numberOf(first)
  if (to === undefined) return MISSING
  const all = from === undefined ? [] : between(from, to)
  const next = all.length > page * size ? String(page + 1) : ''
  return { headers: { 'x-next-page': next }, json: paged(all).map(gitlab) }
}

describe.each(HOSTS)('a release of which only refs are told, with %s', (kind: HostKind) => {
  const repository = TARGETS[kind]
  const ref = (commit: number, previousCommit?: number) => ({
    ...{ repository, commit: sha(commit) },
    ...(previousCommit === undefined ? {} : { previousCommit: sha(previousCommit) }),
  })

  it('gets the commits between from the host, and resolves what they fix', async () => {
    await linked.integrate(kind)
    answerHistory(30, { 12: 'Cart: keep items\n\nFixes WEB-1' })
    await tell('2.0', [ref(14, 10)])
    expect((await commitsOf('2.0')).map(({ id, message }) => [id, message])).toEqual([[sha(14), '']])
    expect(await statusOf()).toMatchObject({ status: 'unresolved' })
    const commits = await fetched('2.0', 4)
    expect(commits.map(({ id }) => id)).toEqual([14, 13, 12, 11].map(sha))
    expect(commits[2]).toMatchObject({
      ...{ message: 'Cart: keep items\n\nFixes WEB-1', authorName: 'Ada', authorEmail: 'ada@acme.example' },
      ...{ dateCreated: '2026-11-20T10:00:00.000Z', repository: { name: repository } },
    })
    expect(await statusOf()).toMatchObject({ status: 'resolved', statusDetails: { inRelease: '2.0' } })
    expect(await fetchNow()).toBe(false)
  })

  it('goes on where the release before stood, and leaves what has come back when it is told again', async () => {
    await linked.integrate(kind)
    answerHistory(30, { 3: 'Fixes WEB-1', 25: 'fixes web-1' })
    await tell('1.0', [ref(5)])
    expect((await fetched('1.0', 5)).map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(sha))
    expect(await statusOf()).toMatchObject({ status: 'resolved', statusDetails: { inRelease: '1.0' } })
    await linked.resolve('unresolved')
    await tell('1.0', [ref(5)])
    expect(await fetchNow()).toBe(false)
    expect(await commitsOf('1.0')).toHaveLength(5)
    // Built again, of one more.
    await tell('1.0', [ref(6)])
    await fetchNow()
    expect((await fetched('1.0', 6)).map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1].map(sha))
    expect(await statusOf()).toMatchObject({ status: 'unresolved' })
    await linked.clock.advance(MINUTE)
    await tell('1.1', [ref(26)])
    await fetched('1.1', 20)
    expect(await statusOf()).toMatchObject({ status: 'resolved', statusDetails: { inRelease: '1.1' } })
    // The same once more, and an older one: neither has anything of its own.
    await linked.resolve('unresolved')
    await linked.clock.advance(MINUTE)
    await tell('1.2', [ref(26)])
    await linked.clock.advance(MINUTE)
    await tell('1.3', [ref(5)])
    await fetchNow()
    for (const [version, head] of [
      ['1.2', 26],
      ['1.3', 5],
    ] as const)
      expect((await commitsOf(version)).map(({ id }) => id)).toEqual([sha(head)])
    expect(await statusOf()).toMatchObject({ status: 'unresolved' })
  })

  it('has the newest twenty where nobody knows where it stood, and at most a thousand', async () => {
    await linked.integrate(kind)
    answerHistory(1500)
    await tell('1.0', [{ ...ref(100), previousCommit: 'f'.repeat(40) }])
    expect((await fetched('1.0', 20)).map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => sha(100 - at)))
    const before = linked.hosts.heard.length
    await tell('2.0', [ref(1450, 150)])
    const commits = await fetched('2.0', 1000)
    expect([commits.length, commits[0]?.id, commits.at(-1)?.id]).toEqual([1000, sha(1450), sha(451)])
    expect(linked.hosts.heard.length - before).toBeLessThanOrEqual(12)
  })

  it('is asked for again while the host is away, and never again after a day', async () => {
    await linked.integrate(kind)
    linked.hosts.answerWith(() => ({ status: 503 }))
    await tell('1.0', [ref(3)])
    await fetchNow()
    expect(await fetchNow()).toBe(false)
    expect((await commitsOf('1.0')).map(({ id }) => id)).toEqual([sha(3)])
    answerHistory(3)
    await linked.clock.advance(MINUTE)
    await fetched('1.0', 3)
    linked.hosts.answerWith(() => ({ status: 404, json: {} }))
    await tell('2.0', [ref(3, 1)])
    for (let tries = 0; tries < 20; tries += 1) {
      await fetchNow()
      await linked.clock.jump(12 * 60 * MINUTE)
    }
    const asked = linked.hosts.heard.length
    expect(asked).toBeLessThan(40)
    await linked.clock.jump(12 * 60 * MINUTE)
    expect([await fetchNow(), linked.hosts.heard.length]).toEqual([false, asked])
    expect((await commitsOf('2.0')).map(({ id }) => id)).toEqual([sha(3)])
  })
})

describe('the refs of a release', () => {
  const web = (commit: string) => ({ repository: 'acme/web', commit })

  it('of a repository that no host has do not keep others waiting', async () => {
    await linked.integrate('github')
    answerHistory(5)
    await tell('1.0', [{ repository: 'acme/other', commit: sha(1) }, web(sha(2)), { repository: 'x', commit: '1' }])
    expect((await fetched('1.0', 4)).map(({ id, message }) => [id, message])).toEqual([
      [sha(1), ''],
      [sha(2), 'Change 2'],
      [sha(1), 'Change 1'],
      ['1', ''],
    ])
  })

  it('are forgotten where commits are told by value, and lead to no other path of a host', async () => {
    await linked.integrate('github')
    answerHistory(5)
    await tell('1.0', [web(sha(2))])
    await tell('1.0', [], { refs: null, commits: [{ id: 'own', message: 'Mine' }] })
    expect(await fetchNow()).toBe(false)
    for (const commit of ['../../../user', 'a...b', '-x', 'a b'])
      for (const repository of ['acme/web', '../user', 'acme/..'])
        await tell('2.0', [{ repository, commit, previousCommit: '../x' }])
    await fetchNow()
    expect(linked.hosts.heard).toEqual([])
    expect((await commitsOf('1.0')).map(({ id }) => id)).toEqual(['own'])
  })
})

describe('the repositories of an organization', () => {
  const list = async (query = '') => (await linked.ask('GET', `${org()}/repos/${query}`)).body as RepositoryJson[]

  it('are those that were told, and behind them what its integrations see', async () => {
    const { hosts, ask, integrate } = linked
    const told = [
      { name: 'Acme/Web-3', url: 'https://git.example/x' },
      { name: 'own', url: '' },
    ]
    for (const one of told) await ask('POST', `${org()}/repos/`, one)
    expect(await list()).toMatchObject(told)
    const { id } = await integrate('github')
    await integrate('gitlab')
    await integrate('jira')
    const all = await list()
    expect(all.slice(0, 3)).toEqual([
      expect.objectContaining(told[0] ?? {}),
      expect.objectContaining(told[1] ?? {}),
      {
        ...{ id: `${id}:acme/web-0`, name: 'acme/web-0', url: `${hosts.origin}/acme/web-0`, status: 'active' },
        ...{ provider: { id: 'integrations:github', name: 'GitHub' }, dateCreated: expect.any(String) },
      },
    ])
    const names = all.map(({ name }) => name.toLowerCase())
    expect([names.length, new Set(names).size]).toEqual([103, 103])
    expect(all.at(-1)).toMatchObject({ name: 'acme/p2', provider: { id: 'integrations:gitlab', name: 'GitLab' } })
    expect((await list('?limit=1')).map(({ name }) => name)).toEqual(['Acme/Web-3'])
    const asked = hosts.heard.length
    await list()
    expect(hosts.heard).toHaveLength(asked)
  })

  it('are known without a host that fails or never answers', async () => {
    const { hosts, integrate } = linked
    await integrate('github', { url: 'http://127.0.0.1:1' })
    await integrate('gitlab', { token: 'wrong' })
    expect(await list()).toEqual([])
    await integrate('github')
    hosts.answerWith(() => null)
    const asked = hosts.heard.length
    const answer = list()
    await until(() => hosts.heard.length > asked)
    await linked.clock.advance(5_000)
    expect(await answer).toEqual([])
  })
})
