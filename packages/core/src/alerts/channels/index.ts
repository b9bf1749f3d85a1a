import type { RecipientKind } from '../../ports/alerts.js'
import type { Channel } from './channel.js'
import { discord } from './discord.js'
import { feishu } from './feishu.js'
import { googlechat } from './googlechat.js'
import { ntfy } from './ntfy.js'
import { opsgenie } from './opsgenie.js'
import { pagerduty } from './pagerduty.js'
import { signed } from './signed.js'
import { slack } from './slack.js'
import { slackApp } from './slack-app.js'
import { teams } from './teams.js'
import { telegram } from './telegram.js'
import { template } from './template.js'
import { webhook } from './webhook.js'
import { zulip } from './zulip.js'

/** All but mail, which goes to addresses. */
export const CHANNELS: Readonly<Record<Exclude<RecipientKind, 'email'>, Channel>> = {
  ...{ webhook, discord, googlechat, teams, ntfy, zulip, feishu },
  ...{ slack, slack_app: slackApp, telegram, pagerduty, opsgenie, signed, template },
}
