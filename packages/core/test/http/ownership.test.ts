import { beforeAll, describe, expect, it } from '@jest/globals'
import type { OwnershipPreviewJson } from '../../src/client/issue-work-types.js'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('file')
const { ask, report } = site
let path: string

beforeAll(() => {
  path = `/projects/${site.org}/web/ownership/`
})

describe('ownership', () => {
  it('is empty until somebody writes rules, and then what they wrote', async () => {
    expect((await ask('GET', path)).body).toMatchObject({ raw: '', isActive: false })
    const raw = '# ours\npath:*.js #crew'
    expect(await ask('PUT', path, { raw })).toMatchObject({ status: 200, body: { raw, isActive: true } })
    expect((await ask('GET', path)).body).toMatchObject({ raw })
  })

  it('names each line that it cannot read, and keeps what was', async () => {
    await ask('PUT', path, { raw: 'path:*.js #crew' })
    expect(await ask('PUT', path, { raw: 'path:a #a\nfile:x #a\npath:b' })).toMatchObject({
      status: 422,
      body: { detail: [{ msg: expect.stringMatching(/^Line 2: /) }, { msg: expect.stringMatching(/^Line 3: /) }] },
    })
    expect((await ask('GET', path)).body).toMatchObject({ raw: 'path:*.js #crew' })
  })

  it('suggests members and teams for an issue, the most particular first', async () => {
    const eventId = await report(anError('Owned', { tags: { area: 'cart' } }))
    const issueId = await site.world.app.context.storage.events.issueOfEvent(site.acme.organization.id, eventId)
    const stranger = await site.world.tenant()
    const { user, team } = site.acme
    const raw = `path:*.js #crew ${stranger.user.email} #gone\ntags.area:cart ${user.email} #crew\npath:*.py ${user.email}`
    await ask('PUT', path, { raw })
    expect((await ask('GET', `/issues/${issueId}/owners/`)).body).toEqual({
      owners: [
        { owner: expect.objectContaining({ type: 'user', id: user.id }), rule: raw.split('\n')[1], line: 2 },
        { owner: { type: 'team', id: team.id, name: 'crew', slug: 'crew' }, rule: raw.split('\n')[1], line: 2 },
      ],
    })
    await ask('PUT', path, { raw: '' })
    expect((await ask('GET', `/issues/${issueId}/owners/`)).body).toEqual({ owners: [] })
  })
})

describe('a preview of ownership', () => {
  it('tells whom rules would name for the newest events, before they are saved', async () => {
    const { user } = site.acme
    const one = await site.world.app.context.storage.events.issueOfEvent(
      site.acme.organization.id,
      await report(anError('Previewed', { tags: { area: 'cart' } })),
    )
    const raw = `tags.area:cart ${user.email}\nfile:x #crew`
    const { status, body } = await ask('POST', `${path}preview/`, { raw })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { faults: [{ line: 2, column: 1, message: expect.stringContaining('file:') }] },
    })
    const { events } = body as OwnershipPreviewJson
    expect(events.find(({ issue }) => issue.id === one)).toMatchObject({
      issue: { shortId: expect.stringMatching(/^WEB-/) },
      title: expect.stringContaining('Previewed'),
      owners: [{ owner: { type: 'user', id: user.id }, line: 1, rule: `tags.area:cart ${user.email}` }],
    })
    expect((await ask('GET', path)).body).not.toMatchObject({ raw })
  })
})
