import { expect, it } from '@jest/globals'
import type { SimilarIssueJson } from '../../src/client/grouping-types.js'
import { tenantPer } from './tenants.js'

const site = tenantPer('file')
const { ask, report } = site

async function issueOf(type: string, value: string, names: readonly string[]): Promise<string> {
  const frames = names.map((name) => ({ filename: `src/${name}.js`, function: name, lineno: 3, in_app: true }))
  const event = { platform: 'node', exception: { values: [{ type, value, stacktrace: { frames } }] } }
  const eventId = await report(event)
  return (await site.world.app.context.storage.events.issueOfEvent(site.acme.organization.id, eventId)) ?? ''
}

it('similar issues are told with what they share, the most similar first, and strangers are not', async () => {
  const issue = await issueOf('PaymentError', 'card of customer 17 was refused', ['main', 'buy', 'pay'])
  const close = await issueOf('PaymentError', 'card of customer 9 was refused', ['main', 'renew', 'pay'])
  const far = await issueOf('NetworkError', 'card of customer 9 was refused', ['main', 'retry', 'pay'])
  await issueOf('SyntaxError', 'unexpected token', ['template', 'render'])
  const { status, body } = await ask('GET', `/issues/${issue}/similar/`)
  expect(status).toBe(200)
  const similar = body as SimilarIssueJson[]
  expect(similar.map((one) => one.issue.id)).toEqual([close, far])
  expect(similar[0]).toMatchObject({
    issue: { shortId: expect.stringMatching(/^WEB-/), title: expect.stringContaining('PaymentError') },
    why: 'Both are PaymentError, both come from pay in src/pay.js, their texts are the same but for what varies, and 2 of 3 frames are the same.',
  })
  for (const { score } of similar) expect(score).toBeLessThan(1)
})
