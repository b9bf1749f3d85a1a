import { describe, expect, it } from '@jest/globals'
import type { IssueNotice, MonitorNotice, Notice, TestNotice } from '../notice.js'
import { CHANNELS } from './index.js'

const ISSUE = {
  ...{ title: 'ZeroDivisionError: division by zero', culprit: 'app.views in pay', url: 'https://h/acme/issues/42' },
  ...{ id: '42', key: 'h/issue/42', level: 'error', events: 3, users: 2, shortId: 'WEB-1A', project: 'Web' },
  facts: [
    { label: 'Environment', value: 'prod', isShort: true },
    { label: 'Release', value: '1.0', isShort: false },
  ],
}
const ISSUES: IssueNotice = {
  kind: 'issues',
  trigger: 'new_issue',
  count: 1,
  issues: [ISSUE],
  url: 'https://h/acme/issues',
  project: 'Web',
}
const DOWN: MonitorNotice = {
  ...{
    kind: 'monitor',
    change: 'down',
    id: '4',
    key: 'h/monitor/4',
    name: 'Shop',
    target: 'https://shop.example/',
    cause: 'No answer in time',
  },
  url: 'https://h/acme/uptime/4',
}
const TEST: TestNotice = { kind: 'test', project: 'Web' }
const HOSTILE = '<b>*[x](javascript:1)*</b> @everyone `\n# "quote"'
const HOSTILE_NOTICE: IssueNotice = {
  ...{ ...ISSUES, count: 7, project: HOSTILE },
  issues: [
    {
      ...{ ...ISSUE, title: HOSTILE + 'x'.repeat(10_000), culprit: HOSTILE, project: HOSTILE },
      facts: [{ label: HOSTILE, value: HOSTILE, isShort: true }],
    },
  ],
}

const RECIPIENT = { url: 'https://hooks.example/T0/B0?token=s3cret&labels=a%20b', config: {} }
const KINDS = ['webhook', 'discord', 'googlechat', 'teams', 'ntfy', 'zulip', 'feishu'] as const
const SENDING = { id: 'd1', at: new Date(0) }
const ask = (kind: keyof typeof CHANNELS, notice: Notice, recipient: object = {}) =>
  CHANNELS[kind].requests(notice, { ...RECIPIENT, ...recipient }, SENDING)[0]
const json = (kind: keyof typeof CHANNELS, notice: Notice) => JSON.parse(String(ask(kind, notice).body)) as unknown

describe('each channel that GlitchTip has too', () => {
  it.each(KINDS)('%s tells of issues, monitors and trials at the address as it was given', (kind) => {
    for (const notice of [ISSUES, DOWN, TEST, HOSTILE_NOTICE]) {
      const { url, body, headers } = ask(kind, notice)
      if (kind !== 'zulip') expect(url).toBe(RECIPIENT.url)
      expect(String(body).length).toBeLessThan(32_000)
      for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/)
    }
    const said = decodeURIComponent(String(ask(kind, ISSUES).body).replaceAll('+', ' '))
    for (const part of ['division by zero', 'https://h/acme/issues/42', 'prod']) expect(said).toContain(part)
    const down = decodeURIComponent(String(ask(kind, DOWN).body).replaceAll('+', ' '))
    for (const part of ['Shop', 'The monitored site has gone down.']) expect(down).toContain(part)
  })

  it.each(['teams', 'ntfy', 'zulip', 'feishu'] as const)('%s, which reads Markdown, shows text as text', (kind) => {
    const said = decodeURIComponent(String(ask(kind, HOSTILE_NOTICE).body).replaceAll('+', ' '))
    expect(said).not.toContain('[x](javascript:1)')
  })

  it('googlechat, which reads HTML, shows text as text', () => {
    expect(JSON.stringify(json('googlechat', HOSTILE_NOTICE))).not.toMatch(/"(?:text|header)":"[^"]*<b>/)
  })
})

describe('the payload of GlitchTip', () => {
  it('of one issue', () => {
    expect(json('webhook', ISSUES)).toEqual({
      text: 'GlitchTip Alert',
      attachments: [
        {
          ...{ title: ISSUE.title, title_link: ISSUE.url, text: ISSUE.culprit, color: '#e52b50' },
          fields: [
            { title: 'Project', value: 'Web', short: true },
            { title: 'Environment', value: 'prod', short: true },
            { title: 'Release', value: '1.0', short: false },
          ],
          mrkdown_in: ['text'],
        },
      ],
    })
  })

  it('of several, and of a monitor', () => {
    expect(json('webhook', { ...ISSUES, count: 5 })).toMatchObject({ text: 'GlitchTip Alert (5 issues)' })
    expect(json('webhook', DOWN)).toEqual({
      text: 'GlitchTip Uptime Alert',
      attachments: [{ title: 'Shop', title_link: DOWN.url, text: 'The monitored site has gone down.' }],
    })
  })

  it('of a trial says so', () => {
    expect(json('webhook', TEST)).toMatchObject({
      attachments: [{ title_link: '', text: expect.stringContaining('Web') }],
    })
  })
})

describe('single channels', () => {
  it('Discord mentions nobody, and cuts what it would refuse', () => {
    const body = json('discord', HOSTILE_NOTICE) as { embeds: { title: string }[] }
    expect(body).toMatchObject({ content: 'Mishap Alert (7 issues)', allowed_mentions: { parse: [] } })
    expect(body.embeds[0]?.title).toHaveLength(256)
  })

  it('ntfy has what is no text in headers', () => {
    expect(ask('ntfy', ISSUES).headers).toMatchObject({
      ...{ Title: 'Mishap Alert', Markdown: 'yes', Click: ISSUE.url, Tags: 'warning' },
    })
    expect(ask('ntfy', { ...DOWN, change: 'recovered' }).headers).toMatchObject({ Tags: 'white_check_mark' })
  })

  it('Zulip is asked as a bot', () => {
    const config = { bot_email: 'bot@example.com', api_key: 'k', channel: 'ops', topic: 'Alerts' }
    const { url, headers, body } = ask('zulip', DOWN, { url: 'https://zulip.example/', config })
    expect(url).toBe('https://zulip.example/api/v1/messages')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('bot@example.com:k').toString('base64')}`)
    expect(Object.fromEntries(new URLSearchParams(String(body)))).toMatchObject({
      ...{ type: 'channel', to: 'ops', topic: 'Alerts' },
    })
  })
})
