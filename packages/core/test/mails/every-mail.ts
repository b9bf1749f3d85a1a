import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { newsMail } from '../../src/alerts/mail/news-mail.js'
import { type NoticeMail, noticeMail } from '../../src/alerts/mail/notice-mail.js'
import type { MailedNotice } from '../../src/alerts/mail/parts.js'
import { createApp } from '../../src/app.js'
import { confirmationMail, primaryChangedMail, resetMail, securityMail } from '../../src/auth/account-mails.js'
import { workMail } from '../../src/issues/work-mail.js'
import type { Excerpt } from '../../src/mail/parts.js'
import { invitationMail } from '../../src/orgs/invitation-mail.js'
import type { Activity } from '../../src/ports/issue-state.js'
import type { Mail } from '../../src/ports/mailer.js'
import * as status from '../../src/status-pages/mails.js'
import { NOON } from '../../src/testing/builders.js'
import { aStatusPage } from '../../src/testing/storage-contract/status-pages.js'
import { aUser, aWorld } from '../../src/testing/storage-contract/world.js'

/** Where all links lead. */
export const HOME = 'https://errors.example.com/at'
/** What people and events say in every part of every mail that they have a part in. */
const HOSTILE = `<img src="https://evil.example/x.png">'"&</td></table><style>*{display:none}</style>\r\nBcc: eve@evil.example`

/** One of each kind that this server sends, in which everything that can be is `text`. */
export async function everyMail(text = HOSTILE): Promise<Readonly<Record<string, Mail>>> {
  const storage = memoryStorage()
  const { context } = createApp({ url: HOME, storage })
  const world = await aWorld(storage)
  const user = await aUser(storage, { name: text, email: 'ada@example.com' })
  const organization = { ...world.organization, name: text }
  const page = await storage.statusPages.create(organization.id, aStatusPage({ name: text, accent: '#008a5c' }), NOON)
  return {
    ...alertMails(text),
    ...workMails(text),
    'a channel that fails': newsMail(context, { ...{ organization, to: user.email }, news: aChannel(text, 'failing') }),
    'a channel that works again': newsMail(context, {
      ...{ organization, to: user.email, news: aChannel('', 'working') },
    }),
    'a lost password': resetMail(context, user, 'f00d'),
    'a change of the account': securityMail(context, user, 'Your password was changed'),
    'another primary address': primaryChangedMail(context, user, `"&"@example.com`),
    'an address to confirm': confirmationMail('ada@example.com', `${HOME}/profile/confirm-email/f00d`),
    'an invitation': invitationMail({
      link: `${HOME}/accept/1/f00d`,
      seat: { organization, user },
      member: {
        ...{ id: '1', organizationId: organization.id, role: 'manager', createdAt: NOON, user: null, teams: [] },
        ...{ email: 'bob@example.com', isPrimaryOwner: false, invitation: { invitedById: '1', expiresAt: NOON } },
      },
    }),
    ...statusMails(text, (subscriber) => ({ page, organization, subscriber })),
  }

  function statusMails(said: string, about: (subscriber: Subscriber) => Parameters<typeof status.confirmationMail>[1]) {
    const subscriber = {
      ...{ id: '1', organizationId: organization.id, pageId: page.id, email: 'sub@example.com', createdAt: NOON },
      ...{ confirmedAt: null, token: 'f00d' },
    }
    const notice = { subject: `[Shop] Identified: ${said}`, text: `${said}\n\nIdentified: ${said}\n\nAnd so on.` }
    return {
      'a subscription to a status page': status.confirmationMail(context, about(subscriber)),
      'news of a status page': status.noticeMail(context, { ...about(subscriber), notice }),
    }
  }
}

type Subscriber = Parameters<typeof status.confirmationMail>[1]['subscriber']

