import { templateValues } from '../template/names.js'
import { parseTemplate } from '../template/parse.js'
import { renderTemplate } from '../template/render.js'
import { type Channel, type ChannelRequest, wordOf } from './channel.js'

const METHODS: readonly ChannelRequest['method'][] = ['POST', 'PUT', 'PATCH']

/** A body that the user has written. */
export const template: Channel = {
  shown: 20,
  requests: (notice, { url, config }, sending) => {
    const contentType = wordOf(config, 'contentType') || 'application/json'
    const nodes = parseTemplate(wordOf(config, 'body'))
    // What cannot be read is not kept.
    const body = 'message' in nodes ? '' : renderTemplate(nodes, templateValues(notice, sending), contentType)
    const method = METHODS.find((one) => one === config.method) ?? 'POST'
    return [{ url, method, body, headers: { ...headersOf(config.headers), 'content-type': contentType } }]
  },
}

function headersOf(headers: unknown): ChannelRequest['headers'] {
  const pairs = (Array.isArray(headers) ? headers : []) as readonly Readonly<Record<string, unknown>>[]
  return Object.fromEntries(pairs.map(({ name, value }) => [String(name).toLowerCase(), String(value)]))
}
