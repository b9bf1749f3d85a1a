import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryBlobs } from '../../src/adapters/memory-blobs.js'
import type { AttachmentJson } from '../../src/client/event-types.js'
import type { UserReportJson } from '../../src/client/issue-types.js'
import type { SessionsJson } from '../../src/client/organization-types.js'
import { newEventId } from '../../src/protocol/ids.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant
const clock = fakeClock()
const blobs = memoryBlobs({ clock })

beforeAll(async () => {
  world = await aWorld({ clock, blobs })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const ask = (path: string) => world.ask('GET', `/api/0${path}`, { token: acme.token })

/** Sends items as an SDK does; resolves when they are stored. */
async function sendItems(
  header: Record<string, unknown>,
  ...items: readonly (readonly [Record<string, unknown>, string])[]
) {
  const lines = items.flatMap(([head, payload]) => [
    JSON.stringify({ ...head, length: Buffer.byteLength(payload) }),
    payload,
  ])
  const url = `https://mishap.example/api/${acme.key.projectId}/envelope/?sentry_key=${acme.key.publicKey}`
  const body = [JSON.stringify(header), ...lines].join('\n')
  const response = await world.app.fetch(new Request(url, { method: 'POST', body }))
  expect(response.status).toBe(200)
}

const aReport = (eventId: string, comments: string) =>
  [
    { type: 'user_report' },
    JSON.stringify({ event_id: eventId, name: 'Grace', email: 'grace@example.com', comments }),
  ] as const

describe('what people wrote', () => {
  it('is listed with its issue, counted there, and stands with its event', async () => {
    const eventId = await report(world.app, acme.key, anError('Broken'))
    const hostile = '<img src=x onerror=alert(1)> "it" \u202e broke'
    await sendItems({}, aReport(eventId, hostile))
    const event = await ask(`/projects/acme/web/events/${eventId}/`)
    expect(event.body).toMatchObject({ userReport: { comments: hostile, name: 'Grace' } })
    const issueId = (event.body as { groupID: string }).groupID
    const reports = await ask(`/issues/${issueId}/user-reports/`)
    expect(reports.headers.get('link')).toContain('rel="next"')
    expect(reports.body as UserReportJson[]).toEqual([
      {
        id: expect.any(Number),
        eventID: eventId,
        event: { eventId },
        issueID: issueId,
        name: 'Grace',
        email: 'grace@example.com',
        comments: hostile,
        url: null,
        environment: null,
        release: null,
        user: null,
        dateCreated: clock.now().toISOString(),
      },
    ])
    expect((await ask(`/issues/${issueId}/`)).body).toMatchObject({ userReportCount: 1 })
  })

  it('before its event joins the issue once that is there; of the project it is from the start', async () => {
    const eventId = newEventId()
    await sendItems({}, aReport(eventId, 'too early'))
    const feedback = await ask('/projects/acme/web/user-feedback/')
    expect((feedback.body as UserReportJson[])[0]).toMatchObject({ comments: 'too early', issueID: null })
    // Later than the drain looks after it, as where another process stored it.
    await clock.advance(120_000)
    await report(world.app, acme.key, anError('Late', { event_id: eventId }))
    await clock.advance(61_000)
    const issueId = await world.app.context.storage.events.issueOfEvent(acme.organization.id, eventId)
    expect((await ask(`/issues/${issueId}/user-reports/`)).body).toMatchObject([{ comments: 'too early' }])
  })
})

describe('a file of an event', () => {
  const attach = async (filename: string, content: string, contentType?: string) => {
    const eventId = await report(world.app, acme.key, anError(`With${newEventId().slice(0, 6)}`))
    await sendItems({ event_id: eventId }, [{ type: 'attachment', filename, content_type: contentType }, content])
    const list = await ask(`/projects/acme/web/events/${eventId}/attachments/`)
    return { eventId, file: (list.body as AttachmentJson[])[0] as AttachmentJson }
  }
  const download = async (file: AttachmentJson, token = acme.token) => {
    const headers = { authorization: `Bearer ${token}` }
    return world.app.fetch(new Request(file.downloadUrl, { headers }))
  }

  it('is listed and comes back byte for byte', async () => {
    const { eventId, file } = await attach('räksmörgås "1".txt', 'two\nlines', 'text/plain')
    expect(file).toMatchObject({ eventID: eventId, type: 'event.attachment', size: 9, name: 'räksmörgås "1".txt' })
    const answer = await download(file)
    expect(await answer.text()).toBe('two\nlines')
    expect(answer.headers.get('content-length')).toBe('9')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="r_ksm_rg_s _1_.txt"; filename*=UTF-8''r%C3%A4ksm%C3%B6rg%C3%A5s%20%221%22.txt`,
    )
    const about = await ask(`/projects/acme/web/events/${eventId}/attachments/${file.id}/`)
    expect(about.body).toEqual(file)
  })

  it.each([
    ['page.html', 'text/html'],
    ['picture.svg', 'image/svg+xml'],
    ['script.png', 'text/javascript'],
    ['a.pdf', undefined],
  ])('%s as %s is bytes to be saved, never a page of ours', async (name, type) => {
    const { file } = await attach(name, '<script>alert(1)</script>', type)
    expect(file.mimetype).toBe('application/octet-stream')
    const { headers } = await download(file)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('that is a picture is one, and is still to be saved', async () => {
    const { file } = await attach('shot.png', 'PNG')
    expect(file.mimetype).toBe('image/png')
    const { headers } = await download(file)
    expect(headers.get('content-type')).toBe('image/png')
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('goes with the issue of its event, and so does its content', async () => {
    const { eventId, file } = await attach('gone.txt', 'secret')
    const issueId = await world.app.context.storage.events.issueOfEvent(acme.organization.id, eventId)
    await world.ask('DELETE', `/api/0/issues/${issueId}/`, { token: acme.token })
    expect((await download(file)).status).toBe(404)
    const key = `attachments/${acme.project.id}/${file.id}`
    expect(await blobs.get(key)).not.toBeNull()
    await clock.advance(61_000)
    expect(await blobs.get(key)).toBeNull()
  })

  it('is not given to others, nor under another event', async () => {
    const { file } = await attach('mine.txt', 'mine')
    const other = await world.tenant()
    expect((await download(file, other.token)).status).toBe(404)
    for (const eventId of [newEventId(), 'nonsense'])
      expect((await ask(`/projects/acme/web/events/${eventId}/attachments/${file.id}/`)).status).toBe(404)
    expect((await ask(`/projects/acme/web/events/${newEventId()}/attachments/`)).body).toEqual([])
    const head = await world.ask('HEAD', `${new URL(file.downloadUrl).pathname}?download=1`, { token: acme.token })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '4'])
  })
})

describe('contents of files that never got a row', () => {
  it('are deleted after a day', async () => {
    await blobs.put('attachments/1/lost', Buffer.from('lost'))
    await clock.jump(86_400_000)
    await clock.advance(61_000)
    await clock.jump(86_400_000)
    await clock.advance(61_000)
    expect(await blobs.get('attachments/1/lost')).toBeNull()
  })
})

describe('sessions', () => {
  const aSession = (session: Record<string, unknown>) => {
    const attrs = { release: 'shop@2.0', environment: 'prod' }
    const started = clock.now().toISOString()
    return [
      { type: 'session' },
      JSON.stringify({ sid: newEventId(), started, status: 'ok', attrs, ...session }),
    ] as const
  }

  it('are counted by what is asked for', async () => {
    await sendItems(
      {},
      aSession({ did: 'a' }),
      aSession({ did: 'b', status: 'crashed' }),
      aSession({ errors: 1 }),
      aSession({ attrs: { release: 'shop@3.0' } }),
    )
    const fields = 'field=sum(session)&field=count_unique(user)&field=crash_free_rate(session)'
    const answer = await ask(
      `/organizations/acme/sessions/?${fields}&groupBy=release&groupBy=project&interval=1d&statsPeriod=2d&project=${acme.project.id}`,
    )
    const { intervals, groups } = answer.body as SessionsJson
    expect(intervals).toHaveLength(2)
    expect(groups).toEqual([
      {
        by: { release: 'shop@2.0', project: Number(acme.project.id) },
        totals: { 'sum(session)': 3, 'count_unique(user)': 2, 'crash_free_rate(session)': 1 - 1 / 3 },
        series: {
          'sum(session)': [0, 3],
          'count_unique(user)': [0, 2],
          'crash_free_rate(session)': [null, 1 - 1 / 3],
        },
      },
      expect.objectContaining({ by: { release: 'shop@3.0', project: Number(acme.project.id) } }),
    ])
    const byStatus = await ask(
      '/organizations/acme/sessions/?field=sum(session)&groupBy=session.status&query=release:shop@2.0&environment=prod',
    )
    expect(
      (byStatus.body as SessionsJson).groups.map(({ by, totals }) => [by['session.status'], totals['sum(session)']]),
    ).toEqual([
      ['healthy', 1],
      ['errored', 1],
      ['abnormal', 0],
      ['crashed', 1],
    ])
  })

  it('of nobody are nothing, and a question that makes no sense is refused', async () => {
    const empty = await world.tenant()
    const nothing = await world.ask(
      'GET',
      `/api/0/organizations/${empty.organization.slug}/sessions/?field=sum(session)&field=crash_free_rate(user)`,
      { token: empty.token },
    )
    expect((nothing.body as SessionsJson).groups).toMatchObject([
      { by: {}, totals: { 'sum(session)': 0, 'crash_free_rate(user)': null } },
    ])
    for (const query of ['', 'field=x', 'field=sum(session)&statsPeriod=ages', 'field=sum(session)&statsPeriod=9000d'])
      expect((await ask(`/organizations/acme/sessions/?${query}`)).status).toBe(422)
  })
})