function alertMails(text: string): Readonly<Record<string, Mail>> {
  const issue = (id: string) => ({
    ...{ id, key: `issue/${id}`, title: text, culprit: text, level: 'error', events: 1234, users: 56 },
    ...{ url: `${HOME}/acme/issues/${id}`, shortId: `SHOP-${id}`, project: text },
    facts: [{ label: text, value: text, isShort: true }],
  })
  const issues = { kind: 'issues', trigger: 'regression', project: text, url: `${HOME}/acme/issues?project=1` } as const
  const watched = { id: '1', key: 'monitor/1', name: text, target: 'https://shop.example/', cause: text }
  const monitor = { kind: 'monitor', ...watched, url: `${HOME}/acme/uptime/1` } as const
  const limits = { kind: 'limits', key: 'project/1', project: text, cause: '', url: `${HOME}/acme/settings` } as const
  return {
    'an issue': anAlert({ ...issues, count: 1, issues: [issue('1')] }, text),
    'several issues': anAlert({ ...issues, count: 30, issues: ['1', '2', '3'].map(issue) }, text),
    'a monitor that is down': anAlert({ ...monitor, change: 'down' }, text),
    'a monitor that is well again': anAlert({ ...monitor, change: 'recovered' }, text),
    'a quota': anAlert({ ...limits, trigger: 'quota' }, text),
    'a spike': anAlert({ ...limits, trigger: 'spike' }, text),
    'a test': anAlert({ kind: 'test', project: text }, text),
  }
}

function anAlert(notice: MailedNotice, text: string): Mail {
  const mail: NoticeMail = {
    ...{ notice, to: 'ada@example.com', excerpts: new Map([['1', anExcerpt(text)]]), reason: 'team', id: '1' },
    ...{ settingsUrl: `${HOME}/profile/notifications`, unsubscribeUrl: `${HOME}/unsubscribe/f00d/` },
    list: { organization: 'acme', project: 'shop', host: 'errors.example.com' },
  }
  return noticeMail(notice.kind === 'test' ? { ...mail, unsubscribeUrl: null } : mail)
}

function workMails(text: string): Readonly<Record<string, Mail>> {
  const entry = (kind: Activity['kind'], data: Activity['data']): Activity => ({
    ...{ id: '1', organizationId: '1', issueId: '1', kind, data, userId: '1', via: 'web', at: NOON, editedAt: null },
  })
  const assigned = entry('assigned', { assignee: '2', assigneeType: 'user' })
  const news = {
    assigned: [assigned, entry('note', { text: `${text}\nSecond line` })],
    mentioned: [entry('note', { text })],
    followed: [entry('set_resolved_in_release', { version: text })],
  }
  const person = { id: '1', name: text, email: 'bob@example.com', username: 'bob' }
  const kinds = Object.keys(news) as (keyof typeof news)[]
  return Object.fromEntries(
    kinds.map((kind) => [
      `work: ${kind}`,
      workMail({
        ...{ to: 'ada@example.com', news: news[kind].map((activity) => ({ kind, activity })) },
        people: { person: () => person, actor: () => ({ type: 'user', ...person }) },
        issue: {
          ...{ title: text, shortId: 'SHOP-1', project: text, url: `${HOME}/acme/issues/1` },
          excerpt: kind === 'assigned' ? anExcerpt(text) : null,
        },
        ...{ settingsUrl: `${HOME}/profile/notifications`, unsubscribeUrl: `${HOME}/unsubscribe/f00d/` },
        ids: { messageId: '<work-1@errors.example.com>', inReplyTo: '<thread-1@errors.example.com>' },
      }),
    ]),
  )
}

function anExcerpt(text: string): Excerpt {
  const line = (number: number, source: string) => ({ number, text: source, isFailing: number === 12 })
  return {
    frames: [
      { where: 'pay in src/cart.ts:12', lines: [line(11, 'before()'), line(12, `  charge("${text}")`), line(13, '}')] },
      { where: `checkout in ${text}`, lines: [] },
    ],
  }
}

function aChannel(error: string, news: 'failing' | 'working') {
  const target = 'https://chat.example/hooks/1'
  return { key: 'k', organizationId: '1', alertId: '1', kind: 'webhook', target, news, since: NOON, error } as const
}
