import { describe, expect, it } from '@jest/globals'
import { anOrganization, aProject, aUser } from './memory/builders.js'
import { createMemoryClient } from './memory/client.js'
import { organizationWorld } from './memory/organization-world.js'
import { allProjects, ownedOrganizations } from './read-own.js'

describe('what belongs to the reader', () => {
  it('is every project, page after page, up to a thousand', async () => {
    const projects = Array.from({ length: 1_150 }, (_, n) => aProject({ id: String(n), slug: `p-${n}` }))
    const client = createMemoryClient({ user: aUser(), organizations: [anOrganization()], projects })
    expect(await allProjects(client)).toHaveLength(1_000)
    const few = createMemoryClient({
      user: aUser(),
      organizations: [anOrganization()],
      projects: projects.slice(0, 150),
    })
    expect((await allProjects(few)).map(({ id }) => id).at(-1)).toBe('149')
  })

  it('is an organization of which they are the primary owner, and no other', async () => {
    const owner = await ownedOrganizations(createMemoryClient(organizationWorld('owner')))
    expect(owner.map(({ slug }) => slug)).toContain('acme')
    expect(await ownedOrganizations(createMemoryClient(organizationWorld('manager')))).toEqual([])
  })
})
