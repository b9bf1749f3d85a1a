import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriersOf } from './axe.js'
import { eventually } from './eventually.js'
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
    await eventually(names).toHaveLength(8)
    await press('/')
    await page.keyboard.type('shop')
    await tile('Down').click()
    await page.getByRole('link', { name: 'Storefront' }).waitFor({ state: 'detached' })
    await eventually(async () => [await names(), await at()]).toEqual([
      ['Checkout API'],
      '/acme/uptime?query=shop&status=down',
    ])
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('link', { name: 'Storefront' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
  })

  it('folds by group, with what is below it', async () => {
    page = await open('/acme/uptime')
    await page.getByRole('button', { name: 'Shop', exact: true }).click()
    await page.getByRole('link', { name: 'Checkout API' }).waitFor({ state: 'detached' })
    await eventually(names).toEqual([
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
    const worst = async () => (await page.locator('[data-wall] li a').allTextContents()).slice(0, 3)
    await eventually(worst).toEqual(['Checkout API', 'Search', 'New office router'])
    expect(await barriersOf(page)).toEqual([])
  })
})

describe('a monitor', () => {
  it('opens its days, hours and checks by keyboard', async () => {
    page = await open('/acme/uptime/1')
    const days = page.getByRole('slider', { name: /^Last 90 days/ })
    await days.focus()
    await press('End', ...Array.from({ length: 12 }, () => 'ArrowLeft'))
    await eventually(() => days.getAttribute('aria-valuetext')).toMatch(/^Jan 3: down for 16m/)
    await press('Enter')
    await page.getByRole('heading', { name: 'Saturday, January 3, in UTC' }).waitFor()
    const hours = page.getByRole('slider', { name: /^The hours of the day\. 24 stretches: 23 up, 1 down/ })
    await hours.focus()
    await press('Home', ...Array.from({ length: 11 }, () => 'ArrowRight'), 'Enter')
    await page.getByRole('slider', { name: /^The minutes of the hour\. 60 stretches: 44 up, 16 down/ }).waitFor()
    await eventually(at).toContain('hour=2026-01-03T11')
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
    await site.expectNoOverflow()
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
    await eventually(() => address.evaluate((field) => field === document.activeElement)).toBe(true)
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
    await eventually(() => page.getByLabel('Text', { exact: true }).inputValue()).toBe('Welcome')
  })

  it('has code for jobs in the language they are written in', async () => {
    page = await open('/acme/uptime/new?type=Cron')
    await page.getByLabel('Short name of the job').fill('nightly')
    await page.getByRole('button', { name: 'Python' }).click()
    await page.getByText('@monitor(monitor_slug="nightly")').waitFor()
    expect(await barriersOf(page)).toEqual([])
  })
})

const openTold = (at: string, theme: 'light' | 'dark' = 'light', size?: { width: number; height: number }) =>
  site.open(`world=told&theme=${theme}&at=${encodeURIComponent(at)}`, size)
const NARROW = { width: 390, height: 844 }

/** Neither at its width nor for those who do not see it anything stands in the way. */
async function expectNoBarriers() {
  await site.expectNoOverflow()
  expect(await barriersOf(page)).toEqual([])
}

describe('an incident', () => {
  it('is opened by hand, taken on, told of, resolved, and opened again by Undo', async () => {
    page = await openTold('/acme/incidents')
    await page
      .getByRole('link', { name: /Checkout is down/ })
      .first()
      .waitFor()
    await expectNoBarriers()
    await page.getByRole('button', { name: 'Open an incident' }).click()
    await page.getByLabel('What is wrong').fill('Mails are late')
    await page.getByLabel('How bad it is').selectOption('degraded')
    await expectNoBarriers()
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByRole('heading', { level: 1, name: '#14 Mails are late' }).waitFor()
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click()
    await page.getByText('Ada Lovelace acknowledged it').waitFor()
    await page.getByRole('button', { name: 'Identified', exact: true }).click()
    const text = page.getByLabel('Update', { exact: true })
    await eventually(() => text.inputValue()).toMatch(/^The cause is known/)
    await text.fill('The queue is **full**.')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.locator('strong', { hasText: 'full' }).waitFor()
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
    await expectNoBarriers()
  })

  it('is called something better once more is known', async () => {
    page = await openTold('/acme/incidents/12', 'dark', NARROW)
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('What is wrong').fill('Cards are refused')
    await page.getByLabel('How bad it is').selectOption('notice')
    await expectNoBarriers()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: '#12 Cards are refused' }).waitFor()
    await page.getByRole('definition').filter({ hasText: 'Notice' }).waitFor()
    await expectNoBarriers()
  })

  it('is beside the issues that rose with it', async () => {
    page = await openTold('/acme/issues/1')
    await page.getByRole('heading', { name: 'Overlaps incidents' }).waitFor()
    await page.getByRole('link', { name: '#12 Checkout is down' }).click()
    await page.getByRole('heading', { name: 'Issues that rose meanwhile' }).waitFor()
    await eventually(at).toBe('/acme/incidents/12')
  })
})

