import { describe, expect, it } from '@jest/globals'
import { auditChanges, auditVerb } from './audit-words.js'

describe('words of the audit log', () => {
  it('tells what is known in a sentence, and what is not by its name', () => {
    expect(auditVerb({ action: 'member.role_changed' })).toBe('changed the role of')
    expect(auditVerb({ action: 'toString.x' })).toBe('did toString.x to')
  })

  it('sets what was beside what is, also of what came or went', () => {
    const before = { name: 'Web', rate: null, gone: 1 }
    const after = { name: 'Wéb', rate: { count: 5 }, made: [true] }
    expect(auditChanges({ before, after })).toEqual([
      { name: 'name', before: 'Web', after: 'Wéb' },
      { name: 'rate', before: null, after: '{"count":5}' },
      { name: 'gone', before: '1', after: null },
      { name: 'made', before: null, after: '[true]' },
    ])
    expect(auditChanges({ before: null, after: null })).toEqual([])
  })
})
