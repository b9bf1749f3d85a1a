import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { aLinkedWorld, type LinkedWorld } from './linked-world.js'
import { anError, report } from './world.js'

let linked: LinkedWorld

beforeEach(async () => {
  linked = await aLinkedWorld()
})
afterEach(() => linked.stop())

describe('a commit that fixes an issue', () => {
  const push = (commits: object[], ref = 'refs/heads/main') => ({
    ...{ ref, commits, repository: { full_name: 'acme/web', default_branch: 'main' } },
  })
  const sha = 'a'.repeat(40)
  const details = async () =>
    (await linked.ask('GET', `issues/${linked.issue}/`)).body as { status: string; statusDetails: unknown }

  it('resolves it when it is pushed to the main branch, and in its release when that has it', async () => {
    const { tenant, ask, integrate, tell, statusOf, resolve } = linked
    const integration = await integrate('github')
    const event = { 'x-github-event': 'push' }
    const commits = [{ id: sha, message: 'Cart: keep items\n\nFixes WEB-1' }]
    await tell('github', integration, push(commits, 'refs/heads/feature'), event)
    expect(await statusOf()).toBe('unresolved')
    expect(await tell('github', integration, push(commits), event)).toBe(204)
    expect(await details()).toMatchObject({
      ...{ status: 'resolved', statusDetails: { inCommit: { commit: sha, repository: 'acme/web' } } },
    })
    const release = {
      version: '2.0',
      projects: [tenant.project.slug],
      commits: [{ ...commits[0], repository: 'acme/web' }],
    }
    await ask('POST', `organizations/${tenant.organization.slug}/releases/`, release)
    expect(await details()).toMatchObject({ status: 'resolved', statusDetails: { inRelease: '2.0' } })
    await resolve('unresolved')
    await ask('POST', `organizations/${tenant.organization.slug}/releases/`, release)
    expect(await statusOf()).toBe('unresolved')
    // Whoever has got hold of what was signed can give it another number, and nothing else.
    expect(await tell('github', integration, push(commits), { ...event, 'x-github-delivery': 'again' })).toBe(204)
    expect(await statusOf()).toBe('unresolved')
  })

  it('resolves it in the release that has the commit by which somebody has resolved it', async () => {
    const { tenant, issue, ask } = linked
    const details = { status: 'resolved', statusDetails: { inCommit: { commit: sha, repository: 'acme/web' } } }
    await ask('PUT', `issues/${issue}/`, details)
    const releases = `organizations/${tenant.organization.slug}/releases/`
    const refs = (commit: string) => [{ repository: 'acme/web', commit }]
    await ask('POST', releases, { version: '1.9', projects: [tenant.project.slug], refs: refs('b'.repeat(40)) })
    expect((await ask('GET', `issues/${issue}/`)).body).toMatchObject(details)
    await ask('POST', releases, { version: '2.0', projects: [tenant.project.slug], refs: refs(sha) })
    expect((await ask('GET', `issues/${issue}/`)).body).toMatchObject({ statusDetails: { inRelease: '2.0' } })
  })

  it('resolves it by a push to GitLab as well, and nothing of another organization', async () => {
    const { world, integrate, tell, statusOf } = linked
    const integration = await integrate('gitlab')
    const stranger = await world.tenant()
    const theirs = await report(world.app, stranger.key, anError('Theirs'))
    const news = {
      ...{ object_kind: 'push', ref: 'refs/heads/main', commits: [{ id: sha, message: 'fixes web-1' }] },
      project: { path_with_namespace: 'acme/deep/web', default_branch: 'main' },
    }
    expect(await tell('gitlab', integration, news)).toBe(204)
    expect(await statusOf()).toBe('resolved')
    const { storage } = world.app.context
    const id = (await storage.events.issueOfEvent(stranger.organization.id, theirs)) ?? ''
    expect((await storage.issues.get(id))?.status).toBe('unresolved')
  })
})

describe('the sources of an event', () => {
  it('are linked to at the commit of its release, else on the branch', async () => {
    const { hosts, tenant, ask, anIssue, integrate } = linked
    const org = `organizations/${tenant.organization.slug}`
    for (const [kind, stackRoot, repository] of [
      ['github', '', 'acme/web'],
      ['gitlab', '/srv/', 'acme/deep/web'],
    ] as const) {
      const { id } = await integrate(kind)
      const mapping = {
        integrationID: id,
        project: tenant.project.slug,
        repository,
        stackRoot,
        sourceRoot: 'src',
        branch: 'main',
      }
      expect((await ask('POST', `${org}/code-mappings/`, mapping)).status).toBe(201)
    }
    const frames = [
      { filename: 'node_modules/react/index.js', function: 'r', lineno: 1 },
      { filename: '/srv/lib/a b#?.rb', function: 'a', lineno: 7 },
      { filename: '../../secret', function: 's', lineno: 1 },
      { filename: 'app.js', function: 'f', lineno: 12 },
    ]
    const exception = { values: [{ type: 'Source', value: 'x', stacktrace: { frames } }] }
    const id = await anIssue('Source', { exception, release: '3.0' })
    const sources = async () => (await ask('GET', `issues/${id}/events/latest/source-links/`)).body
    expect(await sources()).toEqual({
      commit: null,
      links: [
        { exception: 0, frame: 1, url: `${hosts.origin}/acme/deep/web/-/blob/main/src/lib/a%20b%23%3F.rb#L7` },
        { exception: 0, frame: 3, url: `${hosts.origin}/acme/web/blob/main/src/app.js#L12` },
      ],
    })
    const commits = [{ id: 'c0ffee', repository: 'acme/web', message: '' }]
    await ask('POST', `${org}/releases/`, { version: '3.0', projects: [tenant.project.slug], commits })
    expect(await sources()).toMatchObject({
      commit: 'c0ffee',
      links: [
        { url: expect.stringContaining('/-/blob/main/') },
        { url: `${hosts.origin}/acme/web/blob/c0ffee/src/app.js#L12` },
      ],
    })
  })
})
