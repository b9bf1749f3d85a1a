import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { barriersOf } from './axe.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at, press } = site
let page: Page

declare const client: MemoryClient

const NARROW = { width: 390, height: 844 }
const open = (at: string, size?: { width: number; height: number }, theme: 'light' | 'dark' = 'light') =>
  site.open(`world=alerts&theme=${theme}&at=${encodeURIComponent(at)}`, size)
const names = () => page.locator('main li p:first-child a:first-child').allTextContents()

/** Neither at its width nor for those who do not see it anything stands in the way. */
async function expectNoBarriers() {
  await site.expectNoOverflow()
  expect(await barriersOf(page)).toEqual([])
}

describe('the list of rules', () => {
  it('has what fails first, says who hears of nothing, and is narrowed in its address', async () => {
    page = await open('/acme/issues')
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await press('g', 'a')
    await page.getByRole('link', { name: 'Checkout breaks for many' }).waitFor()
    await eventually(async () => (await names()).filter((name) => name !== 'Warehouse')[0]).toBe(
      'Checkout breaks for many',
    )
    await page.getByText('takes no messages since').waitFor()
    await page
      .getByRole('heading', { name: '2 projects would break unheard: nobody is told of their issues' })
      .waitFor()
    await page.getByRole('button', { name: 'Muted 1' }).click()
    await press('/')
    await page.keyboard.type('certificate')
    await page.getByRole('link', { name: 'News of the API' }).waitFor({ state: 'detached' })
    await eventually(at).toBe('/acme/alerts?query=certificate&state=muted')
    await expectNoBarriers()
  })

  it('says where nobody is told of anything, and takes that back', async () => {
    page = await open('/acme/projects', NARROW)
    await page.evaluate(async () => {
      await client.createMute('acme', { project: 'storefront', isOwn: false, until: null })
      await client.createMute('acme', { project: 'storefront', isOwn: true, until: null })
    })
    await press('g', 'a')
    const muted = page.getByRole('region', { name: 'Muted for everybody' })
    await muted
      .getByText('Nobody is told of anything in Storefront until it is unmuted. Ada Lovelace muted it.')
      .waitFor()
    await eventually(() => muted.getByRole('listitem').count()).toBe(1)
    await expectNoBarriers()
    await muted.getByRole('button', { name: 'Unmute Storefront' }).click()
    await muted.waitFor({ state: 'detached' })
  })

  it('turns a rule off and silent, with a way back', async () => {
    page = await open('/acme/alerts', NARROW, 'dark')
    const isOn = page.getByLabel('On: News of the API')
    await isOn.click()
    await page.getByRole('button', { name: 'Off 2' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Off 1' }).waitFor()
    await page.getByRole('button', { name: 'Mute News of the API' }).click()
    await page.getByRole('menuitem', { name: 'Mute for 8 hours' }).click()
    await page.getByText('Muted until 20:00').waitFor()
    await expectNoBarriers()
  })
})

describe('a rule', () => {
  it('is made from nothing with the keyboard alone, tried while it is written', async () => {
    page = await open('/acme/alerts')
    await page.getByRole('link', { name: 'New rule' }).focus()
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'New rule' }).waitFor()
    const to = async (name: RegExp | string, role: 'button' | 'combobox' | 'textbox' | 'checkbox' | 'spinbutton') => {
      const target = page.getByRole(role, { name, exact: typeof name === 'string' })
      for (let steps = 0; steps < 60; steps += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return
        await press('Tab')
      }
      throw new Error(`The Tab key does not come to ${name}`)
    }
    await to('Name', 'textbox')
    await page.keyboard.type('Storefront breaks')
    await to('Project', 'combobox')
    await page.keyboard.type('Sto')
    await page.getByText(/would have fired/).waitFor()
    await to('escalates', 'button')
    await press(' ')
    await to('gets many events', 'checkbox')
    await press(' ')
    await to('Events', 'spinbutton')
    await press('Control+A')
    await page.keyboard.type('40')
    await to('Search that issues must match', 'combobox')
    await page.keyboard.type('level:err')
    await press('Escape', 'Control+A')
    await page.keyboard.type('level:error')
    await press('Escape')
    await to('Tell somebody else', 'button')
    await press('Enter')
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem')
    await press('End', 'Enter')
    await page.getByRole('heading', { name: 'Templated webhook' }).waitFor()
    await to('Make the rule', 'button')
    await press('Enter')
    await page.getByText('Something is missing: it is marked above.').waitFor()
    const address = page.getByRole('textbox', { name: 'Address', exact: true })
    await eventually(() => address.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('https://gone.invalid/hook')
    await expectNoBarriers()
    await to('Make the rule', 'button')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Storefront breaks' }).waitFor()
    await eventually(at).toMatch(/^\/acme\/alerts\/\d+\?project=storefront$/)
    await page
      .getByText(/when an issue is new, comes back, escalates, or gets 40 events in 5 minutes, only of/)
      .waitFor()
    await to('Send a test', 'button')
    await press('Enter')
    await page.getByText('The name was not found').waitFor()
  })

  it('keeps secrets that nobody types again, and says what is not saved', async () => {
    page = await open('/acme/alerts/2?project=shop-api', NARROW)
    await page.getByRole('button', { name: 'Replace Secret' }).click()
    await page.getByText('Not saved yet.').waitFor()
    await page.getByRole('button', { name: 'Keep the one there was' }).click()
    await page.getByText('Not saved yet.').waitFor({ state: 'detached' })
    await page.getByRole('spinbutton', { name: 'Events', exact: true }).fill('60')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const secret = await page.evaluate(() =>
      (
        globalThis as unknown as { client: { getAlert: (...of: unknown[]) => Promise<{ alertRecipients: unknown }> } }
      ).client
        .getAlert('acme', 'shop-api', 2)
        .then(({ alertRecipients }) => JSON.stringify(alertRecipients)),
    )
    expect(secret).toContain('"secret":"********"')
    await expectNoBarriers()
  })
})

describe('a way of telling people', () => {
  it('is what a rule begins with that is made from the catalogue', async () => {
    page = await open('/acme/settings/integrations')
    await page.getByRole('link', { name: 'New rule with PagerDuty' }).click()
    await page.getByRole('heading', { level: 1, name: 'New rule' }).waitFor()
    await eventually(at).toBe('/acme/alerts/new?channel=pagerduty')
    await page.getByRole('heading', { name: 'PagerDuty' }).waitFor()
    await eventually(() => page.getByRole('heading', { name: 'Mail', exact: true }).count()).toBe(0)
    // Nothing was typed: nothing is asked.
    await press('g', 'a')
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
  })
})

describe('what is not saved', () => {
  it('is asked about before a link, a key or the way back leaves it', async () => {
    page = await open('/acme/alerts')
    await page.getByRole('link', { name: 'Checkout breaks for many' }).click()
    const events = page.getByRole('spinbutton', { name: 'Events', exact: true })
    await events.fill('61')
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    const ways = [
      () => page.getByRole('link', { name: 'Issues', exact: true }).click(),
      async () => {
        await page.getByRole('heading', { level: 1 }).focus()
        await press('g', 'i')
      },
      () => page.evaluate(() => (globalThis as unknown as { navigation: { back(): void } }).navigation.back()),
    ]
    for (const leave of ways) {
      await leave()
      await question.waitFor()
      const stay = question.getByRole('button', { name: 'Stay' })
      await eventually(() => stay.evaluate((one) => one === document.activeElement)).toBe(true)
      await press('Escape')
      await question.waitFor({ state: 'hidden' })
      await eventually(() => events.inputValue()).toBe('61')
      await eventually(at).toMatch(/^\/acme\/alerts\/\d+/)
    }
    await press('g', 'i')
    await expectNoBarriers()
    await question.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await eventually(at).toBe('/acme/issues')
    await press('g', 'u')
    await page.getByRole('heading', { level: 1, name: 'Uptime' }).waitFor()
  })
})

describe('the log', () => {
  it('shows what was sent, and sends what was given up again', async () => {
    page = await open('/acme/alerts/log', undefined, 'dark')
    await page.getByRole('button', { name: 'Not delivered' }).click()
    await eventually(at).toBe('/acme/alerts/log?state=failed')
    await page.getByRole('button', { name: /09:00:00/ }).click()
    const sheet = page.getByRole('dialog', { name: 'Message' })
    await sheet.getByText('It was given up after 3 attempts.').waitFor()
    await sheet.getByText('SHOP-API-1K').first().waitFor()
    await expectNoBarriers()
    await sheet.getByRole('button', { name: 'Send again' }).click()
    await sheet.getByText('It was given up after 4 attempts.').waitFor()
    await sheet.getByText('It was not taken again.').waitFor()
  })
})
