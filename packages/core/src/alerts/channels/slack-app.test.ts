import { describe, expect, it } from '@jest/globals'
import { slackApp } from './slack-app.js'

const answered = (said: unknown, status = 200) =>
  slackApp.read?.({ status, headers: {}, body: new TextEncoder().encode(JSON.stringify(said)) } as never)

describe('what Slack answers', () => {
  it.each([
    ['invalid_auth', { isPassing: false, isClosed: true }],
    ['channel_not_found', { isPassing: false, isClosed: true }],
    ['msg_too_long', { isPassing: false, isClosed: false }],
    ['ratelimited', { isPassing: true, isClosed: false }],
  ])('says whether it is this message, this moment, or anything at all: %s', (error, meaning) => {
    expect(answered({ ok: false, error })).toEqual({ fault: error, ...meaning })
  })

  it('is taken where it says so, and told by its status where that is no 200', () => {
    expect(answered({ ok: true })).toEqual({})
    expect(answered({}, 503)).toEqual({})
  })
})
