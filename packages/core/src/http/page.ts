import { AppError } from '../errors.js'
import type { Page, PageRequest } from '../ports/model.js'
import { jsonResponse } from './answers.js'
import type { Call, HttpResponse } from './types.js'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100
/** The most that `X-Hits` says; then it means "or more". */
export const MAX_HITS = 1000

/** `limit` and `cursor` of a list. An empty cursor is the first page: sentry-cli sends it so. */
export function pageOf(query: URLSearchParams): PageRequest {
  const limit = query.get('limit') ?? ''
  if (limit !== '' && !/^\d{1,9}$/.test(limit)) {
    const fault = {
      type: 'int_parsing',
      loc: ['query', 'limit'],
      msg: `Wanted a whole number, found "${limit.slice(0, 40)}"`,
    }
    throw new AppError('invalid_input', fault.msg, { fields: [fault] })
  }
  const cursor = query.get('cursor')
  return {
    limit: limit === '' ? DEFAULT_LIMIT : Math.min(Math.max(Number(limit), 1), MAX_LIMIT),
    cursor: cursor === null || cursor === '' ? null : cursor,
  }
}

/**
 * A page as a bare JSON array with its `Link` header.
 * `hits` counts all that there is up to `MAX_HITS`; it is asked only where the page is not everything.
 */
export async function pageResponse<T>(
  call: Pick<Call, 'url'>,
  page: Page<T>,
  encode: (item: T) => unknown,
  hits?: () => Promise<number>,
): Promise<HttpResponse> {
  const isWhole = page.next === null && page.previous === null
  const count = isWhole ? page.items.length : ((await hits?.()) ?? null)
  return jsonResponse(200, page.items.map(encode), {
    link: linkHeader(call.url, page),
    ...(count === null ? {} : { 'x-hits': String(count), 'x-max-hits': String(MAX_HITS) }),
  })
}

/** Every page of a list, for the few answers that hold a whole list. */
export async function allPages<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await list({ limit: MAX_LIMIT, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return items
}

// Terraform's provider wants `rel` right before `results`; others split the header at every comma and semicolon,
// so that a URL may hold none.
function linkHeader(url: URL, page: { readonly next: string | null; readonly previous: string | null }): string {
  const part = (rel: string, cursor: string | null) => {
    const target = new URL(url)
    if (cursor !== null) target.searchParams.set('cursor', cursor)
    const text = target.href.replaceAll(',', '%2C').replaceAll(';', '%3B')
    return `<${text}>; rel="${rel}"; results="${cursor !== null}"; cursor="${cursor ?? ''}"`
  }
  return `${part('previous', page.previous)}, ${part('next', page.next)}`
}
