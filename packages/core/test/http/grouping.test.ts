import { beforeEach, describe, expect, it } from '@jest/globals'
import type { GroupingPreviewJson } from '../../src/client/grouping-types.js'
import { DEFAULT_GROUPING_SETTINGS } from '../../src/ports/grouping-settings.js'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('test')
const { ask, clock, report } = site
let path: string

beforeEach(() => {
  path = `/projects/${site.org}/web/grouping/`
})

async function issueOf(event: Record<string, unknown>): Promise<string> {
  const eventId = await report(event)
  return (await site.world.app.context.storage.events.issueOfEvent(site.acme.organization.id, eventId)) ?? ''
}

/** Running processes have heard of what was changed. */
const settled = () => clock.advance(10_001)

describe('the grouping of a project', () => {
  it('begins with the newest engine and no rules', async () => {
    expect(await ask('GET', path)).toMatchObject({
      status: 200,
      body: {
        version: 'g1',
        versions: ['g0', 'g1'],
        previous: null,
        previousUntil: null,
        fingerprintRules: '',
        stackRules: '',
        faults: [],
      },
    })
  })

  it('keeps rules to the letter, and what is not given stays', async () => {
    const fingerprintRules = '\n# ours\n  type:A -> a  \n'
    expect(await ask('PUT', path, { fingerprintRules })).toMatchObject({ status: 200, body: { fingerprintRules } })
    await ask('PUT', path, { stackRules: 'function:a -app' })
    expect((await ask('GET', path)).body).toMatchObject({ fingerprintRules, stackRules: 'function:a -app' })
  })

  it('is noted when somebody changes it, and not when they save what was there', async () => {
    const { storage } = site.world.app.context
    await ask('PUT', path, { fingerprintRules: 'type:A -> a' })
    await ask('PUT', path, { fingerprintRules: 'type:A -> a' })
    const page = { limit: 10, cursor: null }
    const { items } = await storage.audit.list(site.acme.organization.id, page, { action: 'project.grouping_changed' })
    expect(items).toMatchObject([
      { target: { kind: 'project' }, before: { fingerprintRules: '' }, after: { fingerprintRules: 'type:A -> a' } },
    ])
  })

  it('names each fault at its place, and saves nothing then', async () => {
    const body = { fingerprintRules: 'type:A -> a\n\ntype:B', stackRules: 'function:a +nothing' }
    expect(await ask('PUT', path, body)).toMatchObject({
      status: 400,
      body: {
        detail: expect.stringMatching(/^Line 3, column \d+ of the fingerprint rules: .* There is 1 more fault\.$/),
        faults: [
          { rules: 'fingerprint', line: 3, column: 7, message: expect.any(String), remedy: expect.any(String) },
          { rules: 'stack', line: 1, column: 12, message: expect.any(String), remedy: expect.any(String) },
        ],
      },
    })
    expect((await ask('GET', path)).body).toMatchObject({ fingerprintRules: '', stackRules: '' })
  })

  it('refuses an engine that there is not, and texts that are too long', async () => {
    expect((await ask('PUT', path, { version: 'g9' })).status).toBe(422)
    expect((await ask('PUT', path, { stackRules: 'x'.repeat(65_537) })).status).toBe(422)
  })

  it('asks the engine before for 90 days when it changes', async () => {
    const until = new Date(clock.now().getTime() + 90 * 86_400_000).toISOString()
    const changed = { version: 'g0', previous: 'g1', previousUntil: until }
    expect((await ask('PUT', path, { version: 'g0' })).body).toMatchObject(changed)
    // The same once more is no change, and begins no new window.
    await clock.advance(1000)
    expect((await ask('PUT', path, { version: 'g0' })).body).toMatchObject(changed)
    const { organization, project } = site.acme
    const past = { previousUntil: new Date(clock.now().getTime() - 1) }
    await site.world.app.context.storage.projects.updateGroupingSettings(organization.id, project.id, past)
    expect((await ask('GET', path)).body).toMatchObject({ version: 'g0', previous: null, previousUntil: null })
  })

  it('is in the project in the words of Sentry, too', async () => {
    const one = `/projects/${site.org}/web/`
    await ask('PUT', path, { fingerprintRules: 'type:A -> a' })
    expect((await ask('GET', one)).body).toMatchObject({ fingerprintingRules: 'type:A -> a', groupingEnhancements: '' })
    const change = { fingerprintingRules: 'type:B -> b', groupingEnhancements: 'function:a -app', name: 'Shop' }
    expect(await ask('PUT', one, change)).toMatchObject({ status: 200, body: change })
    expect((await ask('GET', path)).body).toMatchObject({
      fingerprintRules: 'type:B -> b',
      stackRules: 'function:a -app',
    })
    expect(await ask('PUT', one, { name: 'No', groupingEnhancements: '-' })).toMatchObject({
      status: 400,
      body: { faults: [{ rules: 'stack', line: 1 }] },
    })
    expect((await ask('GET', one)).body).toMatchObject({ name: 'Shop' })
  })
})

