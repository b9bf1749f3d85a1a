import type { Context } from '../../context.js'
import { oneLine } from '../../mail/escape.js'
import { layOut } from '../../mail/layout.js'
import { threadId } from '../../mail/thread.js'
import type { ChannelNews } from '../../ports/channels.js'
import type { Mail } from '../../ports/mailer.js'
import type { Organization } from '../../ports/model.js'
import { keyOf, pagesOf } from '../notices.js'

const MAX_ERROR = 500

/** For who runs an organization: a channel of its alerts takes nothing any more, or does again. */
export function newsMail(
  { config }: Pick<Context, 'config'>,
  about: { readonly news: ChannelNews; readonly organization: Organization; readonly to: string },
): Mail {
  const { news, organization, to } = about
  const where = oneLine(`${news.kind} ${news.target}`)
  const name = oneLine(organization.name)
  const isFailing = news.news === 'failing'
  const since = `${news.since.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const subject = isFailing ? `Alerts do not get through to ${where}` : `Alerts get through to ${where} again`
  const fault = { label: 'The last attempt', value: oneLine(news.error).slice(0, MAX_ERROR) }
  const says = isFailing
    ? [
        `Alerts of ${name} do not get through to ${where} since ${since}.`,
        'They wait, and one is tried now and then. You hear of it when they get through again.',
      ]
    : [`What waited since ${since} leaves now.`]
  const item = {
    ...{ title: subject, url: pagesOf({ config }, organization).alerts, action: 'See the alerts' },
    ...{ says: says.map((text) => ({ text })), facts: isFailing && fault.value !== '' ? [fault] : [] },
  }
  const footer = { why: `You get this because you are an owner or a manager of ${name}.`, links: [] }
  const host = config.url.hostname
  return {
    ...{ to, ...layOut({ subject, heading: name, tone: isFailing ? 'bad' : 'good', items: [item], footer }) },
    // That it fails and that it does again stand together.
    inReplyTo: threadId(host, keyOf({ config }, 'channel', `${organization.id}/${news.key}`)),
  }
}
