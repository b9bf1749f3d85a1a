import type { IntegrationKind, RecipientTypeName } from '@mishap/core/client'

/** What something that Mishap works with does, and what has to be done there first. */
export interface CatalogueEntry {
  readonly about: string
  readonly steps: readonly string[]
}

const IN_A_RULE = 'In Mishap, open an alert, add the channel and paste what you copied. “Send a test” shows the answer.'

/** Ways of telling people that alerts have. What is asked for stands in the alert. */
export const CHANNEL_CATALOGUE: Readonly<Record<RecipientTypeName, CatalogueEntry>> = {
  email: {
    about: 'To the people of a project, to owners, assignees, teams, or any address.',
    steps: [
      'Whoever runs the server names a mail server in EMAIL_URL.',
      'In an alert, choose Mail and who gets it.',
      'Each reader chooses under Settings, Notifications, what they want.',
    ],
  },
  slack_app: {
    about: 'Messages with buttons: resolve, ignore and assign from Slack.',
    steps: ['Connect Slack above: its steps are there.', 'In an alert, choose Slack, the workspace and a channel.'],
  },
  slack: {
    about: 'Messages in one channel, without buttons.',
    steps: [
      'On api.slack.com/apps, create an app from scratch and switch “Incoming Webhooks” on.',
      'Choose “Add New Webhook to Workspace” and the channel; copy the address.',
      IN_A_RULE,
    ],
  },
  discord: {
    about: 'Messages in a channel.',
    steps: ['In the settings of the channel: Integrations, Webhooks, New Webhook.', 'Copy its URL.', IN_A_RULE],
  },
  teams: {
    about: 'Cards in a channel.',
    steps: [
      'In the menu of the channel choose Workflows, then “Send webhook alerts to a channel”.',
      'Name the channel and copy the address that it shows.',
      IN_A_RULE,
    ],
  },
  googlechat: {
    about: 'Cards in a space.',
    steps: ['In the menu of the space: Apps & integrations, Webhooks, Add webhook.', 'Copy its link.', IN_A_RULE],
  },
  telegram: {
    about: 'Messages of a bot in a chat, or in a topic of it.',
    steps: [
      'Write /newbot to @BotFather, and copy the token.',
      'Add the bot to the chat, and write something there.',
      'Open https://api.telegram.org/bot<token>/getUpdates: “chat”, “id” is the chat.',
      IN_A_RULE,
    ],
  },
  zulip: {
    about: 'Messages in a channel, with a topic.',
    steps: [
      'Personal settings, Bots, “Add a new bot” of type Generic.',
      'Copy its address and its API key, and subscribe it to the channel.',
      IN_A_RULE,
    ],
  },
  ntfy: {
    about: 'Pushes to phones and desktops.',
    steps: ['Choose the name of a topic that nobody guesses, and subscribe to it in the app.', IN_A_RULE],
  },
  feishu: {
    about: 'Messages in a group of Feishu or Lark.',
    steps: ['In the settings of the group: Bots, Add Bot, Custom Bot.', 'Copy the address of its webhook.', IN_A_RULE],
  },
  pagerduty: {
    about: 'Opens incidents, and resolves them when it is over.',
    steps: ['In the service: Integrations, add “Events API v2”.', 'Copy the Integration Key.', IN_A_RULE],
  },
  opsgenie: {
    about: 'Opens alerts, and closes them when it is over.',
    steps: ['In the team: Integrations, Add integration, API.', 'Copy its API key and switch it on.', IN_A_RULE],
  },
  webhook: {
    about: 'GlitchTip’s payload, which Mattermost and Rocket.Chat take as well.',
    steps: ['Make an incoming webhook there and copy its address.', IN_A_RULE],
  },
  signed: {
    about: 'JSON with a time and a signature, for programs of your own.',
    steps: [
      'Choose a long random secret, and keep it where your program reads it.',
      'Give the address and the secret in an alert.',
      'Compare the HMAC-SHA256 of what arrives before you believe it.',
    ],
  },
  template: {
    about: 'A body that you write, with your own headers: for anything that takes HTTP.',
    steps: [
      'Look up what the other side wants to get.',
      'In an alert, write the body with {{ names }} and its headers.',
    ],
  },
}

/** Trackers, code hosts and Slack, which are connected once for an organization. */
export const INTEGRATION_CATALOGUE: Readonly<
  Record<IntegrationKind, CatalogueEntry & { readonly name: string; readonly hooks: string }>
> = {
  github: {
    name: 'GitHub',
    about: 'Issues from issues, “fixes WEB-1A” in commits, and links from frames to the source.',
    steps: [
      'Settings, Developer settings, Fine-grained tokens, Generate new token.',
      'Choose the repositories, and of permissions: Issues, read and write; Metadata, read-only.',
      'Copy the token and paste it here.',
    ],
    hooks:
      'In the repository: Settings, Webhooks, Add webhook. Content type application/json, the secret, and the events Issues and Pushes.',
  },
  gitlab: {
    name: 'GitLab',
    about: 'The same on gitlab.com or on a GitLab of your own.',
    steps: [
      'In the project or group: Settings, Access tokens, Add new token.',
      'Role Reporter or higher, with the scope api.',
      'Copy the token and paste it here.',
    ],
    hooks:
      'In the project: Settings, Webhooks, Add new webhook. The secret as secret token; triggers Push events and Issues events.',
  },
  jira: {
    name: 'Jira',
    about: 'Issues of a project, kept in step with those here.',
    steps: [
      'Jira Cloud: on id.atlassian.com, Security, API tokens. Data Center: a personal access token of your profile.',
      'Give the address of your site, such as https://acme.atlassian.net, and of Jira Cloud the mail address of the token’s user.',
      'Copy the token and paste it here.',
    ],
    hooks: 'Settings, System, WebHooks, Create. Events: Issue, updated. Give the secret there.',
  },
  slack: {
    name: 'Slack',
    about: 'An app with buttons: resolve, ignore and assign without leaving Slack.',
    steps: [
      'On api.slack.com/apps, create an app from scratch in your workspace.',
      'OAuth & Permissions: add the bot scopes chat:write, channels:read, users:read and users:read.email. Install it.',
      'Copy the Bot User OAuth Token (xoxb-…), and of Basic Information the Signing Secret. Paste both here.',
    ],
    hooks: 'Interactivity & Shortcuts: switch it on, with this as the Request URL. Invite the app to the channel.',
  },
}

export const INTEGRATION_KINDS = Object.keys(INTEGRATION_CATALOGUE) as readonly IntegrationKind[]
