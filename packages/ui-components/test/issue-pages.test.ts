import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { barriersOf } from './axe.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at } = site
let page: Page

declare const client: MemoryClient

const open = (at: string, size?: { width: number; height: number }) =>
  site.open(`world=parts&at=${encodeURIComponent(at)}`, size)

describe('an issue and what is outside', () => {
  const outside = () => site.open(`world=settled&at=${encodeURIComponent('/acme/issues/1')}`)

  it('is muted for oneself or for everybody, and that is taken back', async () => {
    page = await outside()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Mute its alerts…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Mute its alerts' })
    await dialog.getByLabel('For everybody').check()
    await dialog.getByLabel('Until somebody takes it back').check()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click()
    await page.getByText('Its alerts are muted for everybody').waitFor()
    const mutes = () => page.evaluate(() => client.listMutes('acme').then(({ items }) => items))
    await eventually(async () => (await mutes())[0]).toMatchObject({ issueID: '1', isOwn: false, until: null })
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('Its alerts are muted for everybody').waitFor({ state: 'detached' })
    await eventually(async () => (await mutes()).some(({ issueID }) => issueID === '1')).toBe(false)
  })

  it('becomes an issue of a tracker by a draft, or is linked to one that exists', async () => {
    page = await outside()
    const card = page.getByRole('region', { name: 'Trackers' })
    await card.getByRole('button', { name: 'Link' }).click()
    const dialog = page.getByRole('dialog', { name: 'Link to a tracker' })
    await dialog.getByLabel('Repository or project').fill('acme/web')
    await eventually(() => dialog.getByLabel('Title').inputValue()).toMatch(/^SHOP-API-/)
    await dialog.getByLabel('Title').fill('Mend the checkout')
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Make the issue' }).click()
    await card.getByText('Mend the checkout').waitFor()
    await card.getByRole('button', { name: 'Link', exact: false }).first().click()
    await dialog.getByLabel('One that exists').check()
    await dialog.getByLabel('Key or address').fill('acme/api#7')
    await dialog.getByRole('button', { name: 'Link it' }).click()
    await card.getByRole('link', { name: 'acme/api#7' }).waitFor()
    await card.getByRole('button', { name: 'Unlink acme/api#7' }).click()
    await card.getByRole('link', { name: 'acme/api#7' }).waitFor({ state: 'detached' })
  })

  it('has frames that link to their source', async () => {
    page = await outside()
    const source = page.getByRole('link', { name: 'Open source' })
    await source.first().waitFor()
    await eventually(() => source.first().getAttribute('href')).toMatch(
      /^https:\/\/github\.com\/acme\/web\/blob\/abc\/\d+\/\d+$/,
    )
  })
})

describe('the events of an issue', () => {
  it('are compared two at a time', async () => {
    page = await open('/acme/issues/1/events')
    const compare = page.getByRole('button', { name: 'Compare' })
    const boxes = page.locator('tbody input[type=checkbox]')
    await boxes.nth(0).check()
    await eventually(() => compare.isDisabled()).toBe(true)
    await boxes.nth(4).check()
    await compare.click()
    await eventually(at).toMatch(/^\/acme\/issues\/1\/compare\?a=[0-9a-f]{32}&b=[0-9a-f]{32}$/)
    await page.getByText(/\d+ differences that may say something/).waitFor()
    await eventually(() => page.getByRole('row', { name: /^browser\s*, different/ }).textContent()).toContain(
      'Firefox 147',
    )
  })

  it('have the numbers and the columns that were asked for, and are a sheet', async () => {
    page = await open('/acme/issues/1/events')
    await page.getByLabel('Add a tag as a column').selectOption('browser')
    await eventually(at).toBe('/acme/issues/1/events?column=browser')
    await page.getByRole('columnheader', { name: 'browser' }).waitFor()
    const first = page.locator('tbody tr').first()
    await first.getByText('5', { exact: true }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
    expect([lines.length, lines[0]]).toEqual([6, 'number,id,time,message,user,release,environment,url,browser'])
    expect(lines[1]).toContain('Safari 19.1')
    await page.getByRole('button', { name: 'Remove column browser' }).click()
    await eventually(at).toBe('/acme/issues/1/events')
  })

  it('are searched, and say so where none is found', async () => {
    page = await open('/acme/issues/1/events')
    const search = page.getByRole('searchbox', { name: 'Search the events of this issue' })
    await search.fill('browser:"Safari 19"')
    await search.press('Enter')
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
    await search.fill('nowhere')
    await search.press('Enter')
    await page.getByRole('link', { name: 'Show all events' }).click()
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 5)
  })

  it('become an issue of their own, and come home again', async () => {
    page = await open('/acme/issues/1/events')
    await page.locator('tbody input[type=checkbox]').nth(0).check()
    await page.getByRole('button', { name: 'Split into a new issue' }).click()
    const dialog = page.getByRole('dialog', { name: 'Split SHOP-API-1K' })
    await dialog.getByText('Future events stay with this issue').waitFor()
    await dialog.getByRole('button', { name: 'Make 1 new issue' }).click()
    await page.getByText('Made 1 issue of SHOP-API-1K').waitFor()
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 4)
    await page.getByRole('link', { name: 'Grouping' }).click()
    const split = page.getByRole('region', { name: 'Split off' })
    await split.getByText('chosen events').waitFor()
    await split.getByRole('button', { name: 'Bring back' }).click()
    await split.waitFor({ state: 'detached' })
    await eventually(() => page.evaluate(() => client.listIssueEvents('1').then(({ items }) => items.length))).toBe(5)
  })
})

