import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { type Attempted, attemptChannel, outcomeOf } from '../../src/alerts/attempt.js'
import { CHANNELS } from '../../src/alerts/channels/index.js'
import type { IssueNotice, MonitorNotice, Notice, NoticedIssue } from '../../src/alerts/notice.js'
import { sealRecipient } from '../../src/alerts/recipient-secrets.js'
import { resolveConfig } from '../../src/config.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { CHANNEL_TABLE, type ChannelRow } from './channel-table.js'
import { type Received, receiver, type Said } from './receiver.js'

const config = resolveConfig({ url: 'https://errors.example.com', secretKey: 'k'.repeat(32) })
const clock = fakeClock()
const storage = memoryStorage()
let other: Awaited<ReturnType<typeof receiver>>
beforeAll(async () => {
  other = await receiver()
})
afterAll(() => other.stop())

const ISSUE: NoticedIssue = {
  ...{ id: '42', key: 'errors.example.com/issue/42', title: 'ZeroDivisionError: division by zero', culprit: 'pay' },
  ...{ url: 'https://errors.example.com/acme/issues/42', shortId: 'WEB-1A', project: 'Web', level: 'fatal' },
  ...{ events: 12, users: 3, facts: [{ label: 'Environment', value: 'prod', isShort: true }] },
}
const ISSUES: IssueNotice = {
  ...{ kind: 'issues', trigger: 'new_issue', count: 1, issues: [ISSUE], project: 'Web' },
  url: 'https://errors.example.com/acme/issues?project=1',
}
const DOWN: MonitorNotice = {
  ...{
    kind: 'monitor',
    change: 'down',
    id: '4',
    key: 'errors.example.com/monitor/4',
    name: 'Shop',
    cause: 'No answer in time',
  },
  ...{ target: 'https://shop.example/', url: 'https://errors.example.com/acme/uptime/4' },
}
const UP: MonitorNotice = { ...DOWN, change: 'recovered', cause: '' }
const HOSTILE = '<b>*[x](javascript:1)*</b> <!channel> @everyone "}],\n# \u202e\ud800 📛 `{{title}}` &amp; ünï'.repeat(
  15,
)
const HOSTILE_ISSUE: NoticedIssue = {
  ...{ ...ISSUE, title: HOSTILE, culprit: HOSTILE, project: HOSTILE },
  facts: Array.from({ length: 23 }, (_, index) => ({
    label: `${index}${HOSTILE}`.slice(0, 200),
    value: HOSTILE.slice(0, 200),
    isShort: true,
  })),
}
const MANY = (kind: ChannelRow['kind']): IssueNotice => {
  const issues = Array.from({ length: CHANNELS[kind].shown ?? 3 }, () => HOSTILE_ISSUE)
  return { ...ISSUES, trigger: null, count: 250, issues, project: HOSTILE }
}
const LIMITS: Notice = {
  kind: 'limits',
  trigger: 'quota',
  key: 'q',
  project: 'Web',
  cause: '1000 of 1000',
  url: ISSUES.url,
}
const MAILS: Notice = {
  ...{ kind: 'channel', news: 'failing', key: 'm', organization: HOSTILE, cause: 'No route to host' },
  url: 'https://errors.example.com/acme/alerts',
}
const CLOSED: Notice = { kind: 'closed', key: ISSUE.key, title: ISSUE.title, url: ISSUE.url }
const TEST: Notice = { kind: 'test', project: 'Web' }

const ajv = new Ajv2020({ strict: false })
const recipientOf = ({ kind, url, config: settings }: ChannelRow) =>
  sealRecipient(config, '7', { id: '1', kind, url, tags: [], config: settings })
const send = (row: ChannelRow, notice: Notice): Promise<Attempted> =>
  attemptChannel(
    { clock, config, storage, fetcher: other.fetcher },
    { notice, projectId: '7', recipient: recipientOf(row), id: 'd1' },
  )
const sent = async (row: ChannelRow, notice: Notice) => {
  const { attempt } = await send(row, notice)
  expect(attempt).toMatchObject({ error: '', status: 200 })
  return other.take()
}
const contentOf = ({ headers, body }: Received): unknown => {
  if (/[/+]json/.test(String(headers['content-type']))) return JSON.parse(body)
  return /urlencoded/.test(String(headers['content-type'])) ? (new URLSearchParams(body).get('content') ?? '') : body
}
const row = (kind: ChannelRow['kind']): ChannelRow => {
  const found = CHANNEL_TABLE.find((one) => one.kind === kind)
  if (found === undefined) throw new Error(`Wanted a row for ${kind}, found none`)
  return found
}