describe('a dry run', () => {
  it('tells what would be joined and split, with the issues, and changes nothing', async () => {
    const [a, b, c] = [
      await issueOf(anError('A', { tags: { region: 'eu' } })),
      await issueOf(anError('B')),
      await issueOf(anError('C')),
    ]
    await issueOf(anError('A', { tags: { region: 'us' } }))
    const fingerprintRules = 'type:A -> {{ default }}, {{ tags.region }}\ntype:B -> both\ntype:C -> both'
    const { status, body } = await ask('POST', `${path}preview/`, { fingerprintRules })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        faults: [],
        ...{ examined: 4, issues: 3, isSampled: false, joins: 2, splits: 1, unchanged: 0 },
        sentence: 'would join 2 issues, split 1, leave 0',
      },
    })
    const { changes } = body as GroupingPreviewJson
    const told = changes.map(({ issues, groups, events }) => [issues.map(({ id }) => id).sort(), groups, events])
    expect(told).toEqual(
      expect.arrayContaining([
        [[a], 2, 2],
        [[b, c].sort(), 1, 2],
      ]),
    )
    expect(changes.find(({ groups }) => groups === 2)?.issues).toEqual([
      { id: a, shortId: 'WEB-1', title: expect.stringContaining('A') },
    ])
    expect((await ask('GET', path)).body).toMatchObject({ fingerprintRules: '' })
  })

  it('goes on without the lines that it cannot read, and names them', async () => {
    await issueOf(anError('A'))
    const fingerprintRules = 'type:A ->\ntype:A -> a'
    expect((await ask('POST', `${path}preview/`, { fingerprintRules })).body).toMatchObject({
      faults: [{ rules: 'fingerprint', line: 1 }],
      sentence: 'would join 0 issues, split 0, leave 1',
    })
  })
})

describe('when rules change', () => {
  it('an issue goes on with the hash that they give it, and no second one begins', async () => {
    const issue = await issueOf(anError('A'))
    await ask('PUT', path, { fingerprintRules: 'type:A -> mine' })
    await settled()
    expect(await issueOf(anError('A'))).toBe(issue)
  })

  it('what they join goes to the one with most events, what they split keeps its larger part', async () => {
    const large = await issueOf(anError('A', { tags: { region: 'eu' } }))
    await issueOf(anError('A', { tags: { region: 'eu' } }))
    await issueOf(anError('A', { tags: { region: 'us' } }))
    const [b] = [await issueOf(anError('B')), await issueOf(anError('C'))]
    await issueOf(anError('B'))
    const fingerprintRules = 'type:A -> {{ default }}, {{ tags.region }}\ntype:B -> both\ntype:C -> both'
    await ask('PUT', path, { fingerprintRules })
    await settled()
    expect(await issueOf(anError('A', { tags: { region: 'eu' } }))).toBe(large)
    expect(await issueOf(anError('A', { tags: { region: 'us' } }))).not.toBe(large)
    expect(await issueOf(anError('C'))).toBe(b)
  })
})

describe('a project that changes rules and engine twice', () => {
  it('ends with the same issues', async () => {
    const types = Array.from({ length: 12 }, (_, at) => `Type${at}`)
    const before = new Map<string, string>()
    for (const type of types) before.set(type, await issueOf(anError(type)))
    const steps = [
      { stackRules: 'function:runType1* -app', version: 'g0' },
      { fingerprintRules: 'type:Type2 -> two', version: 'g1' },
      { stackRules: '', fingerprintRules: 'type:Type3 -> {{ default }}, x', version: 'g0' },
      { stackRules: 'path:**/app.js max-frames=1', version: 'g1' },
    ]
    for (const [at, step] of steps.entries()) {
      expect((await ask('PUT', path, step)).status).toBe(200)
      await settled()
      // Not all of them come between two changes.
      for (const type of types.filter((_, index) => index % 3 !== at % 3))
        expect([type, await issueOf(anError(type))]).toEqual([type, before.get(type)])
    }
    for (const type of types) expect([type, await issueOf(anError(type))]).toEqual([type, before.get(type)])
    await ask('PUT', path, DEFAULT_GROUPING_SETTINGS)
    await settled()
    for (const type of types) expect([type, await issueOf(anError(type))]).toEqual([type, before.get(type)])
    const filter = { organizationId: site.acme.organization.id, projectIds: [site.acme.project.id] }
    expect(await site.world.app.context.storage.issues.count(filter, 100)).toBe(types.length)
  })
})
