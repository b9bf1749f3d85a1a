import { createHmac } from 'node:crypto'
import { SLACK_ACTIONS } from '../alerts/channels/slack-app.js'
import type { Context } from '../context.js'
import { tellChanged } from '../issues/change.js'
import { openTo } from '../orgs/access.js'
import type { Integration } from '../ports/integrations.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id, User } from '../ports/model.js'
import { listAt, textAt, valueAt } from './answers.js'
import { type Ask, askFor } from './ask.js'
import { HOSTS } from './hosts/index.js'
import { webhookSecretOf } from './secrets.js'
import { isSame } from './signatures.js'

const WINDOW_MS = 5 * 60_000
const DONE: Readonly<Record<Action, string>> = { resolve: 'Resolved', ignore: 'Ignored', assign: 'Assigned to' }

type Action = keyof typeof SLACK_ACTIONS

export interface SlackRequest {
  header(name: string): string | null | undefined
  /** As it came. */
  readonly body: Uint8Array
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isFromSlack(context: Context, integration: Integration, { header, body }: SlackRequest): boolean {
  const secret = webhookSecretOf(context, integration)
  const seconds = header('x-slack-request-timestamp') ?? ''
  if (secret === null || !/^\d{1,12}$/.test(seconds)) return false
  if (Math.abs(context.clock.now().getTime() - Number(seconds) * 1000) > WINDOW_MS) return false
  const wanted = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex')
  return isSame(header('x-slack-signature') ?? '', `v0=${wanted}`)
}

/**
 * Does what a button says, and says so in the message. Whoever is no member is told so alone. Who pressed is told by a server and
 * signed with a secret that managers choose: nothing is done in that member's name, so that no manager can act as another member.
 */
export async function takeClick(context: Context, integration: Integration, body: Uint8Array): Promise<void> {
  const click = clickIn(body)
  if (click === null) return
  const ask = askFor(context, integration, HOSTS.slack.api(integration))
  const user = await memberOf(context, integration, ask, click.slackUser)
  if (user === null) {
    const text =
      'Only members of the organization can do this: no member of it has the e-mail address of your Slack account.'
    await ask('/chat.postEphemeral', { method: 'POST', body: { channel: click.channel, user: click.slackUser, text } })
    return
  }
  const filter = { organizationId: integration.organizationId, projectIds: null, ids: [click.issueId] }
  const ids = await press(context, click, filter, user)
  const who = user.name || user.email
  const said =
    ids.length === 0 ? 'Nothing was to do' : `${DONE[click.action]} ${click.action === 'assign' ? '' : 'by '}${who}`
  const { channel, ts, text } = click
  await ask('/chat.update', { method: 'POST', body: { channel, ts, text, blocks: withWords(click, said) } })
}

interface Click {
  readonly action: Action
  readonly issueId: string
  readonly slackUser: string
  readonly channel: string
  readonly ts: string
  readonly text: string
  readonly blockId: string
  readonly blocks: readonly unknown[]
}

/** Null for whatever else Slack tells. */
function clickIn(body: Uint8Array): Click | null {
  const payload = jsonIn(new URLSearchParams(new TextDecoder().decode(body)).get('payload') ?? '')
  const [pressed] = listAt(payload, 'actions')
  const name = textAt(pressed, 'action_id')
  if (textAt(payload, 'type') !== 'block_actions' || !Object.hasOwn(SLACK_ACTIONS, name)) return null
  return {
    // It is one of them, by the line above.
    ...{ action: name as Action, issueId: textAt(pressed, 'value'), blockId: textAt(pressed, 'block_id') },
    ...{ slackUser: textAt(payload, 'user', 'id'), channel: textAt(payload, 'channel', 'id') },
    ...{ ts: textAt(payload, 'message', 'ts'), text: textAt(payload, 'message', 'text') },
    blocks: listAt(valueAt(payload, 'message'), 'blocks'),
  }
}

/** By the address that the workspace tells of; null for everybody else. */
async function memberOf(context: Context, { organizationId }: Integration, ask: Ask, slackUser: string) {
  const { json } = await ask('/users.info', { query: { user: slackUser } })
  const email = textAt(json, 'user', 'profile', 'email')
  const user = email === '' ? null : await context.storage.users.getByEmail(email)
  if (user === null || !user.isActive) return null
  const membership = await context.storage.organizations.membership(organizationId, user.id)
  return membership === null || !(await mayWork(context, organizationId, user)) ? null : user
}

/** An organization may want a second factor of its members. */
async function mayWork(context: Context, organizationId: string, user: User): Promise<boolean> {
  const organization = await context.storage.organizations.get(organizationId)
  return organization !== null && (await openTo(context, user, [{ organization }])).length > 0
}

async function press(context: Context, { action }: Click, filter: IssueFilter, { id }: User): Promise<readonly Id[]> {
  const { issues } = context.storage
  const author = { userId: null, via: 'slack', at: context.clock.now() } as const
  const ids =
    action === 'assign'
      ? await issues.assign(filter, { kind: 'user', id }, author)
      : await issues.setStatus(filter, action === 'resolve' ? 'resolved' : 'ignored', author)
  await tellChanged(context, filter, ids)
  return ids
}

/** The message with what was done in place of the buttons; who is assigned still has something to do. */
function withWords({ blocks, blockId, action }: Click, said: string): readonly unknown[] {
  const words = { type: 'context', elements: [{ type: 'plain_text', text: said.slice(0, 200), emoji: false }] }
  return blocks
    .flatMap((block) => {
      if (textAt(block, 'block_id') !== blockId) return [block]
      return action === 'assign' ? [words, block] : [words]
    })
    .slice(0, 50)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Slack signed it, and it is nothing that a button sends.
    return null
  }
}
