import type { RecipientTypeName } from '@mishap/core/client'

/** Something that a channel has to know. */
export interface ChannelField {
  /** In `config`, but for `url`. */
  readonly name: string
  readonly label: string
  /** `headers`: names with secret values. */
  readonly kind: 'url' | 'text' | 'secret' | 'choice' | 'lines' | 'headers' | 'integration'
  readonly placeholder?: string
  readonly hint?: string
  readonly isOptional?: boolean
  readonly usual?: string
  /** What the server takes, so far as it can be seen before it is asked. */
  readonly form?: { readonly test: RegExp; readonly wanted: string }
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
}

const address = (placeholder: string, hint?: string): ChannelField => ({
  ...{ name: 'url', label: 'Address', kind: 'url', placeholder },
  ...(hint === undefined ? {} : { hint }),
})

const REGION: ChannelField = {
  ...{ name: 'region', label: 'Region', kind: 'choice', usual: 'us', isOptional: true },
  choices: [
    { value: 'us', label: 'United States' },
    { value: 'eu', label: 'Europe' },
  ],
}

/** What each channel but mail is asked for, in the order in which it is. */
export const CHANNEL_FIELDS: Readonly<Record<Exclude<RecipientTypeName, 'email'>, readonly ChannelField[]>> = {
  slack_app: [
    { name: 'integrationID', label: 'Slack workspace', kind: 'integration' },
    { name: 'channel', label: 'Channel', kind: 'text', placeholder: '#errors', hint: 'Its name or its id.' },
  ],
  slack: [address('https://hooks.slack.com/services/…', 'Of an incoming webhook.')],
  discord: [address('https://discord.com/api/webhooks/…', 'From Integrations in the settings of the channel.')],
  teams: [address('https://….logic.azure.com/workflows/…', 'Of a workflow that posts to a channel.')],
  googlechat: [address('https://chat.googleapis.com/v1/spaces/…', 'From Apps & integrations of the space.')],
  telegram: [
    {
      ...{ name: 'botToken', label: 'Token of the bot', kind: 'secret', hint: 'BotFather tells it.' },
      form: { test: /^\d{3,20}:[\w-]{20,100}$/, wanted: 'the token of a bot, such as 123456:ABC…' },
    },
    {
      ...{ name: 'chatID', label: 'Chat', kind: 'text', placeholder: '-1001234567890' },
      hint: 'Its id, or @name; the bot must be in it.',
      form: { test: /^(?:-?\d{1,20}|@\w{3,64})$/, wanted: 'the number of a chat, or @name' },
    },
    { name: 'threadID', label: 'Topic', kind: 'text', isOptional: true, hint: 'Where the chat has topics.' },
  ],
  zulip: [
    address('https://example.zulipchat.com'),
    { name: 'bot_email', label: 'Address of the bot', kind: 'text', placeholder: 'alerts-bot@example.zulipchat.com' },
    { name: 'api_key', label: 'API key of the bot', kind: 'secret' },
    { name: 'channel', label: 'Channel', kind: 'text', placeholder: 'errors' },
    { name: 'topic', label: 'Topic', kind: 'text', isOptional: true, placeholder: 'GlitchTip Alerts' },
  ],
  ntfy: [address('https://ntfy.sh/your-topic', 'Who knows the name of the topic can read it.')],
  feishu: [address('https://open.feishu.cn/open-apis/bot/v2/hook/…', 'Of a custom bot; Lark has another host.')],
  pagerduty: [
    { name: 'routingKey', label: 'Integration key', kind: 'secret', hint: 'Of an integration “Events API v2”.' },
    REGION,
  ],
  opsgenie: [{ name: 'apiKey', label: 'API key', kind: 'secret', hint: 'Of an integration “API”.' }, REGION],
  webhook: [
    address('https://example.com/hooks/errors', 'Gets what Slack gets: Mattermost and Rocket.Chat take it as well.'),
  ],
  signed: [
    address('https://example.com/hooks/errors'),
    {
      ...{
        name: 'secret',
        label: 'Secret',
        kind: 'secret',
        hint: 'Signs what is sent, so that the receiver can tell.',
      },
      form: { test: /^[\x20-\x7e]{16,200}$/, wanted: 'a text of at least 16 plain letters' },
    },
  ],
  template: [
    address('https://example.com/tickets'),
    {
      ...{ name: 'method', label: 'Method', kind: 'choice', usual: 'POST', isOptional: true },
      choices: ['POST', 'PUT', 'PATCH'].map((value) => ({ value, label: value })),
    },
    {
      ...{ name: 'contentType', label: 'Content type', kind: 'text', isOptional: true },
      placeholder: 'application/json',
    },
    { name: 'headers', label: 'Headers', kind: 'headers', isOptional: true },
    {
      ...{ name: 'body', label: 'Body', kind: 'lines', usual: '{"text": "{{title}}", "url": "{{url}}"}' },
      hint: 'Names are {{title}}, {{text}}, {{project}}, {{url}}, {{count}} and {{reason}}; those of each issue stand between {{#issues}} and {{/issues}}.',
    },
  ],
}
