import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient } from '../../src/client/index.js'
import { RELEASE_BOUNDS } from '../../src/ports/releases.js'
import { anError, aToken, aWorld, report, type Tenant, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.stop())

/** A tenant with the paths of its releases and a way to ask for them. */
async function aShop() {
  const tenant = await world.tenant()
  const { organization, project, token } = tenant
  const ofOrg = `/api/0/organizations/${organization.slug}/releases/`
  const ofProject = `/api/0/projects/${organization.slug}/${project.slug}/releases/`
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await world.ask(method, path, { token, ...(body === undefined ? {} : { body }) })
    return { status: answer.status, headers: answer.headers, body: answer.body as never as Record<string, unknown> }
  }
  const audit = async () => {
    const { items } = await world.app.context.storage.audit.list(organization.id, { limit: 50, cursor: null })
    return items.filter(({ target }) => target.kind === 'release').map(({ action, after }) => ({ action, after }))
  }
  return { ...tenant, ofOrg, ofProject, ask, audit, slug: project.slug }
}

describe('making releases', () => {
  it('is idempotent, adds projects, and sets what is given', async () => {
    const { ofOrg, ask, slug, project } = await aShop()
    const made = await ask('POST', ofOrg, { version: 'shop@1.0+7', projects: [slug, 'unknown'], url: 'https://x.y/z' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ version: 'shop@1.0+7', shortVersion: '1.0', url: 'https://x.y/z', dateReleased: null, status: 'open' },
        ...{ commitCount: 0, deployCount: 0, newGroups: 0, data: {}, lastCommit: null, repository: null },
        projects: [{ id: project.id, slug, name: 'Web', platform: 'node', newGroups: 0 }],
      },
    })
    const again = await ask('POST', ofOrg, { version: 'shop@1.0+7', projects: [Number(project.id)], ref: 'main' })
    expect(again).toMatchObject({ status: 201, body: { ...made.body, ref: 'main' } })
    expect((await ask('GET', ofOrg)).body).toHaveLength(1)
  })

  it('needs a project, but not to archive or open one that is there', async () => {
    const { ofOrg, ask, slug } = await aShop()
    for (const projects of [undefined, null, [], ['unknown']])
      expect(await ask('POST', ofOrg, { version: '1', projects })).toMatchObject({
        status: 422,
        body: { detail: [{ loc: ['body', 'payload', 'projects'], msg: 'Require at least one valid project' }] },
      })
    await ask('POST', ofOrg, { version: '1', projects: [slug] })
    for (const status of ['archived', 'open'])
      expect(await ask('POST', ofOrg, { version: '1', projects: [], status })).toMatchObject({ body: { status } })
  })

  it.each([
    ['no version', {}],
    ['an empty version', { version: ' ' }],
    ['a version on two lines', { version: 'a\nb' }],
    ['a version that would be another path', { version: '..' }],
    ['a version that is too long', { version: 'x'.repeat(RELEASE_BOUNDS.version + 1) }],
    ['a date that is none', { version: '1', dateReleased: 'soon' }],
    ['a status that is none', { version: '1', status: 'gone' }],
    ['commits that are none', { version: '1', commits: ['abc'] }],
    ['a ref that is none', { version: '1', refs: [{ repository: 'a' }] }],
  ])('refuses %s', async (_, body) => {
    const { ofProject, ask } = await aShop()
    expect((await ask('POST', ofProject, body)).status).toBe(422)
    expect((await ask('GET', ofProject)).body).toEqual([])
  })

  it('in a project needs no other, and is noted once', async () => {
    const { ofProject, ask, audit, slug } = await aShop()
    const paths = Array.from({ length: 5 }, () => ask('POST', ofProject, { version: '1' }))
    expect((await Promise.all(paths)).map(({ status }) => status)).toEqual(Array(5).fill(201))
    expect(await audit()).toMatchObject([{ action: 'release.created', after: { projects: [slug], status: 'open' } }])
  })
})

