import { errorCode } from '../../errors.js'
import { type KeptPage, keptPagesOf } from '../../status-pages/kept.js'
import { errorResponse } from '../errors.js'
import type { Call, HttpResponse } from '../types.js'
import { answerShell } from './answer.js'
import { admit } from './door.js'
import { hostOf } from './own-host.js'
import { renderMessage, renderPasswordForm } from './render/messages.js'

/** A page that is asked for, with where its own addresses begin: at its own host with a slash alone. */
export interface OpenPage {
  readonly kept: KeptPage
  readonly base: string
}

/** What answers for a page that may be read. */
export type PageHandler = (call: Call, opened: OpenPage) => HttpResponse | Promise<HttpResponse>

/** Opens the page to whoever may read it, and says so in HTML to whoever may not. */
export function forReaders(handle: PageHandler): (call: Call) => Promise<HttpResponse> {
  return forEverybody(async (call, opened) => {
    const admission = await admit(call, opened.kept)
    if (admission === 'hidden') return notThere(call)
    if (admission === 'password')
      return answerShell(401, renderPasswordForm(opened.kept.page, { base: opened.base, fault: '' }))
    return handle(call, opened)
  })
}

/** The same without a look at who asks. */
export function forEverybody(handle: PageHandler): (call: Call) => Promise<HttpResponse> {
  return async (call) => {
    try {
      const opened = await openPage(call)
      return opened === null ? notThere(call) : await handle(call, opened)
    } catch (error) {
      return refusal(call, error)
    }
  }
}

async function openPage(call: Call): Promise<OpenPage | null> {
  const { context, params } = call
  const { org = '', page: slug = '' } = params
  const pages = keptPagesOf(context)
  const host = hostOf(context, call.header)
  const atHost = host === null ? null : await pages.get({ domain: host })
  if (atHost !== null) return { kept: atHost, base: '/' }
  const kept = await pages.get({ org, slug })
  return kept === null ? null : { kept, base: `${context.config.basePath}/status/${org}/${kept.page.slug}/` }
}

function notThere({ context }: Call): HttpResponse {
  return answerShell(
    404,
    renderMessage(null, {
      ...{ base: `${context.config.basePath}/`, title: 'There is no such page' },
      text: 'The address is wrong, or the page is for members alone: then sign in first, and come again.',
    }),
  )
}

function refusal(call: Call, error: unknown): HttpResponse {
  const code = errorCode(error)
  const plain = errorResponse(error)
  if (plain.status === 500) call.context.logger.error('A status page failed', { requestId: call.requestId, error })
  const [title, text] = WORDS[code ?? ''] ?? ['This did not work', 'Something went wrong here. Try again in a minute.']
  const shell = renderMessage(null, { base: `${call.context.config.basePath}/`, title, text })
  const { 'retry-after': retryAfter } = plain.headers
  return answerShell(plain.status, shell, retryAfter === undefined ? {} : { 'retry-after': retryAfter })
}

const WORDS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  unavailable: ['The status cannot be told now', 'Its storage does not answer. Try again in a minute.'],
  rate_limited: ['Too many attempts', 'Wait a little and try again.'],
}