describe('the tags of an issue', () => {
  it('lead to the events that have a value, and to those that have not', async () => {
    page = await open('/acme/issues/1/tags')
    await page.getByRole('link', { name: /^browser/ }).click()
    await eventually(at).toBe('/acme/issues/1/tags?key=browser')
    await page.getByRole('link', { name: 'Events without browser Chrome 143' }).click()
    await eventually(at).toBe('/acme/issues/1/events?query=%21browser%3A%22Chrome+143%22')
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 3)
  })
})

describe('the grouping of an issue', () => {
  it('says what counts and why the rest does not, for each of its hashes', async () => {
    page = await open('/acme/issues/1/grouping')
    await page.getByText('Grouped by the type DatabaseError').waitFor()
    const fold = page.getByRole('button', { name: '10 frames that do not count: not in the app' })
    await fold.click()
    await page.getByText('processTicksAndRejections').first().waitFor()
    await page.getByRole('button', { name: 'Why 9a3a7077' }).click()
    await page.getByText('withRetry').first().waitFor()
  })

  it('is taken apart by hash, after a look at what will be', async () => {
    page = await open('/acme/issues/1/grouping')
    await page.getByLabel('Choose hash 9a3a7077').check()
    await page.getByRole('button', { name: 'Split off 1' }).click()
    const dialog = page.getByRole('dialog', { name: 'Split SHOP-API-1K' })
    await dialog.getByText('Future events with these hashes will go to the new issue').waitFor()
    await eventually(() => dialog.getByLabel('Some hashes').evaluate((radio) => radio === document.activeElement)).toBe(
      true,
    )
    await dialog.getByLabel('Each value of a tag').check()
    await dialog.getByLabel('Tag', { exact: true }).selectOption('browser')
    await dialog.getByRole('button', { name: 'Make 3 new issues' }).waitFor()
    await dialog.getByLabel('Some hashes').check()
    await dialog.getByText('Nothing would move').waitFor()
    await eventually(() => dialog.getByRole('button', { name: 'Split', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel(/^9a3a7077/).check()
    await dialog.getByRole('button', { name: 'Make 1 new issue' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('region', { name: 'Split off' }).getByText('by hash').waitFor()
  })
})

describe('two issues', () => {
  it('are compared, merged after a look at what will be, and taken apart', async () => {
    page = await open('/acme/issues/1/compare')
    await page.getByRole('button', { name: 'Compare with another issue' }).click()
    const picker = page.getByRole('dialog', { name: 'Compare with' })
    await picker.getByLabel('Another issue').fill('https://errors.example.com/acme/issues/3')
    await picker.getByRole('button', { name: 'Compare SHOP-API-1G' }).click()
    await eventually(at).toBe('/acme/issues/1/compare?with=3')
    await page.getByText(/\d+ differences? that may say something|equal in everything/).waitFor()
    await page.getByRole('button', { name: 'Merge the two' }).click()
    const dialog = page.getByRole('dialog', { name: 'Merge issues' })
    await dialog.getByText('SHOP-API-1K stays, because it has most events. It will have 1,696 events').waitFor()
    await dialog.getByRole('button', { name: 'Merge 2 issues' }).click()
    await page.getByText('Merged 2 issues').waitFor()
    await eventually(at).toBe('/acme/issues/1')
    await page.getByRole('link', { name: 'Grouping' }).click()
    const merged = page.getByRole('region', { name: 'Merged in' })
    await merged.getByRole('button', { name: 'Take out again SHOP-API-1G' }).click()
    await merged.waitFor({ state: 'detached' })
    await eventually(() => page.evaluate(() => client.getIssue('3').then(({ shortId }) => shortId))).toBe('SHOP-API-1G')
  })

  it('of two projects are not merged', async () => {
    page = await open('/acme/issues/1/compare?with=2')
    await page.getByRole('button', { name: 'Merge the two' }).click()
    const dialog = page.getByRole('dialog', { name: 'Merge issues' })
    await dialog.getByText('Only issues of one project can be merged').waitFor()
    await eventually(() => dialog.getByRole('button', { name: 'Merge 2 issues' }).isDisabled()).toBe(true)
  })
})

describe('a discarded issue', () => {
  it('is heard of again once it is taken back', async () => {
    page = await open('/acme/settings/projects/shop-api/discarded')
    await page.getByText('Nothing is discarded').waitFor()
    await page.evaluate(() => client.updateIssues('acme', { id: ['8'] }, { discard: true }))
    await page.getByRole('link', { name: 'Limits' }).click()
    await page.getByRole('link', { name: 'Discarded' }).click()
    await page.getByRole('button', { name: /^Take events again/ }).click()
    await page.getByText('Nothing is discarded').waitFor()
  })
})

describe('the pages of an issue', () => {
  it('fade at the side where there are more than a phone shows', async () => {
    page = await open('/acme/issues/1', { width: 390, height: 900 })
    const list = page.getByRole('navigation', { name: 'Pages of this issue' }).getByRole('list')
    await list.and(page.locator('[data-fades=right]')).waitFor()
    await list.evaluate((line) => line.scrollTo({ left: line.scrollWidth }))
    await list.and(page.locator('[data-fades=left]')).waitFor()
    await page.setViewportSize({ width: 1280, height: 900 })
    await list.and(page.locator('[data-fades=none]')).waitFor()
  })

  it('show which of them is read, on a phone as well', async () => {
    page = await open('/acme/issues/1/similar', { width: 390, height: 900 })
    const line = page.getByRole('navigation', { name: 'Pages of this issue' }).getByRole('list')
    await line.and(page.locator('[data-fades=left]')).waitFor()
  })

  it.each(['events', 'tags', 'grouping', 'similar', 'compare'])('have no barriers: %s', async (tab) => {
    for (const width of [1280, 390]) {
      page = await open(`/acme/issues/1/${tab}`, { width, height: 900 })
      await page.locator('nav[aria-label="Pages of this issue"] [aria-current=page]').waitFor()
      await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent !== 'Loading the page')
      await page.waitForLoadState('networkidle')
      expect(await barriersOf(page)).toEqual([])
      await site.expectNoOverflow()
      if (width === 1280) await page.close()
    }
  })
})

describe('releases', () => {
  const shipped = (path: string, size?: { width: number; height: number }) =>
    site.open(`world=shipped&at=${encodeURIComponent(path)}`, size)

  it('are found by a part of their version, and lead to what they broke', async () => {
    page = await shipped('/acme/releases')
    await page.getByLabel('Version').fill('1.4')
    await page.keyboard.press('Enter')
    await page.getByText('9fceb02d0ae5', { exact: true }).waitFor({ state: 'detached' })
    await eventually(at).toBe('/acme/releases?query=1.4')
    await page.getByRole('link', { name: '1.4.2', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'shop@1.4.2' }).waitFor()
    await eventually(at).toBe('/acme/releases/shop%401.4.2')
    await page.getByText('3 files').click()
    await page.getByText('src/payments/declined.ts').waitFor()
    await page.getByRole('link', { name: 'Shop API' }).click()
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await eventually(at).toMatch(/^\/acme\/issues\?query=first_release%3Ashop%401\.4\.2&project=1$/)
  })

  it.each(['', '/shop%401.4.2'])('have no barriers: %s', async (path) => {
    for (const width of [1280, 390]) {
      page = await shipped(`/acme/releases${path}`, { width, height: 900 })
      await page.getByText('acme/shop').or(page.getByText('98.7 %')).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await barriersOf(page)).toEqual([])
      await site.expectNoOverflow()
      if (width === 1280) await page.close()
    }
  })
})
