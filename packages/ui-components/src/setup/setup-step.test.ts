import { describe, expect, it } from '@jest/globals'
import { type SetupStep, setupPath, setupStep } from './setup-step.js'

const empty = { needsSetup: true, isSignedIn: false, ownOrg: null }
const signedIn = { needsSetup: false, isSignedIn: true, ownOrg: null }
const withOrg = { ...signedIn, ownOrg: 'acme' }

describe('the step of the set-up', () => {
  it.each([
    [
      'an empty server begins with the account, whatever is asked for',
      '?step=verify&org=a&project=b',
      empty,
      'account',
    ],
    ['somebody else set it up', '', { ...empty, needsSetup: false }, 'login'],
    ['then the organization', '', signedIn, 'organization'],
    ['then the project, by the address', '?step=project&org=acme', signedIn, 'project'],
    ['a step that was done leads to the next', '?step=organization', withOrg, 'project'],
    ['the last can be come back to', '?step=verify&org=acme&project=shop', withOrg, 'verify'],
    ['without a project there is nothing to verify', '?step=verify&org=acme', signedIn, 'organization'],
    ['a server that is in use is done', '', withOrg, 'done'],
    ['a step that nobody knows is none', '?step=payment', withOrg, 'done'],
  ] as const)('%s', (_, search, facts, expected) => {
    const step = setupStep(search, facts)
    expect(typeof step === 'string' ? step : step.step).toBe(expected)
  })

  it('has an address that leads back to it', () => {
    const steps: readonly SetupStep[] = [
      { step: 'project', org: 'acme & co' },
      { step: 'verify', org: 'acme', project: 'shop-api' },
    ]
    for (const step of steps) expect(setupStep(setupPath(step).replace('/setup', ''), withOrg)).toEqual(step)
  })
})
