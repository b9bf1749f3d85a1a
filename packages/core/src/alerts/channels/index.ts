import type { RecipientKind } from '../../ports/alerts.js'
import type { Channel } from './channel.js'
import { discord } from './discord.js'
import { feishu } from './feishu.js'
import { googlechat } from './googlechat.js'
import { ntfy } from './ntfy.js'
import { teams } from './teams.js'
import { webhook } from './webhook.js'
import { zulip } from './zulip.js'

/** All but mail, which goes to addresses. */
export const CHANNELS: Readonly<Record<Exclude<RecipientKind, 'email'>, Channel>> = {
  ...{ webhook, discord, googlechat, teams, ntfy, zulip, feishu },
}
