import { publicUrl } from '../commands/shared.js'
import { holderOf } from '../data-lock.js'
import { webAssets } from '../web.js'
import { type Check, failed, ok, warning } from './finding.js'

const TIMEOUT_MS = 5_000

/** Whether the pages are there to be served. */
export const checkWebApp: Check = async () => {
  try {
    webAssets()
    return [ok('web app', 'built')]
  } catch {
    return [failed('web app', 'not built: the server has an API but no pages', 'Run `npm run build`.')]
  }
}

/** Whether Mishap answers at the address that DSNs and links are made of. */
export const checkUrl: Check = async (settings) => {
  const url = await publicUrl(settings)
  const isRunning = (await holderOf(settings.dataDir)) !== null
  const fault = await faultOf(url)
  if (fault === null) return [ok('address', `${url} answers`)]
  if (!isRunning)
    return [
      warning(
        'address',
        `${url} does not answer (${fault}), and no server runs on this data directory`,
        'Start it: `mishap serve`.',
      ),
    ]
  return [
    failed(
      'address',
      `A server runs, but ${url} does not lead to it: ${fault}`,
      'Set MISHAP_URL to the address under which people and SDKs reach the server, and mend the proxy in front of it.',
    ),
  ]
}

async function faultOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/api/settings/`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) return `status ${response.status}`
    const body = (await response.json()) as { version?: unknown }
    return typeof body.version === 'string' ? null : 'the answer is not from Mishap'
  } catch (error) {
    const cause = (error as Error).cause
    return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(error)
  }
}
