import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriersOf } from './axe.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at, press } = site
let page: Page

const open = (at: string, size?: { width: number; height: number }) =>
  site.open(`world=uptime&at=${encodeURIComponent(at)}`, size)
const names = () => page.locator('table tbody tr th a').allTextContents()
const tile = (name: string) => page.getByRole('button', { name: new RegExp(`\\d+\\s*${name}$`) })

describe('what is watched', () => {
  it('is found by words and by how it is, with all of that in the address', async () => {
    page = await open('/acme/issues')
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await press('g', 'u')
    await page.getByRole('link', { name: 'Storefront' }).waitFor()
    expect(await names()).toHaveLength(8)
    await press('/')
    await page.keyboard.type('shop')
    await tile('Down').click()
    await page.getByRole('link', { name: 'Storefront' }).waitFor({ state: 'detached' })
    expect([await names(), await at()]).toEqual([['Checkout API'], '/acme/uptime?query=shop&status=down'])
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('link', { name: 'Storefront' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
  })

  it('folds by group, with what is below it', async () => {
    page = await open('/acme/uptime')
    await page.getByRole('button', { name: 'Shop', exact: true }).click()
    await page.getByRole('link', { name: 'Checkout API' }).waitFor({ state: 'detached' })
    expect(await names()).toEqual([
      'Nightly backup',
      'Orders database',
      'Stock import',
      'Mail server',
      'New office router',
    ])
    await page.getByRole('button', { name: 'Shop', exact: true }).click()
    await page.getByRole('link', { name: 'Checkout API' }).waitFor()
  })

  it('is paused together, and an Undo resumes what was not paused before', async () => {
    page = await open('/acme/uptime')
    for (const name of ['Storefront', 'Mail server']) await page.getByLabel(`Choose ${name}`).check()
    await page.getByText('2 monitors chosen').waitFor()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await tile('Paused').filter({ hasText: '2' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await tile('Paused').filter({ hasText: '1' }).waitFor()
  })

  it('hangs on a wall, the worst first', async () => {
    page = await open('/acme/uptime?view=wall')
    await page.getByText('2 monitors not well').waitFor()
    const tiles = await page.locator('[data-wall] li a').allTextContents()
    expect(tiles.slice(0, 3)).toEqual(['Checkout API', 'Search', 'New office router'])
    expect(await barriersOf(page)).toEqual([])
  })
})

describe('a monitor', () => {
  it('opens its days, hours and checks by keyboard', async () => {
    page = await open('/acme/uptime/1')
    const days = page.getByRole('slider', { name: /^Last 90 days/ })
    await days.focus()
    await press('End', ...Array.from({ length: 12 }, () => 'ArrowLeft'))
    expect(await days.getAttribute('aria-valuetext')).toMatch(/^Jan 3: down for 16m/)
    await press('Enter')
    await page.getByRole('heading', { name: 'Saturday, January 3, in UTC' }).waitFor()
    const hours = page.getByRole('slider', { name: /^The hours of the day\. 24 stretches: 23 up, 1 down/ })
    await hours.focus()
    await press('Home', ...Array.from({ length: 11 }, () => 'ArrowRight'), 'Enter')
    await page.getByRole('slider', { name: /^The minutes of the hour\. 60 stretches: 44 up, 16 down/ }).waitFor()
    expect(await at()).toContain('hour=2026-01-03T11')
    expect(await barriersOf(page)).toEqual([])
  })

  it('is looked at now, and says what was answered at its side', async () => {
    page = await open('/acme/uptime/2', { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Check now' }).click()
    const sheet = page.getByRole('dialog', { name: 'Check' })
    await sheet.getByText('503 was answered, 2xx expected').waitFor()
    await sheet.getByText('retry-after').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })
})

describe('the form of a monitor', () => {
  it('tries before it saves, and shows what is refused at its field', async () => {
    page = await open('/acme/uptime')
    await page.getByRole('link', { name: 'New monitor' }).click()
    await page.getByRole('heading', { level: 1, name: 'New monitor' }).waitFor()
    const address = page.getByLabel('Address', { exact: true })
    await address.fill('shop')
    await page.getByRole('button', { name: 'Test before saving' }).click()
    await page.getByText('An address with http:// or https:// is wanted.').waitFor()
    expect(await address.evaluate((field) => field === document.activeElement)).toBe(true)
    await address.fill('https://gone.invalid/')
    await page.getByRole('button', { name: 'Test before saving' }).click()
    await page.getByText('The name was not found').waitFor()
    await address.fill('https://blog.shop.example/')
    await page.getByRole('button', { name: 'Add what must hold' }).click()
    await page.getByRole('menuitem', { name: 'Its text' }).click()
    await page.getByLabel('Text', { exact: true }).fill('Welcome')
    await page.getByLabel('Name', { exact: true }).fill('Blog')
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Make the monitor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Blog' }).waitFor()
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('heading', { level: 1, name: 'Change Blog' }).waitFor()
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Welcome')
  })

  it('has code for jobs in the language they are written in', async () => {
    page = await open('/acme/uptime/new?type=Cron')
    await page.getByLabel('Short name of the job').fill('nightly')
    await page.getByRole('button', { name: 'Python' }).click()
    await page.getByText('@monitor(monitor_slug="nightly")').waitFor()
    expect(await barriersOf(page)).toEqual([])
  })
})