describe('changing releases', () => {
  it('finalizes them by a date alone, and takes it back', async () => {
    const { ofProject, ofOrg, ask, audit } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    expect((await ask('PUT', `${ofOrg}1/`, { ref: 'main' })).body).toMatchObject({ ref: 'main', dateReleased: null })
    const dateReleased = '2026-11-22T20:42:13.920414521Z'
    const finalized = await ask('PUT', `${ofProject}1/`, { projects: ['web'], dateReleased })
    expect(finalized.body).toMatchObject({ ref: 'main', dateReleased: '2026-11-22T20:42:13.920Z' })
    expect((await ask('PUT', `${ofOrg}1/`, { dateReleased: null, ref: '' })).body).toMatchObject({
      dateReleased: null,
      ref: null,
    })
    expect(
      (await audit())
        .map(({ after }) => after)
        .reverse()
        .slice(1),
    ).toEqual([{ ref: 'main' }, { releasedAt: expect.anything() }, { ref: null, releasedAt: null }])
  })

  it('is for those that are there, in the project that is named', async () => {
    const { ofOrg, ofProject, ask, organization, team, slug } = await aShop()
    await ask('POST', `/api/0/teams/${organization.slug}/${team.slug}/projects/`, { name: 'Other' })
    await ask('POST', ofOrg, { version: '1', projects: ['other'] })
    for (const path of [`${ofProject}1/`, `${ofOrg}2/`])
      for (const method of ['GET', 'PUT', 'DELETE']) expect((await ask(method, path)).status).toBe(404)
    expect((await ask('GET', ofProject)).body).toEqual([])
    await ask('POST', ofOrg, { version: '1', projects: [slug] })
    expect((await ask('DELETE', `${ofProject}1/`)).status).toBe(204)
    expect((await ask('GET', `${ofOrg}1/`)).status).toBe(404)
  })

  it('reaches versions with all kinds of characters', async () => {
    const { ofOrg, ask, slug, token, organization } = await aShop()
    const client = createClient({
      baseUrl: 'https://mishap.example/',
      token,
      fetch: (...all) => world.app.fetch(new Request(...all)),
    })
    for (const version of ['a/b', 'shop@1.0+build', 'ü %2F ?#&', '...', '%2e%2e']) {
      await ask('POST', ofOrg, { version, projects: [slug] })
      expect(await client.getRelease(organization.slug, version)).toMatchObject({ version })
      await client.deleteRelease(organization.slug, version)
    }
    expect((await ask('GET', ofOrg)).body).toEqual([])
  })
})

describe('lists of releases', () => {
  it('have the newest first, in pages, and narrow by project and part of the version', async () => {
    const { ofOrg, ask, slug, project } = await aShop()
    for (const version of ['shop@1', 'shop@2', 'other@3']) await ask('POST', ofOrg, { version, projects: [slug] })
    const first = await ask('GET', `${ofOrg}?limit=2&cursor=`)
    expect(first.body).toMatchObject([{ version: 'other@3' }, { version: 'shop@2' }])
    expect(first.headers.get('link')).toMatch(/rel="next"; results="true"/)
    expect((await ask('GET', `${ofOrg}?query=SHOP&project=${project.id}`)).body).toHaveLength(2)
    expect((await ask('GET', `${ofOrg}?project=999`)).body).toEqual([])
    expect((await ask('GET', `${ofOrg}?status=gone`)).status).toBe(422)
  })

  it('show what events say, of a project only its own', async () => {
    const { ofOrg, ofProject, ask, key, organization, team } = await aShop()
    await ask('POST', `/api/0/teams/${organization.slug}/${team.slug}/projects/`, { name: 'Other' })
    await report(world.app, key, anError('One', { release: '1' }))
    await report(world.app, key, anError('Two', { release: '1' }))
    await ask('POST', ofOrg, { version: '1', projects: ['other'] })
    const seen = { newGroups: 2, firstEvent: expect.any(String), lastEvent: expect.any(String) }
    expect((await ask('GET', `${ofOrg}1/`)).body).toMatchObject({
      ...seen,
      projects: [{ newGroups: 0 }, { newGroups: 2 }],
    })
    expect((await ask('GET', `${ofProject}1/`)).body).toMatchObject(seen)
    const other = `/api/0/projects/${organization.slug}/other/releases/1/`
    expect((await ask('GET', other)).body).toMatchObject({ newGroups: 0, firstEvent: null, lastEvent: null })
  })
})

