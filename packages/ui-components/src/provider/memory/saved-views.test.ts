import { describe, expect, it } from '@jest/globals'
import { createMemoryClient } from './client.js'
import { shopWorld } from './shop-world.js'

describe('saved views in memory', () => {
  it('are kept, changed and deleted, by position', async () => {
    const client = createMemoryClient(shopWorld)
    const org = (await client.listOrganizations()).items[0]?.slug ?? ''
    const first = await client.createSavedView(org, { name: ' Crashes ', query: 'level:fatal', sort: '-users' })
    const second = await client.createSavedView(org, { name: 'Mine', visibility: 'organization', position: 0 })
    expect(first).toMatchObject({ name: 'Crashes', visibility: 'owner', position: 0, isMine: true, columns: [] })
    await client.updateSavedView(org, first.id, { position: 2, columns: ['tag:browser'] })
    expect(await client.listSavedViews(org)).toEqual([second, { ...first, position: 2, columns: ['tag:browser'] }])
    await client.deleteSavedView(org, second.id)
    expect((await client.listSavedViews(org)).map(({ name }) => name)).toEqual(['Crashes'])
    await expect(client.createSavedView(org, { name: ' ' })).rejects.toMatchObject({ status: 422 })
  })

  it('show the top tag of issues as a column', async () => {
    const client = createMemoryClient(shopWorld)
    const org = (await client.listOrganizations()).items[0]?.slug ?? ''
    const { items } = await client.listIssues(org)
    const [tag] = (await Promise.all(items.map(({ id }) => client.getIssueTags(id)))).flat()
    const key = tag?.key ?? ''
    const found = await client.getIssuesTopTags(
      org,
      items.map(({ id }) => id),
      [key, 'none'],
    )
    expect(found.length).toBeGreaterThan(0)
    for (const { id, ...top } of found) {
      const [all] = await client.getIssueTags(id, key)
      const best = all?.topValues[0]
      expect(top).toEqual({ key, value: best?.value, count: best?.count, total: all?.totalValues })
    }
  })
})
