import { expect, it } from '@jest/globals'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS } from './world.js'

export function hashAdoptionContract({ storage }: Subject): void {
  it('an event with an adopted hash goes into the issue that adopted it', async () => {
    const { issues } = storage()
    const { organizationId, projectId, issueOf, persist, event } = await aWorld(storage())
    const issue = await issueOf({ hashes: ['old'] })
    const adopted = [{ hash: 'new', issueId: issue.id }]
    expect(await issues.adoptHashes(organizationId, projectId, adopted)).toBe(1)
    const [result] = await persist(event({ hashes: ['new'] }))
    expect(result).toMatchObject({ outcome: 'repeat', issueId: issue.id })
    expect(await issues.hashes(organizationId, issue.id)).toEqual(['new', 'old'])
  })

  it('a hash that has an owner keeps it, and unknown issues get none', async () => {
    const { issues } = storage()
    const { organizationId, projectId, issueOf } = await aWorld(storage())
    const [one, other] = [await issueOf({ hashes: ['a'] }), await issueOf({ hashes: ['b'] })]
    const unknown = UNKNOWN_IDS.map((issueId, index) => ({ hash: `u${index}`, issueId }))
    const adopted = [{ hash: 'a', issueId: other.id }, ...unknown]
    expect(await issues.adoptHashes(organizationId, projectId, adopted)).toBe(0)
    expect(await issues.adoptHashes(organizationId, projectId, [])).toBe(0)
    expect(await issues.hashes(organizationId, one.id)).toEqual(['a'])
    expect(await issues.hashes(organizationId, other.id)).toEqual(['b'])
  })

  it('what became part of another issue adopts for that one', async () => {
    const { issues } = storage()
    const { organizationId, projectId, issueOf } = await aWorld(storage())
    const [target, source] = [await issueOf({ hashes: ['a'] }), await issueOf({ hashes: ['b'] })]
    await issues.merge(organizationId, target.id, [source.id], { userId: null, via: 'api', at: NOON })
    await issues.adoptHashes(organizationId, projectId, [{ hash: 'c', issueId: source.id }])
    expect(await issues.hashes(organizationId, target.id)).toEqual(['a', 'b', 'c'])
  })

  it('an issue of another project or organization adopts nothing', async () => {
    const { issues } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const issue = await theirs.issueOf({ hashes: ['a'] })
    const adopted = [{ hash: 'b', issueId: issue.id }]
    expect(await issues.adoptHashes(ours.organizationId, ours.projectId, adopted)).toBe(0)
    expect(await issues.adoptHashes(ours.organizationId, theirs.projectId, adopted)).toBe(0)
    expect(await issues.hashes(theirs.organizationId, issue.id)).toEqual(['a'])
  })

  it('many adoptions and many first events at once end in one issue', async () => {
    const { issues } = storage()
    const { organizationId, projectId, issueOf, persist, event } = await aWorld(storage())
    const issue = await issueOf({ hashes: ['old'] })
    const hashes = Array.from({ length: 20 }, (_, index) => `h${index}`)
    await Promise.all([
      ...hashes.map((hash) => issues.adoptHashes(organizationId, projectId, [{ hash, issueId: issue.id }])),
      ...hashes.map((hash) => persist(event({ hashes: ['old', hash] }))),
    ])
    expect(found(await issues.get(issue.id)).count).toBe(21)
    expect(await issues.hashes(organizationId, issue.id)).toEqual([...hashes, 'old'].sort())
  })

  it('an error that the engine before does not know either is asked about once, whatever comes after', async () => {
    const { event, persist } = await aWorld(storage())
    let asked = 0
    const earlierHashes = () => {
      asked += 1
      return ['unknown']
    }
    for (let batch = 0; batch < 3; batch += 1)
      await persist(event({ hashes: ['new'], earlierHashes }), event({ hashes: ['new'], earlierHashes }))
    // Those of the first batch are looked up together.
    expect(asked).toBeLessThanOrEqual(2)
  })
}