it('every channel has a row, but the app of Slack, which is asked through an integration', () => {
  expect(CHANNEL_TABLE.map(({ kind }) => kind).toSorted()).toEqual(
    Object.keys(CHANNELS)
      .filter((kind) => kind !== 'slack_app')
      .toSorted(),
  )
})

describe.each(CHANNEL_TABLE)('$kind', (one) => {
  const isValid = ajv.compile(one.schema)
  it('sends what its service takes, of everything that there is to tell', async () => {
    other.answer()
    for (const notice of [
      ISSUES,
      DOWN,
      UP,
      LIMITS,
      MAILS,
      { ...MAILS, news: 'working' } as const,
      CLOSED,
      TEST,
      MANY(one.kind),
    ]) {
      const received = await sent(one, notice)
      expect(received.length).toBeGreaterThan(0)
      for (const request of received) {
        expect(request.url).toMatch(one.asked)
        expect(request.headers).toMatchObject({ 'idempotency-key': 'd1', 'content-type': one.contentType })
        const content = contentOf(request)
        expect(isValid(content) ? null : [isValid.errors, content]).toBeNull()
        expect(request.body.length).toBeLessThan(2_000_000)
      }
    }
  })

  it('says what it is about', async () => {
    const [issue] = await sent(one, ISSUES)
    const said = decodeURIComponent((issue?.body ?? '').replaceAll('+', ' ').replaceAll('%', '%25')).replaceAll(
      '%25',
      '%',
    )
    const plain = one.kind === 'zulip' ? decodeURIComponent((issue?.body ?? '').replaceAll('+', ' ')) : said
    expect(plain).toContain('division by zero')
    if (one.kind !== 'template') expect(plain).toContain('issues/42')
  })

  it('is tried again when the service is busy, gone or slow, and not when it refuses', async () => {
    const next = async (...said: readonly Said[]) => {
      other.answer(...said)
      const outcome = outcomeOf(await send(one, DOWN), 0)
      other.take()
      const { nextAttemptAt, attempt } = outcome
      expect(attempt.error).not.toBe('')
      return nextAttemptAt === null ? null : (nextAttemptAt.getTime() - attempt.at.getTime() - attempt.ms) / 1000
    }
    expect(await next(one.busy)).toBe(one.busy.seconds)
    expect(await next({ status: 503 })).toBe(30)
    expect(await next({ hangs: true })).toBe(30)
    expect(await next({ status: 404 })).toBeNull()
    expect(await next({ status: 302, headers: { location: 'http://127.0.0.1/' } })).toBeNull()
  })

  it('keeps its secrets to itself', async () => {
    const kept = JSON.stringify(recipientOf(one))
    const isOurs = !['webhook', 'discord', 'googlechat', 'teams', 'ntfy', 'zulip', 'feishu'].includes(one.kind)
    other.answer({ status: 500, body: 'no' }, { hangs: true })
    const errors = [await send(one, DOWN), await send(one, DOWN)].map(({ attempt }) => attempt.error).join()
    other.take()
    expect(errors).toContain('500')
    for (const secret of one.secrets) {
      expect(errors).not.toContain(secret)
      if (isOurs) expect(kept).not.toContain(secret)
    }
  })
})

