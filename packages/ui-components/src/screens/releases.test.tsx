import { describe, expect, it } from '@jest/globals'
import type { ReactElement } from 'react'
import { XSS } from '../event/fixtures/hostile-event.js'
import { STORY_NOW } from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import { aRelease, shopReleases } from '../provider/memory/shop-releases.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { rendered } from '../provider/rendered.js'
import { decodeReleases, encodeReleases, issuesOfRelease, releaseQuery } from './release-params.js'
import { ReleaseScreen } from './release-screen.js'
import { ReleasesScreen } from './releases-screen.js'

const ORG = 'acme'

function render(
  screen: ReactElement,
  { at = '/', version = '', ...fixtures }: Partial<MemoryFixtures> & { at?: string; version?: string },
) {
  const client = createMemoryClient({ ...shopWorld, ...fixtures, now: () => STORY_NOW })
  const params = decodeReleases(at.slice(at.indexOf('?')))
  return rendered(screen, {
    ...{ client, at },
    read: (queries) => [
      queries.projects(ORG),
      queries.releaseList(ORG, releaseQuery(params)),
      queries.releaseHealth(ORG, null, params.project === '' ? [] : [params.project]),
      queries.release(ORG, version),
      queries.commits(ORG, version),
      queries.deploys(ORG, version),
      queries.releaseHealth(ORG, version, []),
    ],
  })
}

describe('the list of releases', () => {
  const list = <ReleasesScreen org={ORG} />

  it('tells of each what it broke, how healthy it is and where it is', async () => {
    const { text, html } = await render(list, { releases: shopReleases })
    expect(text).toMatch(/1\.4\.2 shop@1\.4\.2 Shop API, Storefront released 5h ago in production since 3h ago/)
    expect(text).toMatch(/New issues 4 of 1\.4\.2 Crash-free 98\.7 % Last event 1m ago/)
    expect(text).toMatch(/9fceb02d0ae5 .* Storefront made 20m ago New issues 0 Crash-free –/)
    expect(html).toContain(issuesOfRelease(ORG, 'shop@1.4.2', { key: 'first_release' }).replaceAll('&', '&amp;'))
  })

  it('narrows by project and part of the version', async () => {
    const { text } = await render(list, { releases: shopReleases, at: '/acme/releases?query=1.4&project=2' })
    expect(text).toContain('shop@1.4.2')
    expect(text).not.toContain('shop@1.4.1')
  })

  it('says how there could be some, or that none fits', async () => {
    expect((await render(list, { releases: [] })).text).toContain('sentry-cli releases new VERSION')
    const { text } = await render(list, { releases: shopReleases, at: '/acme/releases?query=9.9' })
    expect(text).toContain('No release like that')
  })
})

describe('a release', () => {
  it('shows where it went and what it was made of', async () => {
    const version = 'shop@1.4.2'
    const { text } = await render(<ReleaseScreen org={ORG} version={version} />, { releases: shopReleases, version })
    expect(text).toMatch(/New issues 4 Shop API : 3 Storefront : 1/)
    expect(text).toMatch(/Crash-free sessions 98\.7 % Crash-free users 95\.5 % Sessions 48\.2K/)
    expect(text).toMatch(/production blue finished 3h ago/)
    expect(text).toMatch(/Decline cards before the order is written Ada Lovelace 5h ago acme\/shop 3 files/)
    expect(text).not.toContain('The order stayed open')
  })

  it('makes no link of an address that is none, and no markup of a name', async () => {
    const release = aRelease({ version: XSS, url: 'javascript:alert(1)', ref: XSS })
    const { html } = await render(<ReleaseScreen org={ORG} version={XSS} />, { releases: [{ release }], version: XSS })
    expect(html).not.toMatch(/href="javascript:/)
    expect(html).not.toContain('<img src=x')
  })
})

describe('the address of the list of releases', () => {
  it('is read as it is written, without what cannot be', () => {
    const params = { query: 'shop@1 &', project: '12', cursor: 'abc' }
    expect(decodeReleases(encodeReleases(params))).toEqual(params)
    expect(encodeReleases({ query: '', project: '', cursor: null })).toBe('')
    expect(decodeReleases('?project=x')).toMatchObject({ project: '' })
  })
})
