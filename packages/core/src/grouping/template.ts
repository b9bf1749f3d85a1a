import { valueText } from './g1/exceptions.js'
import { familyOf } from './rules/families.js'

/** What a text of an event says apart from what varies: `user 42 not found` → `user <number> not found`. Never changes. */
export function messageTemplate(text: string, platform: string): string {
  return valueText(text, familyOf(platform) === 'javascript')
}
