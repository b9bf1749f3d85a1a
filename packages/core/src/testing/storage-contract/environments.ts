import { expect, it } from '@jest/globals'
import { newEventId } from '../../protocol/ids.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, UNKNOWN_IDS } from './world.js'

export function environmentsContract({ storage }: Subject): void {
  it('an environment is hidden in one project, and in the organization where all of its projects hide it', async () => {
    const { projects } = storage()
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const other = await aProject(storage(), organizationId)
    const inStaging = (id: string) => world.event({ eventId: newEventId(), projectId: id, environment: 'staging' })
    await world.persist(inStaging(projectId), inStaging(other.id))
    const [shown] = await projects.environments(organizationId, [projectId])
    expect(shown).toEqual({ id: expect.stringMatching(/^\d+$/), name: 'staging', isHidden: false })
    const hidden = { ...shown, isHidden: true }
    expect(await projects.setEnvironmentHidden(organizationId, projectId, 'staging', true)).toEqual(hidden)
    expect(await projects.environments(organizationId, [projectId])).toEqual([hidden])
    expect(await projects.environments(organizationId, null)).toMatchObject([{ name: 'staging', isHidden: false }])
    await projects.setEnvironmentHidden(organizationId, other.id, 'staging', true)
    expect(await projects.environments(organizationId, null)).toMatchObject([{ name: 'staging', isHidden: true }])
    await world.persist(inStaging(projectId))
    expect(await projects.environments(organizationId, [projectId])).toEqual([hidden])
  })

  it('what no event was in cannot be hidden, nor what is of others', async () => {
    const { projects } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    await theirs.persist(theirs.event({ environment: 'prod' }))
    for (const id of [ours.projectId, theirs.projectId, ...UNKNOWN_IDS])
      expect(await projects.setEnvironmentHidden(ours.organizationId, id, 'prod', true)).toBeNull()
    expect(await projects.setEnvironmentHidden(ours.organizationId, ours.projectId, 'a\0b', true)).toBeNull()
    expect(await projects.environments(theirs.organizationId, null)).toMatchObject([{ isHidden: false }])
  })
}
