import type { Page, Request } from 'playwright-core'

const QUIET_MS = 200
const PATIENCE_MS = 30_000

const pending = new WeakMap<Page, Set<Request>>()

/** To be called before the page asks for anything. */
export function watchRequests(page: Page): void {
  const requests = new Set<Request>()
  pending.set(page, requests)
  page.on('request', (request) => requests.add(request))
  page.on('requestfinished', (request) => requests.delete(request))
  page.on('requestfailed', (request) => requests.delete(request))
}

/**
 * Resolves once nothing of the page changes any more: what it has asked for has come, and is shown. A page that never
 * stands still is as it is after half a minute.
 */
export async function stillness(page: Page): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  do await quiet(page, deadline - Date.now())
  while ((pending.get(page)?.size ?? 0) > 0 && Date.now() < deadline)
}

/** Resolves after a while without a change of the document, or with the first change after the patience is over. */
function quiet(page: Page, patienceMs: number): Promise<void> {
  return page.evaluate(
    ([quietMs, patienceMs]) =>
      new Promise<void>((resolve) => {
        const deadline = Date.now() + patienceMs
        // Whatever the page still has to do is done first.
        const end = () => {
          changes.disconnect()
          requestIdleCallback(() => resolve(), { timeout: 1000 })
        }
        let timer = setTimeout(end, quietMs)
        const changes = new MutationObserver(() => {
          clearTimeout(timer)
          if (Date.now() < deadline) timer = setTimeout(end, quietMs)
          else end()
        })
        changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      }),
    [QUIET_MS, patienceMs] as const,
  )
}