describe('maintenance', () => {
  it('is planned in a sentence that tells the next three windows', async () => {
    page = await openTold('/acme/maintenance', 'dark', NARROW)
    await page.getByRole('link', { name: 'Plan maintenance' }).click()
    await page.getByLabel('What is done').fill('New disks')
    await page.getByLabel('How often').selectOption('weekly')
    await page.getByRole('button', { name: 'Sat' }).click()
    await page.getByRole('button', { name: 'Sun' }).click()
    await page.getByLabel('Begins').fill('03:15')
    await page.getByLabel('Time zone').selectOption('Europe/Berlin')
    const coming = page.getByRole('listitem').filter({ hasText: '03:15' })
    await coming.nth(2).waitFor()
    await eventually(async () => (await coming.allTextContents()).map((text) => text.slice(0, 17))).toEqual([
      'Sat, Jan 17, 2026',
      'Sat, Jan 24, 2026',
      'Sat, Jan 31, 2026',
    ])
    await page.getByRole('button', { name: 'Plan it' }).click()
    await page.getByText('Choose what it is for.').waitFor()
    await page.getByLabel('Storefront').check()
    await expectNoBarriers()
    await page.getByRole('button', { name: 'Plan it' }).click()
    await page.getByRole('link', { name: 'New disks', exact: true }).waitFor()
    await page.getByText('Every Saturday at 03:15, for 2h, Europe/Berlin').waitFor()
    await expectNoBarriers()
  })
})

describe('a status page', () => {
  it('is put in order by keyboard, and its picture follows', async () => {
    page = await openTold('/acme/status-pages')
    await page.getByRole('link', { name: 'Acme Shop', exact: true }).waitFor()
    await expectNoBarriers()
    await page.getByRole('button', { name: 'New status page' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Partners')
    await page.getByLabel('Storefront').check()
    await page.getByLabel('Mail server').check()
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Partners' }).waitFor()
    const preview = page.getByRole('region', { name: 'Preview' })
    const shown = () => preview.locator('li bdi').allTextContents()
    await preview.getByText('Mail server').waitFor()
    await eventually(shown).toEqual(['Storefront', 'Mail server'])
    await page.getByRole('button', { name: 'Move Mail server up' }).focus()
    await press('Enter')
    await page.getByText('Mail server is number 1 of 2 in section 1 now').waitFor({ state: 'attached' })
    await eventually(shown).toEqual(['Mail server', 'Storefront'])
    await page.getByRole('button', { name: 'Add a section' }).click()
    await page.getByLabel('Name of the section').last().fill('Inside')
    await page.getByRole('button', { name: 'Move Storefront down' }).focus()
    await press('Enter')
    await preview.getByText('Inside').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. The page shows it within a minute.').waitFor()
    await expectNoBarriers()
  })

  it('is written in the dark on a telephone', async () => {
    page = await openTold('/acme/status-pages/shop', 'dark', NARROW)
    await page.getByRole('heading', { name: 'What it shows' }).waitFor()
    await page.getByRole('button', { name: 'Storefront', exact: true }).click()
    await page.getByLabel('Called on the page').fill('Window')
    await page.getByRole('region', { name: 'Preview' }).getByText('Window').waitFor()
    await expectNoBarriers()
  })
})
