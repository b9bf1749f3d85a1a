import { expect, it } from '@jest/globals'
import { encodePayload } from '../../events/payload.js'
import { groupForProject } from '../../ingest/group.js'
import { compileProjectRules } from '../../ingest/project-rules.js'
import { DEFAULT_SCRUB_RULES } from '../../ingest/scrub/rules.js'
import { DEFAULT_INGEST_SETTINGS } from '../../ports/ingest-settings.js'
import type { Id } from '../../ports/model.js'
import { changeGrouping, type GroupingChangeRequest } from '../../projects/grouping.js'
import type { NormalizedEvent } from '../../protocol/event.js'
import { minutesAfter, NOON } from '../builders.js'
import { fakeClock } from '../fake-clock.js'
import type { Subject } from './subject.js'
import { aWorld, found } from './world.js'

const KINDS = 12

/** Events of a dozen errors: each has frames of its own and one that all have, some a tag and numbers in their text. */
function anErrorOf(kind: number, number: number): NormalizedEvent {
  const frame = (name: string, in_app: boolean) => ({ filename: `src/${name}.js`, function: name, in_app })
  const frames = [frame('lib', false), frame('dispatch', true), frame(`run${kind}`, true), frame(`act${kind}`, true)]
  const value = `order ${number} of customer ${number * 7} failed`
  return {
    ...{ event_id: '', timestamp: 0, received: 0, type: 'error', level: 'error', platform: 'node', errors: [] },
    tags: [['region', kind % 2 === 0 ? 'eu' : 'us']],
    exception: { values: [{ type: `Type${kind}`, value, stacktrace: { frames } }] },
  }
}

const CHANGES: readonly GroupingChangeRequest[] = [
  { stackRules: 'stack.function:dispatch -group', version: 'g0' },
  { fingerprintRules: 'error.type:Type2 -> two\nerror.type:Type3 -> {{ default }}, x', version: 'g1' },
  { stackRules: 'family:javascript max-frames=1', version: 'g0' },
  { fingerprintRules: '', version: 'g1' },
  { stackRules: '' },
]

export function groupingLifeContract({ storage }: Subject): void {
  it('a project that changes rules and engine twice ends with the same issues', async () => {
    const { projects, issues } = storage()
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const clock = fakeClock(NOON)
    let number = 0
    const report = async (kind: number): Promise<Id> => {
      number += 1
      const grouping = found(await projects.groupingSettings(organizationId, projectId))
      const rules = compileProjectRules({ ingest: DEFAULT_INGEST_SETTINGS, grouping }, DEFAULT_SCRUB_RULES)
      const document = anErrorOf(kind, number)
      const receivedAt = minutesAfter(NOON, number)
      const { hashes, earlierHashes } = groupForProject(document, receivedAt, rules.grouping)
      const [result] = await world.persist(
        world.event({ hashes, earlierHashes, receivedAt, ...encodePayload(document), tags: document.tags }),
      )
      return found(result).issueId
    }
    const kinds = Array.from({ length: KINDS }, (_, kind) => kind)
    const before = new Map<number, Id>()
    for (const kind of kinds) before.set(kind, await report(kind))
    expect(new Set(before.values()).size).toBe(KINDS)
    for (const [at, change] of CHANGES.entries()) {
      await changeGrouping({ storage: storage(), clock }, { organizationId, id: projectId }, change)
      // Some errors do not happen between two changes.
      for (const kind of kinds.filter((one) => one % 3 !== at % 3))
        expect([at, kind, await report(kind)]).toEqual([at, kind, before.get(kind)])
    }
    for (const kind of kinds) expect([kind, await report(kind)]).toEqual([kind, before.get(kind)])
    expect(await issues.count(world.filter(), 100)).toBe(KINDS)
  })
}
