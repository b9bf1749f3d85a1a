import { expect, it } from '@jest/globals'
import { DEFAULT_GROUPING_SETTINGS, type GroupingSettings } from '../../ports/grouping-settings.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS } from './world.js'

const OURS: GroupingSettings = {
  version: 'g0',
  previous: 'g1',
  previousUntil: new Date('2027-01-02T03:04:05.678Z'),
  fingerprintRules: 'type:A -> ünïcode "quoted"',
  stackRules: 'function:a -app\n',
}

export function groupingContract({ storage }: Subject): void {
  it('is as the defaults say until it is changed', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    expect(await projects.groupingSettings(organizationId, projectId)).toEqual(DEFAULT_GROUPING_SETTINGS)
    expect(await projects.findGroupingSettings([projectId])).toEqual(new Map())
  })

  it('is changed field by field, also when many change at once', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const { version, previous, previousUntil, fingerprintRules, stackRules } = OURS
    const changes = [
      { version },
      { previous, previousUntil },
      { fingerprintRules: `${fingerprintRules}\0` },
      { stackRules },
    ]
    await Promise.all(changes.map((change) => projects.updateGroupingSettings(organizationId, projectId, change)))
    expect(await projects.groupingSettings(organizationId, projectId)).toEqual(OURS)
    expect(await projects.findGroupingSettings([projectId, ...UNKNOWN_IDS])).toEqual(new Map([[projectId, OURS]]))
    const ended = await projects.updateGroupingSettings(organizationId, projectId, {
      previous: null,
      previousUntil: null,
    })
    expect(ended).toEqual({ ...OURS, previous: null, previousUntil: null })
  })

  it('of another organization can be neither read nor changed', async () => {
    const { projects } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    expect(await projects.groupingSettings(ours.organizationId, theirs.projectId)).toBeNull()
    expect(await projects.updateGroupingSettings(ours.organizationId, theirs.projectId, OURS)).toBeNull()
    expect(await projects.groupingSettings(theirs.organizationId, theirs.projectId)).toEqual(DEFAULT_GROUPING_SETTINGS)
  })

  it('an error that only the engine before knows goes into its issue, which gets the hashes of the present one', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const [before] = await persist(event({ hashes: ['old'] }))
    let asked = 0
    const earlierHashes = () => {
      asked += 1
      return ['unknown', 'old']
    }
    const results = await persist(
      event({ hashes: ['new', 'newer'], earlierHashes }),
      event({ hashes: ['new'], earlierHashes: undefined }),
    )
    expect(results.map(({ issueId }) => issueId)).toEqual([found(before).issueId, found(before).issueId])
    expect(await issues.hashes(organizationId, found(before).issueId)).toEqual(['new', 'newer', 'old'])
    await persist(event({ hashes: ['new'], earlierHashes }))
    expect(asked).toBe(1)
  })

  it('a hash of the engine before that no issue owns makes none of its own, and is not kept', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const earlierHashes = () => ['old']
    const [one, other] = await persist(event({ hashes: ['a'], earlierHashes }), event({ hashes: ['b'], earlierHashes }))
    expect(found(one).issueId).not.toBe(found(other).issueId)
    expect(await issues.hashes(organizationId, found(one).issueId)).toEqual(['a'])
  })

  it('fifty first events at once that the engine before put into one issue end there', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const [before] = await persist(event({ hashes: ['old'] }))
    const results = await Promise.all(
      Array.from({ length: 50 }, () => persist(event({ hashes: ['new'], earlierHashes: () => ['old'] }))),
    )
    expect(new Set(results.flat().map(({ issueId }) => issueId))).toEqual(new Set([found(before).issueId]))
    expect(await issues.hashes(organizationId, found(before).issueId)).toEqual(['new', 'old'])
  })
}
