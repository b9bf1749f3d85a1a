import { describe, expect, it } from '@jest/globals'
import { describeOutcome } from './outcomes.js'

describe('what became of a request', () => {
  it('needs no remedy where it was accepted', () => {
    expect(describeOutcome('accepted', '', ['event'])).toEqual({ title: 'Accepted', remedy: null })
  })

  it('says what is missing where it held no error', () => {
    expect(describeOutcome('accepted', '', ['session']).remedy).toMatch(/send an error/)
  })

  it.each([
    ...['no_key', 'malformed_key', 'unknown_key', 'wrong_project', 'disabled_key', 'not_accepting', 'throttled'],
    ...['key_rate', 'project_rate', 'organization_rate', 'spike', 'disk_full', 'buffer_full', 'too_large'],
    ...['browser-extensions', 'localhost', 'legacy-browsers', 'web-crawlers', 'filtered-transaction', 'error-message'],
    ...['empty', 'no_event', 'no_monitor', 'unknown_status', 'no_release', 'timestamp', 'too_many'],
    ...['release-version', 'ip-address', 'before_store', 'not_stored'],
  ])('has a remedy for %s', (reason) => {
    expect(describeOutcome('invalid', reason).remedy).toMatch(/\w/)
    expect(describeOutcome('invalid', reason).title).not.toBe('Refused')
  })

  it('has words for what it does not know', () => {
    expect(describeOutcome('invalid', 'from_the_future').title).toBe('Refused')
    expect(describeOutcome('constructor', '__proto__').title).toBe('Refused')
  })
})
