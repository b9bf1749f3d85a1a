import type { EventUser, Tag } from '../event.js'
import { KEEP, LENGTH } from './limits.js'
import { normalizePairs } from './pairs.js'
import { cutText, isRecord, type Raw, type Salvage } from './salvage.js'

/** Fields of the event that are searched for as tags. */
export interface TagSources {
  readonly environment: string | undefined
  readonly release: string | undefined
  readonly dist: string | undefined
  readonly server_name: string | undefined
  readonly user: EventUser | undefined
  readonly contexts: Raw | undefined
}

/** The SDK's tags in their order, then those derived from the event, which win over the SDK's of the same name. */
export function normalizeTags(value: unknown, sources: TagSources, salvage: Salvage): readonly Tag[] {
  const tags = new Map<string, string>()
  for (const [key, text] of normalizePairs(value, 'tags', salvage, { max: LENGTH.tag, lists: 'joined' })) {
    const name = cutText(key.trim(), LENGTH.tag)
    if (name !== '' && text.trim() !== '') tags.set(name, text.trim())
  }
  const kept = new Map(salvage.keep([...tags], 'tags', KEEP.tags, 'first'))
  for (const [key, text] of derivedTags(sources)) kept.set(key, cutText(text, LENGTH.tag))
  return [...kept]
}

function derivedTags({ environment, release, dist, server_name, user, contexts }: TagSources): readonly Tag[] {
  const browser = recordAt(contexts, 'browser')
  const browserName = textAt(browser, 'name')
  const device = recordAt(contexts, 'device')
  const derived: readonly (readonly [string, string | undefined])[] = [
    ['browser', browserName && [browserName, textAt(browser, 'version')].filter(Boolean).join(' ')],
    ['browser.name', browserName],
    ['os.name', textAt(recordAt(contexts, 'os'), 'name')],
    ['device', textAt(device, 'model')],
    ['user.id', user?.id],
    ['user.email', user?.email],
    ['user.username', user?.username],
    ['environment', environment],
    ['release', release],
    ['dist', dist],
    ['server_name', server_name],
  ]
  return derived.flatMap(([key, text]) => (text ? [[key, text] as const] : []))
}

function recordAt(record: Raw | undefined, key: string): Raw | undefined {
  const value = record?.[key]
  return isRecord(value) ? value : undefined
}

function textAt(record: Raw | undefined, key: string): string | undefined {
  const value = record?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
