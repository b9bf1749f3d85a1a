import { describe, expect, it } from '@jest/globals'
import type { RecipientKind } from '../ports/alerts.js'
import { openRecipient, sealRecipient } from './recipient-secrets.js'

const OLD = { secretKey: 'o'.repeat(32), secretKeyFallbacks: [] }
const NEW = { secretKey: 'n'.repeat(32), secretKeyFallbacks: [OLD.secretKey] }
const slack = (path: string) => ({
  ...{ kind: 'slack' as RecipientKind, url: `https://hooks.slack.com/services/${path}`, config: {} },
})

describe('what is sealed of a recipient', () => {
  it('shows where it leads to, and opens to what it was', () => {
    const sealed = sealRecipient(OLD, '1', slack('T0/secret'))
    expect(JSON.stringify(sealed)).not.toContain('T0/secret')
    expect(sealed.url).toMatch(/^https:\/\/hooks\.slack\.com\/\*+#[0-9a-f]{16}$/)
    expect(openRecipient(OLD, '1', sealed)).toMatchObject(slack('T0/secret'))
    expect(openRecipient(OLD, '2', sealed)).toBeNull()
  })

  it('stays the same recipient where it leads to the same place, also under another key', () => {
    const before = [sealRecipient(OLD, '1', slack('T1/a')), sealRecipient(OLD, '1', slack('T0/b'))]
    expect(sealRecipient(OLD, '1', slack('T0/b')).url).toBe(before[1]?.url)
    expect(sealRecipient(NEW, '1', slack('T0/b')).url).not.toBe(before[1]?.url)
    const after = sealRecipient(NEW, '1', slack('T0/b'), before)
    expect(after.url).toBe(before[1]?.url)
    expect(openRecipient({ ...NEW, secretKeyFallbacks: [] }, '1', after)).toMatchObject(slack('T0/b'))
    const urls = before.map(({ url }) => url)
    expect(urls).not.toContain(sealRecipient(NEW, '1', slack('T0/c'), before).url)
  })
})
