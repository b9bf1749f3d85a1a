import bowserModule from 'bowser'
import type { Raw } from './salvage.js'

/** What a user agent string says about the machine of a person. */
export interface AgentContexts {
  readonly browser?: { readonly type: 'browser'; readonly name: string; readonly version?: string }
  readonly os?: { readonly type: 'os'; readonly name: string; readonly version?: string }
  readonly device?: {
    readonly type: 'device'
    readonly family: string
    readonly brand?: string
    readonly model?: string
  }
}

const MAX_LENGTH = 512
const MAX_REMEMBERED = 1_000

const remembered = new Map<string, AgentContexts>()

/** The contexts of the event, with those that its user agent can fill and the SDK did not. Programs fill none. */
export function withAgentContexts(contexts: Raw | undefined, userAgent: string | null): Raw | undefined {
  if (userAgent === null || !/^(?:Mozilla|Opera|Dalvik)\//.test(userAgent)) return contexts
  const found = agentContexts(userAgent.slice(0, MAX_LENGTH))
  return { ...found, ...contexts }
}

function agentContexts(userAgent: string): AgentContexts {
  const known = remembered.get(userAgent)
  if (known !== undefined) return known
  const made = parse(userAgent)
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(userAgent, made)
  return made
}

// The package is CommonJS: Node hands out its exports, bundlers their `default`.
const bowser = (bowserModule as unknown as { default?: typeof bowserModule }).default ?? bowserModule

/** Names as ua-parser has them, so that tags from other servers still mean the same. */
const NAMES: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Internet Explorer': 'IE',
  macOS: 'Mac OS X',
}

function parse(userAgent: string): AgentContexts {
  const { browser, os, platform } = bowser.parse(userAgent)
  const model = platform.model || androidModel(userAgent)
  const family = model || (platform.vendor === 'Apple' && platform.type === 'desktop' ? 'Mac' : undefined)
  const osVersion = os.name === 'Windows' ? os.versionName : os.version
  return {
    ...(browser.name && {
      browser: {
        type: 'browser',
        name: NAMES[browser.name] ?? browser.name,
        ...(browser.version && { version: browser.version }),
      },
    }),
    ...(os.name && { os: { type: 'os', name: NAMES[os.name] ?? os.name, ...(osVersion && { version: osVersion }) } }),
    ...(family && {
      device: { type: 'device', family, ...(platform.vendor && { brand: platform.vendor }), ...(model && { model }) },
    }),
  }
}

/** `(Linux; Android 14; Pixel 8)`. Chrome sends `K` where it hides the model. */
function androidModel(userAgent: string): string | undefined {
  const model = /;\s?Android [\d.]{1,12};\s?([^;)]{2,60}?)(?: Build\/[^;)]{1,60})?[;)]/.exec(userAgent)?.[1]?.trim()
  return model === undefined || /^(?:wv|[a-z]{2}[-_][a-z]{2})$/i.test(model) ? undefined : model
}
