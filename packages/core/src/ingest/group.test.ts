import { describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, send, type World } from '../../test/ingest-world.js'
import type { GroupingSettings } from '../ports/grouping-settings.js'
import { createDrain } from './drain.js'

const frames = (...names: readonly string[]) =>
  names.map((name) => ({ function: name, filename: `/srv/${name}.js`, in_app: true }))
const thrown = (type: string, value: string, rest: object = {}) =>
  anError({ exception: [{ type, value, stacktrace: { frames: frames('main', 'pay') } }], ...rest })

const configure = ({ storage, project }: World, settings: Partial<GroupingSettings>) =>
  storage.projects.updateGroupingSettings(project.organizationId, project.id, settings)

/** The issue of each event, after all were stored. A drain of its own knows the settings of now. */
async function issuesOf(world: World, ...events: readonly Record<string, unknown>[]) {
  const drain = createDrain(world)
  drain.start()
  for (const event of events) await send(world, { body: envelope(event) })
  await drain.idle()
  await drain.stop()
  const { organizationId, id } = world.project
  return Promise.all(
    events.map(async ({ event_id }) => {
      const event = await world.storage.events.find(organizationId, { projectId: id }, String(event_id))
      return event?.issueId ?? null
    }),
  )
}

describe('a project whose engine was replaced', () => {
  it('keeps its issues: what the engine before knew goes where it was', async () => {
    const world = await aWorld()
    await configure(world, { version: 'g0' })
    const [before] = await issuesOf(world, thrown('TypeError', 'x'))
    const until = new Date(world.clock.now().getTime() + 1000)
    await configure(world, { version: 'g1', previous: 'g0', previousUntil: until })
    const [again, other] = await issuesOf(world, thrown('TypeError', 'y'), thrown('RangeError', 'y'))
    expect(again).toBe(before)
    expect(other).not.toBe(before)
    // By now the issue has the hash of the present engine, so the end of the time changes nothing.
    await world.clock.advance(2000)
    expect(await issuesOf(world, thrown('TypeError', 'z'))).toEqual([before])
  })

  it('that grouped by rules is asked with them', async () => {
    const world = await aWorld()
    const rules = { stackRules: 'function:main -group', fingerprintRules: 'type:RangeError -> ranges' }
    await configure(world, { version: 'g1', ...rules })
    const report = () => [thrown('TypeError', 'x'), thrown('RangeError', 'y')]
    const before = await issuesOf(world, ...report())
    const previousUntil = new Date(world.clock.now().getTime() + 1000)
    await configure(world, { version: 'g0', previous: 'g1', previousUntil })
    expect(await issuesOf(world, ...report())).toEqual(before)
  })

  it('makes new issues when the time is over', async () => {
    const world = await aWorld()
    await configure(world, { version: 'g0' })
    const [before] = await issuesOf(world, thrown('TypeError', 'x'))
    await configure(world, { version: 'g1', previous: 'g0', previousUntil: world.clock.now() })
    expect(await issuesOf(world, thrown('TypeError', 'x'))).not.toEqual([before])
  })

  it('has the same issues when engine and rules were changed twice', async () => {
    const world = await aWorld()
    const until = new Date(world.clock.now().getTime() + 60_000)
    const rules = { fingerprintRules: 'type:RangeError -> ranges', stackRules: 'function:main -app' }
    const none = { fingerprintRules: '', stackRules: '' }
    const report = () => [thrown('TypeError', 'x'), thrown('RangeError', 'y')]
    await configure(world, { version: 'g0' })
    const first = await issuesOf(world, ...report())
    await configure(world, { version: 'g1', previous: 'g0', previousUntil: until })
    expect(await issuesOf(world, ...report())).toEqual(first)
    await configure(world, rules)
    const [kept, byRule] = await issuesOf(world, ...report())
    expect([kept, first.includes(byRule ?? '')]).toEqual([first[0], false])
    await configure(world, none)
    expect(await issuesOf(world, ...report())).toEqual(first)
    await configure(world, { version: 'g0', previous: 'g1' })
    expect(await issuesOf(world, ...report())).toEqual(first)
  })
})

describe('the rules of a project', () => {
  it('decide what is one issue, and what it is called', async () => {
    const world = await aWorld()
    await configure(world, { fingerprintRules: 'type:*Error -> errors title="Failed at {{ function }}"' })
    const [one, other] = await issuesOf(world, thrown('TypeError', 'x'), thrown('RangeError', 'y'))
    expect(one).toBe(other)
    const issue = await world.storage.issues.get(one ?? '')
    expect(issue?.title).toBe('Failed at pay')
  })

  it('with a fault leave the others in force', async () => {
    const world = await aWorld()
    await configure(world, { fingerprintRules: 'nonsense\ntype:*Error -> errors' })
    const [one, other] = await issuesOf(world, thrown('TypeError', 'x'), thrown('RangeError', 'y'))
    expect(one).toBe(other)
  })
})
