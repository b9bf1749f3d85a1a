import type { NoticedIssue } from '../notice.js'
import { type Channel, jsonOf, jsonRequest, wordOf } from './channel.js'
import { QUIET, type SlackBlock, slackMessage } from './slack.js'

/** What the buttons below an issue do, by the names that Slack gives back when they are pressed. */
export const SLACK_ACTIONS = { resolve: 'Resolve', ignore: 'Ignore', assign: 'Assign to me' } as const

const PASSING = new Set(['ratelimited', 'fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'])

const CLOSED = new Set([
  ...['account_inactive', 'channel_not_found', 'invalid_auth', 'is_archived', 'missing_scope', 'not_authed'],
  ...['not_in_channel', 'org_login_required', 'token_expired', 'token_revoked'],
])

/** Through an app in the workspace: https://docs.slack.dev/reference/methods/chat.postMessage */
export const slackApp: Channel = {
  shown: 10,
  requests: (notice, { config }) => {
    const message = { channel: wordOf(config, 'channel'), ...slackMessage(notice, buttons), ...QUIET }
    const headers = {
      authorization: `Bearer ${wordOf(config, 'token')}`,
      'content-type': 'application/json; charset=utf-8',
    }
    return [jsonRequest(`${wordOf(config, 'api')}/chat.postMessage`, message, headers)]
  },
  /** Slack says 200 to nearly everything. */
  answersInBody: true,
  read: (answer) => {
    const said = jsonOf(answer) as { ok?: unknown; error?: unknown } | null
    if (said?.ok === true || answer.status !== 200) return {}
    const fault = typeof said?.error === 'string' ? said.error.slice(0, 100) : 'nothing that could be read'
    return { fault, isPassing: PASSING.has(fault), isClosed: CLOSED.has(fault) }
  },
}

function buttons({ id }: NoticedIssue): readonly SlackBlock[] {
  const elements = Object.entries(SLACK_ACTIONS).map(([action, text]) => ({
    ...{ type: 'button', action_id: action, value: id, text: { type: 'plain_text', text } },
    ...(action === 'resolve' ? { style: 'primary' } : {}),
  }))
  return [{ type: 'actions', block_id: `issue ${id}`, elements }]
}