describe('single channels', () => {
  it('PagerDuty and Opsgenie open one thing for each issue and monitor, and close it', async () => {
    const two = { ...ISSUES, count: 2, issues: [ISSUE, { ...ISSUE, key: 'other' }] }
    const events = async (notice: Notice) => (await sent(row('pagerduty'), notice)).map(contentOf)
    expect(await events(two)).toMatchObject([
      { event_action: 'trigger', dedup_key: ISSUE.key, payload: { severity: 'critical' } },
      { event_action: 'trigger', dedup_key: 'other' },
    ])
    expect(await events(CLOSED)).toMatchObject([{ event_action: 'resolve', dedup_key: ISSUE.key }])
    expect(await events(UP)).toMatchObject([{ event_action: 'resolve', dedup_key: DOWN.key }])
    expect(await events(TEST)).toMatchObject([{ event_action: 'trigger' }, { event_action: 'resolve' }])
    const [alert] = await sent(row('opsgenie'), DOWN)
    expect(alert?.headers.authorization).toBe('GenieKey s3cret-opsgenie-key')
    const [close] = await sent(row('opsgenie'), UP)
    const alias = encodeURIComponent(DOWN.key)
    expect(close?.url).toBe(`https://api.opsgenie.com/v2/alerts/${alias}/close?identifierType=alias`)
  })

  it('what fails in the middle is begun again', async () => {
    other.answer({}, { status: 503 })
    const two = { ...ISSUES, count: 2, issues: [ISSUE, { ...ISSUE, key: 'other' }] }
    const { attempt, isPassing } = await send(row('pagerduty'), two)
    expect([attempt.status, isPassing, other.take().length]).toEqual([503, true, 2])
  })

  it('the signature of the signed webhook is that of its time and body', async () => {
    const [request] = await sent(row('signed'), ISSUES)
    const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['x-mishap-signature'])) ?? []
    expect(Number(t)).toBe(Math.floor(clock.now().getTime() / 1000))
    expect(createHmac('sha256', 's3cret of sixteen').update(`${t}.${request?.body}`).digest('hex')).toBe(v1)
    expect(request?.headers['x-mishap-event']).toBe('issues')
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      trigger: 'new_issue',
      issues: [{ shortId: 'WEB-1A', events: 12 }],
    })
  })

  it('the template is sent by its method and with its headers, values as they are', async () => {
    const [request] = await sent(row('template'), { ...ISSUES, issues: [{ ...ISSUE, title: 'a "b"\n{{id}}' }, ISSUE] })
    expect(request).toMatchObject({ method: 'PUT', headers: { 'x-token': 's3cretHeader' } })
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      issues: [
        { t: 'a "b"\n{{id}}', n: 12 },
        { t: ISSUE.title, n: 12 },
      ],
    })
  })

  it('Slack and Telegram read no mark-up in what people and events say', async () => {
    const notice = { ...ISSUES, issues: [{ ...ISSUE, title: '<!channel> *x* <https://e.vil|y>' }] }
    const [slack] = await sent(row('slack'), notice)
    expect((JSON.parse(slack?.body ?? '') as { text: string }).text).toContain('&lt;!channel&gt;')
    const [telegram] = await sent(row('telegram'), notice)
    expect((JSON.parse(telegram?.body ?? '') as { text: string }).text).toContain('&#60;!channel&#62;')
  })

  it.each([
    ['{"code":19024,"msg":"Key Words Not Found","data":{}}', false, 'Key Words Not Found'],
    ['{"code":11232,"msg":"frequency limited","data":{}}', true, 'frequency limited'],
  ])('Feishu says 200 to what it does not take: %s', async (body, isPassing, said) => {
    other.answer({ body })
    const attempted = await send(row('feishu'), ISSUES)
    other.take()
    expect(attempted).toMatchObject({ isPassing, attempt: { status: 200, error: expect.stringContaining(said) } })
    other.answer({ body: '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}' })
    await sent(row('feishu'), ISSUES)
  })

  it.each([
    ['teams', 28_000],
    ['googlechat', 32_000],
    ['feishu', 30_000],
    ['telegram', 16_000],
  ] as const)('%s is told in %i bytes, however much there is to say', async (kind, most) => {
    const many = MANY(kind)
    for (const text of [HOSTILE, '漢字'.repeat(700)]) {
      const facts = HOSTILE_ISSUE.facts.map(({ label }) => ({ label, value: text.slice(0, 200), isShort: true }))
      const issues = many.issues.map((issue) => ({ ...issue, title: text.slice(0, 100), culprit: text, facts }))
      const [request] = await sent(row(kind), { ...many, issues })
      expect(Buffer.byteLength(request?.body ?? '')).toBeLessThan(most)
      expect(request?.body).toContain('/acme/issues/42')
    }
  })

  it('Discord gets no field without a value, which it would refuse', async () => {
    const facts = [{ label: 'Blank', value: ' \u0001 ', isShort: true }]
    const [request] = await sent(row('discord'), { ...ISSUES, issues: [{ ...ISSUE, facts }] })
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ embeds: [{ fields: [{ name: 'Project', value: 'Web' }] }] })
    expect(request?.body).not.toContain('Blank')
  })

  it('what no key opens any more is not sent', async () => {
    const recipient = recipientOf(row('signed'))
    const otherKey = resolveConfig({ url: 'https://errors.example.com', secretKey: 'x'.repeat(32) })
    const context = { clock, config: otherKey, fetcher: other.fetcher, storage }
    const { attempt, isPassing } = await attemptChannel(context, { notice: DOWN, projectId: '7', recipient, id: 'd1' })
    expect([isPassing, attempt.error]).toEqual([false, expect.stringContaining('Give it again')])
    expect(other.take()).toEqual([])
  })
})