describe('commits of releases', () => {
  const given = {
    ...{ id: 'c1', repository: 'acme/shop', author_name: 'Ada', author_email: 'ada@example.com' },
    ...{ timestamp: '2026-11-22T20:40:38Z', message: 'Mend it\n', patch_set: [{ path: 'a.ts', type: 'M' }] },
  }
  const shown = {
    ...{ id: 'c1', message: 'Mend it', dateCreated: '2026-11-22T20:40:38.000Z', authorName: 'Ada' },
    ...{ authorEmail: 'ada@example.com', author: { name: 'Ada', email: 'ada@example.com' } },
    ...{ repository: { name: 'acme/shop' }, patchSet: [{ path: 'a.ts', type: 'M' }] },
  }

  it('come with a PUT as sentry-cli sends them, and are replaced and cleared', async () => {
    const { ofOrg, ofProject, ask } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    const put = await ask('PUT', `${ofOrg}1/`, { commits: [given] })
    const { patchSet: _, ...lastCommit } = shown
    expect(put).toMatchObject({ status: 200, body: { commitCount: 1, lastCommit } })
    for (const path of [ofOrg, ofProject]) expect((await ask('GET', `${path}1/commits/`)).body).toEqual([shown])
    expect((await ask('PUT', `${ofOrg}1/`, { commits: [] })).body).toMatchObject({ commitCount: 0, lastCommit: null })
  })

  it('come with a POST as GlitchTip has it, in camelCase, with little in them', async () => {
    const { ofOrg, ofProject, ask } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    const { author_name, author_email, patch_set, ...rest } = given
    const camel = { ...rest, authorName: author_name, authorEmail: author_email, patchSet: patch_set }
    const answer = await ask('POST', `${ofOrg}1/commits/`, [camel, { id: 'c0', message: null, patch_set: null }])
    expect(answer).toMatchObject({ status: 200, body: { commitCount: 2 } })
    expect((await ask('GET', `${ofOrg}1/commits/`)).body).toMatchObject([
      shown,
      { id: 'c0', message: '', patchSet: [] },
    ])
    for (const body of [{}, [{}], [{ id: '' }], [{ id: 'x', patch_set: [{ path: 'a', type: 'Z' }] }]])
      expect((await ask('POST', `${ofOrg}1/commits/`, body)).status).toBe(422)
  })

  it('of refs say where each repository stood', async () => {
    const { ofOrg, ofProject, organization, ask } = await aShop()
    const repos = `/api/0/organizations/${organization.slug}/repos/`
    const provider = { id: 'integrations:github', name: 'GitHub' }
    const repository = await ask('POST', repos, { name: 'acme/shop', url: 'https://github.com/acme/shop', provider })
    expect(repository).toMatchObject({ status: 201, body: { name: 'acme/shop', status: 'active', provider } })
    expect((await ask('POST', repos, { name: 'acme/shop' })).status).toBe(409)
    await ask('POST', ofProject, { version: '1' })
    const refs = [{ repository: 'acme/shop', commit: 'abc', previousCommit: null }]
    expect((await ask('PUT', `${ofOrg}1/`, { refs })).body).toMatchObject({
      commitCount: 1,
      lastCommit: { id: 'abc', repository: { name: 'acme/shop' } },
      repository: { id: repository.body.id, name: 'acme/shop' },
    })
    await ask('POST', repos, { name: 'bare' })
    expect((await ask('GET', `${repos}?cursor=`)).body).toMatchObject([
      { provider },
      { name: 'bare', url: '', provider: { id: 'unknown', name: 'Unknown' } },
    ])
  })

  it('may be as many as fit in more than other bodies may hold', async () => {
    const { ofOrg, ofProject, ask } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    const patch_set = Array.from({ length: 30 }, (_, index) => ({
      path: `src/some/folder/file-${index}.ts`,
      type: 'M',
    }))
    const commits = Array.from({ length: 1100 }, (_, index) => ({ ...given, id: `c${index}`, patch_set }))
    expect(JSON.stringify(commits).length).toBeGreaterThan(1024 * 1024)
    expect((await ask('PUT', `${ofOrg}1/`, { commits })).body).toMatchObject({ commitCount: RELEASE_BOUNDS.commits })
    const tooLong = { commits: [{ ...given, message: 'x'.repeat(9 * 1024 * 1024) }] }
    expect((await ask('PUT', `${ofOrg}1/`, tooLong)).status).toBe(413)
  })

  it('tell the next release where to begin', async () => {
    const { ofOrg, ofProject, ask } = await aShop()
    for (const version of ['1', '2', '3']) await ask('POST', ofProject, { version })
    await ask('PUT', `${ofOrg}1/`, { commits: [given] })
    expect(await ask('GET', `${ofOrg}3/previous-with-commits/`)).toMatchObject({
      status: 200,
      body: { version: '1', lastCommit: { id: 'c1' } },
    })
    expect(await ask('GET', `${ofOrg}1/previous-with-commits/`)).toMatchObject({ status: 200, body: {} })
    expect((await ask('GET', `${ofOrg}none/previous-with-commits/`)).status).toBe(404)
  })

  it('are those of an issue that began with the release', async () => {
    const { ofOrg, ask, key, organization } = await aShop()
    const ids = [
      await report(world.app, key, anError('A', { release: '1' })),
      await report(world.app, key, anError('B')),
    ]
    await ask('PUT', `${ofOrg}1/`, { commits: [given] })
    const issues = await Promise.all(
      ids.map((id) => world.app.context.storage.events.issueOfEvent(organization.id, id)),
    )
    expect((await ask('GET', `/api/0/issues/${issues[0]}/commits/`)).body).toEqual([shown])
    expect((await ask('GET', `/api/0/issues/${issues[1]}/commits/`)).body).toEqual([])
  })
})

