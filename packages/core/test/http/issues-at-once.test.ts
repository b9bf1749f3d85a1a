import { beforeEach, describe, expect, it } from '@jest/globals'
import type { LiveMessage } from '../../src/ports/runtime.js'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('test')
const { ask, clock, report } = site

const list = async (query = '') =>
  (await ask('GET', `/organizations/${site.org}/issues/${query}`)).body as {
    id: string
    title: string
    status: string
  }[]
const titles = async (query = '') => (await list(query)).map(({ title }) => title.split(':')[0])

describe('many issues at once', () => {
  const statuses = async () => (await list('?sort=first_seen')).map(({ status }) => status)

  beforeEach(async () => {
    for (const type of ['A', 'B', 'C']) {
      await report(anError(type))
      await clock.advance(1000)
    }
  })

  it('are changed by id, by search, or all', async () => {
    const [a, b] = await list('?sort=first_seen')
    const path = `/organizations/${site.org}/issues/`
    expect((await ask('PUT', `${path}?id=${a?.id}&id=${b?.id}`, { status: 'resolved' })).body).toEqual({
      status: 'resolved',
      changed: 2,
      undo: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await statuses()).toEqual(['resolved', 'resolved', 'unresolved'])
    await ask('PUT', `${path}?query=is:unresolved`, { status: 'ignored' })
    expect(await statuses()).toEqual(['resolved', 'resolved', 'ignored'])
    await ask('PUT', path, { status: 'unresolved' })
    expect(await statuses()).toEqual(['unresolved', 'unresolved', 'unresolved'])
    expect((await ask('PUT', path, { merge: 1 })).status).toBe(400)
  })

  it('are changed as sentry-cli does it', async () => {
    const [a] = await list('?sort=first_seen')
    const path = `/projects/${site.org}/web/issues/`
    const change = { status: 'muted', snoozeDuration: null }
    expect((await ask('PUT', `${path}?id=${a?.id}`, change)).status).toBe(200)
    expect(await statuses()).toEqual(['ignored', 'unresolved', 'unresolved'])
    await ask('PUT', `${path}?status=unresolved`, { status: 'resolved' })
    expect(await statuses()).toEqual(['ignored', 'resolved', 'resolved'])
    await ask('PUT', `${path}?`, { status: 'unresolved' })
    expect(await statuses()).toEqual(['unresolved', 'unresolved', 'unresolved'])
  })

  it('are deleted only when something is named', async () => {
    const path = `/organizations/${site.org}/issues/`
    expect((await ask('DELETE', path)).status).toBe(400)
    await ask('DELETE', `${path}?query=runA`)
    expect(await titles()).toEqual(['C', 'B'])
    expect(await ask('DELETE', `${path}?query=`)).toMatchObject({ status: 200, body: {} })
    expect(await titles()).toEqual([])
  })

  it('are none where an id, a project or an environment is named and empty', async () => {
    const path = `/organizations/${site.org}/issues/`
    for (const query of ['?id=', '?id=&query=', '?project=', '?environment=']) {
      expect((await ask('DELETE', path + query)).status).toBe(200)
      expect((await ask('PUT', path + query, { status: 'resolved' })).status).toBe(200)
    }
    expect((await ask('DELETE', `${path}?id=%00`)).status).toBe(422)
    expect(await statuses()).toEqual(['unresolved', 'unresolved', 'unresolved'])
  })

  it('of others stay as they are', async () => {
    const other = await site.world.tenant()
    const [a] = await list()
    const path = `/api/0/organizations/${other.organization.slug}/issues/?id=${a?.id}`
    expect((await site.world.ask('PUT', path, { token: other.token, body: { status: 'resolved' } })).status).toBe(200)
    expect((await site.world.ask('DELETE', path, { token: other.token })).status).toBe(200)
    expect(await statuses()).toEqual(['unresolved', 'unresolved', 'unresolved'])
  })

  it('tell open pages what changed and what is gone', async () => {
    const heard: LiveMessage[] = []
    const stop = site.world.app.context.live.subscribe(site.acme.organization.id, (message) => heard.push(message))
    const [c] = await list()
    await ask('PUT', `/issues/${c?.id}/`, { status: 'resolved' })
    await ask('PUT', `/issues/${c?.id}/`, { status: 'resolved' })
    await ask('DELETE', `/issues/${c?.id}/`)
    stop()
    const about = { organizationId: site.acme.organization.id, projectId: site.acme.project.id, issueId: c?.id }
    expect(heard).toEqual([
      { topic: 'issue.changed', ...about },
      { topic: 'issue.deleted', ...about },
    ])
  })
})
