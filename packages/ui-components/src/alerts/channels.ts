import type { RecipientTypeName } from '@mishap/core/client'
import { counted } from '@mishap/core/format'

/** A way of telling people, as the words around it want it. */
interface Channel {
  /** On its own. */
  readonly name: string
  /** One that is told by it; with an `s` several. */
  readonly one: string
}

export const CHANNELS: Readonly<Record<RecipientTypeName, Channel>> = {
  email: { name: 'Mail', one: 'mail' },
  slack_app: { name: 'Slack', one: 'Slack channel' },
  slack: { name: 'Slack webhook', one: 'Slack channel' },
  discord: { name: 'Discord', one: 'Discord channel' },
  teams: { name: 'Microsoft Teams', one: 'Teams channel' },
  googlechat: { name: 'Google Chat', one: 'Google Chat space' },
  telegram: { name: 'Telegram', one: 'Telegram chat' },
  zulip: { name: 'Zulip', one: 'Zulip stream' },
  ntfy: { name: 'ntfy', one: 'ntfy topic' },
  feishu: { name: 'Feishu, Lark', one: 'Feishu chat' },
  pagerduty: { name: 'PagerDuty', one: 'PagerDuty service' },
  opsgenie: { name: 'Opsgenie', one: 'Opsgenie team' },
  webhook: { name: 'Webhook', one: 'webhook' },
  signed: { name: 'Signed webhook', one: 'signed webhook' },
  template: { name: 'Templated webhook', one: 'templated webhook' },
}

export const CHANNEL_TYPES = Object.keys(CHANNELS) as readonly RecipientTypeName[]

/** `2 people by mail`, `Slack channel`: who would be told, each a few words; nobody where it is empty. */
export function reachWords({
  people,
  channels,
}: {
  readonly people: number
  readonly channels: readonly RecipientTypeName[]
}): readonly string[] {
  const kinds = [...new Set(channels)].map((kind) => {
    const { one } = CHANNELS[kind]
    return counted(channels.filter((each) => each === kind).length, one)
  })
  return [...(people === 0 ? [] : [`${counted(people, 'person', 'people')} by mail`]), ...kinds]
}

/** `a, b, and c`. */
export function listed(words: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat('en', { type }).format(words)
}
