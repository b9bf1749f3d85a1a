import type { RecipientKind } from '../../src/ports/alerts.js'

/** A recipient of each kind, what is secret of it, and what its service takes. */
export interface ChannelRow {
  readonly kind: Exclude<RecipientKind, 'email'>
  readonly url: string
  readonly config: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
  /** Host and path that are asked, without what is secret of them. */
  readonly asked: RegExp
  readonly contentType: string
  /** Of the body as JSON; of forms and texts of what they say. */
  readonly schema: object
  /** The service's own way of saying that it is asked too often, and in how many seconds it may be asked again. */
  readonly busy: {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: string
    readonly seconds: number
  }
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', properties, required })
const list = (items: object, maxItems: number) => ({ type: 'array', items, minItems: 1, maxItems })
const RETRY_AFTER = { status: 429, headers: { 'retry-after': '77' }, body: 'slow down', seconds: 77 }
const JSON_TYPE = 'application/json'
const HOOK = 'https://hooks.example.com/T0/B0?token=s3cretHook&labels=a%20b'

export const CHANNEL_TABLE: readonly ChannelRow[] = [
  {
    ...{ kind: 'webhook', url: HOOK, config: {}, secrets: [], asked: /^https:\/\/hooks\.example\.com\/T0\/B0\?/ },
    ...{ contentType: JSON_TYPE, busy: RETRY_AFTER },
    // As glitchtip-jira-bridge reads it.
    schema: object({
      text: text(200),
      attachments: list(
        object(
          {
            ...{ title: text(20_000), title_link: { type: 'string' }, text: { type: ['string', 'null'] } },
            ...{ color: { type: ['string', 'null'] }, mrkdown_in: { type: 'array', items: { type: 'string' } } },
            fields: {
              type: 'array',
              items: object({ title: { type: 'string' }, value: { type: 'string' }, short: { type: 'boolean' } }),
            },
          },
          ['title', 'title_link'],
        ),
        100,
      ),
    }),
  },
  {
    ...{ kind: 'discord', url: HOOK, config: {}, secrets: [], asked: /^https:\/\/hooks/, contentType: JSON_TYPE },
    busy: RETRY_AFTER,
    schema: object({
      content: { type: 'string', maxLength: 2000 },
      embeds: list(object({ title: text(256), description: { type: ['string', 'null'], maxLength: 4096 } }), 10),
    }),
  },
  {
    ...{ kind: 'googlechat', url: HOOK, config: {}, secrets: [], asked: /^https:\/\/hooks/, contentType: JSON_TYPE },
    ...{
      busy: RETRY_AFTER,
      schema: object({ cardsV2: list(object({ cardId: text(64), card: { type: 'object' } }), 100) }),
    },
  },
  {
    ...{ kind: 'teams', url: HOOK, config: {}, secrets: [], asked: /^https:\/\/hooks/, contentType: JSON_TYPE },
    ...{ busy: RETRY_AFTER, schema: object({ type: { const: 'message' }, attachments: list({ type: 'object' }, 1) }) },
  },
  {
    ...{ kind: 'feishu', url: HOOK, config: {}, secrets: [], asked: /^https:\/\/hooks/, contentType: JSON_TYPE },
    ...{ busy: RETRY_AFTER, schema: object({ msg_type: { const: 'interactive' }, card: { type: 'object' } }) },
  },
  {
    ...{
      kind: 'ntfy',
      url: 'https://ntfy.example.com/t0pic',
      config: {},
      secrets: [],
      asked: /ntfy/,
      busy: RETRY_AFTER,
    },
    ...{ contentType: 'text/plain; charset=utf-8', schema: text(4096) },
  },
  {
    ...{ kind: 'zulip', url: 'https://zulip.example.com', secrets: ['zulipKey123'], busy: RETRY_AFTER },
    config: { bot_email: 'bot@example.com', api_key: 'zulipKey123', channel: 'ops', topic: 'Alerts' },
    ...{
      asked: /^https:\/\/zulip\.example\.com\/api\/v1\/messages$/,
      contentType: 'application/x-www-form-urlencoded',
    },
    schema: text(10_000),
  },
  {
    ...{ kind: 'slack', url: 'https://hooks.slack.com/services/T0/B0/s3cretSlack', config: {} },
    ...{
      secrets: ['s3cretSlack'],
      asked: /^https:\/\/hooks\.slack\.com\/services/,
      contentType: JSON_TYPE,
      busy: RETRY_AFTER,
    },
    schema: object({
      text: text(4000),
      blocks: list(
        {
          oneOf: [
            object({ type: { const: 'header' }, text: object({ type: { const: 'plain_text' }, text: text(150) }) }),
            object({
              type: { const: 'rich_text' },
              elements: list(
                object({
                  type: { const: 'rich_text_section' },
                  elements: list(object({ type: { enum: ['text', 'link'] }, text: text(3000) }), 10),
                }),
                1,
              ),
            }),
          ],
        },
        50,
      ),
    }),
  },
  {
    ...{
      kind: 'telegram',
      url: '',
      config: { botToken: '12345:s3cretTelegramToken0', chatID: '-100200', threadID: '7' },
    },
    ...{ secrets: ['s3cretTelegramToken0'], asked: /^https:\/\/api\.telegram\.org\/bot.+\/sendMessage$/ },
    contentType: JSON_TYPE,
    schema: object({
      ...{
        chat_id: { const: '-100200' },
        message_thread_id: { const: 7 },
        text: text(4096),
        parse_mode: { const: 'HTML' },
      },
    }),
    busy: {
      ...{ status: 429, headers: {}, seconds: 66 },
      body: '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":66}}',
    },
  },
  {
    ...{ kind: 'pagerduty', url: '', config: { routingKey: 'a'.repeat(32), region: 'eu' }, secrets: ['a'.repeat(32)] },
    ...{ asked: /^https:\/\/events\.eu\.pagerduty\.com\/v2\/enqueue$/, contentType: JSON_TYPE, busy: RETRY_AFTER },
    schema: {
      oneOf: [
        object({
          ...{ routing_key: text(32), event_action: { const: 'trigger' }, dedup_key: text(255) },
          payload: object({
            ...{
              summary: text(1024),
              source: text(1000),
              severity: { enum: ['critical', 'error', 'warning', 'info'] },
            },
          }),
        }),
        object({ routing_key: text(32), event_action: { const: 'resolve' }, dedup_key: text(255) }),
      ],
    },
  },
  {
    ...{ kind: 'opsgenie', url: '', config: { apiKey: 's3cret-opsgenie-key' }, secrets: ['s3cret-opsgenie-key'] },
    ...{ asked: /^https:\/\/api\.opsgenie\.com\/v2\/alerts/, contentType: JSON_TYPE, busy: RETRY_AFTER },
    schema: {
      oneOf: [
        object({
          ...{ message: text(130), alias: text(512), priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] } },
          ...{ description: { type: 'string', maxLength: 15_000 }, source: text(100), entity: text(512) },
          details: { type: 'object', maxProperties: 10 },
        }),
        { ...object({ source: text(100), note: text(25_000) }), not: { required: ['message'] } },
      ],
    },
  },
  {
    ...{
      kind: 'signed',
      url: HOOK,
      config: { secret: 's3cret of sixteen' },
      secrets: ['s3cret of sixteen', 's3cretHook'],
    },
    ...{ asked: /^https:\/\/hooks/, contentType: JSON_TYPE, busy: RETRY_AFTER },
    schema: object({ version: { const: 1 }, id: text(100), type: text(40), sentAt: text(30) }),
  },
  {
    ...{ kind: 'template', url: HOOK, contentType: 'application/vnd.acme+json', busy: RETRY_AFTER },
    config: {
      ...{ method: 'PUT', contentType: 'application/vnd.acme+json' },
      body: '{"what":"{{title}}","issues":[{{#issues}}{"t":"{{title}}","n":{{events}}}{{^last}},{{/last}}{{/issues}}]}',
      headers: [{ name: 'X-Token', value: 's3cretHeader' }],
    },
    ...{ secrets: ['s3cretHeader', 's3cretHook'], asked: /^https:\/\/hooks/ },
    schema: object({
      what: { type: 'string' },
      issues: { type: 'array', items: object({ t: text(20_000), n: { type: 'integer' } }) },
    }),
  },
]
