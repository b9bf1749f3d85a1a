import { listAt, textAt, valueAt } from '../answers.js'
import { type Host, matching, PAGES, type Target } from './host.js'

/** An app in a workspace of Slack. https://docs.slack.dev/reference/methods */
export const slack: Host = {
  defaultUrl: 'https://slack.com',
  api: ({ url }) => ({
    name: 'Slack',
    base: `${url}/api`,
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    // Slack says 200 to nearly everything.
    faultOf(json) {
      if (valueAt(json, 'ok') === true) return null
      const said = textAt(json, 'error') || 'nothing that could be read'
      return { said, isOfQuestion: !/auth|token|account|scope|team|nothing/.test(said) }
    },
  }),
  async whoAmI(ask) {
    const { json } = await ask('/auth.test', { method: 'POST' })
    return `${textAt(json, 'user')} in ${textAt(json, 'team')}`
  },
  async targets(ask, { url }, query) {
    const found: Target[] = []
    let cursor = ''
    for (let page = 0; page < PAGES; page += 1) {
      const { json } = await ask('/conversations.list', {
        query: {
          ...{ exclude_archived: 'true', types: 'public_channel,private_channel', limit: '200' },
          ...(cursor === '' ? {} : { cursor }),
        },
      })
      for (const one of listAt(json, 'channels')) {
        const id = textAt(one, 'id')
        found.push({ id, name: `#${textAt(one, 'name')}`, url: `${url}/archives/${encodeURIComponent(id)}` })
      }
      cursor = textAt(json, 'response_metadata', 'next_cursor')
      if (cursor === '') break
    }
    return matching(found, query)
  },
}