describe('deploys of releases', () => {
  it('are kept as sentry-cli sends them, with nulls, and are finished by now unless told otherwise', async () => {
    const { ofOrg, ofProject, ask, audit } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    const deploys = `${ofOrg}1/deploys/`
    const [dateStarted, dateFinished] = ['2026-11-22T20:41:14Z', '2026-11-22T20:42:14Z']
    const first = await ask('POST', deploys, { environment: 'prod', name: null, url: null, dateStarted, dateFinished })
    expect(first).toMatchObject({
      status: 201,
      body: { environment: 'prod', name: '', url: '', dateStarted: '2026-11-22T20:41:14.000Z' },
    })
    expect(first.body.dateFinished).toBe('2026-11-22T20:42:14.000Z')
    const second = await ask('POST', deploys, { environment: 'dev', url: 'https://ci/1', dateFinished: '2026-01-01' })
    expect((await ask('GET', deploys)).body).toEqual([first.body, second.body])
    expect((await ask('GET', `${ofOrg}1/`)).body).toMatchObject({ deployCount: 2, lastDeploy: first.body })
    expect((await ask('POST', deploys, { environment: '' })).status).toBe(422)
    expect((await ask('POST', `${ofOrg}2/deploys/`, { environment: 'prod' })).status).toBe(404)
    expect((await audit()).slice(0, 1)).toEqual([
      { action: 'release.deployed', after: { environment: 'dev', url: 'https://ci/1' } },
    ])
  })
})

describe('who may', () => {
  it('read with project:read, write with project:releases alone', async () => {
    const { ofOrg, ofProject, user, ask } = await aShop()
    await ask('POST', ofProject, { version: '1' })
    const reader = await aToken(world.app, user, ['project:read'])
    const writer = await aToken(world.app, user, ['project:releases'])
    expect((await world.ask('GET', `${ofOrg}1/`, { token: reader })).status).toBe(200)
    expect((await world.ask('PUT', `${ofOrg}1/`, { token: reader, body: {} })).status).toBe(403)
    expect((await world.ask('GET', `${ofOrg}1/`, { token: writer })).status).toBe(200)
    expect((await world.ask('PUT', `${ofOrg}1/`, { token: writer, body: {} })).status).toBe(200)
  })

  it('see nothing of another organization', async () => {
    const [ours, theirs]: [Awaited<ReturnType<typeof aShop>>, Tenant] = [await aShop(), await world.tenant()]
    await ours.ask('POST', ours.ofProject, { version: '1' })
    for (const path of [ours.ofOrg, `${ours.ofOrg}1/`, ours.ofProject, `${ours.ofProject}1/commits/`])
      expect((await world.ask('GET', path, { token: theirs.token })).status).toBe(404)
    const foreign = `/api/0/organizations/${theirs.organization.slug}/releases/`
    expect((await world.ask('GET', `${foreign}1/`, { token: theirs.token })).status).toBe(404)
  })
})
