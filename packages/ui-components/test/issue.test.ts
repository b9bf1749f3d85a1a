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

const open = (at: string, size?: { width: number; height: number }) =>
  site.open(`world=worked&at=${encodeURIComponent(at)}`, size)
const issue = () => page.evaluate(() => client.getIssue('1'))

describe('the work on an issue', () => {
  it('resolves it in the next release, says so, and takes it back', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('button', { name: 'Other ways to resolve' }).click()
    await page.getByRole('menuitem', { name: 'In the next release' }).click()
    await page.getByText('Resolved in the next release: an event').waitFor()
    await eventually(async () => (await issue()).statusDetails).toEqual({ inNextRelease: true })
    await press('u')
    await page.getByText('Regressed: it was resolved').first().waitFor()
    await eventually(async () => (await issue()).status).toBe('unresolved')
  })

  it('ignores, assigns and ranks it with the keyboard alone', async () => {
    page = await open('/acme/issues/1')
    // All of the page is there.
    await page.getByRole('region', { name: 'People' }).getByText('path:src/checkout/* #acme').waitFor()
    await press('m')
    const item = page.getByRole('menuitem', { name: 'For 1 hour' })
    await item.waitFor()
    await press('Escape')
    await item.waitFor({ state: 'detached' })
    await press('a')
    await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
    await page.keyboard.type('hop')
    await page.getByRole('option', { name: /Ada/ }).waitFor({ state: 'detached' })
    await press('Enter')
    await page.getByRole('button', { name: 'Assigned to Grace Hopper' }).waitFor()
    await press('P')
    await page.getByRole('menuitemradio', { name: 'Low' }).click()
    await page.getByRole('button', { name: 'Priority: Low' }).waitFor()
    await eventually(issue).toMatchObject({ priority: 'low', assignedTo: { id: '2' } })
  })

  it('has the keys of the page back at once when a menu closes', async () => {
    page = await open('/acme/issues/1')
    await press('m')
    const menu = page.getByRole('menu', { name: 'Ignore' })
    await menu.waitFor()
    expect(
      await menu.evaluate((shown: HTMLElement) => {
        const before = document.activeElement?.role
        const box = shown.closest<HTMLElement>('[popover]')
        box?.hidePopover()
        return [before, document.activeElement?.tagName]
      }),
    ).toEqual(['menuitem', 'BODY'])
  })

  it('offers whom the rules name, with the rule', async () => {
    page = await open('/acme/issues/1')
    const people = page.getByRole('region', { name: 'People' })
    await people.getByText('path:src/checkout/* #acme').waitFor()
    await people.getByRole('button', { name: 'Assign to #acme' }).click()
    await page.getByRole('button', { name: 'Assigned to #acme' }).waitFor()
    await people.getByText('path:src/checkout/* #acme').waitFor({ state: 'detached' })
  })

  it('merges and splits it from its own page', async () => {
    page = await open('/acme/issues/1')
    for (const [item, title] of [
      ['Merge with…', 'Merge issues'],
      ['Split…', 'Split'],
    ] as const) {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByRole('dialog', { name: title }).waitFor()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  it('deletes nothing before the toast is gone, and stays away after', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await page.getByText('Deleted 1 issue').waitFor()
    await eventually(at).toBe('/acme/issues')
    await eventually(async () => (await issue()).id).toBe('1')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Deleted 1 issue').waitFor({ state: 'detached' })
    await eventually(async () => (await issue()).id).toBe('1')
  })

  it('shows readers no buttons that would be refused', async () => {
    page = await open('/acme/projects')
    await page.evaluate(async () => {
      const organization = { ...(await client.getOrganization('acme')), access: ['event:read'] }
      client.getOrganization = async () => organization
    })
    await page.getByRole('link', { name: 'Issues' }).first().click()
    await page.getByRole('link', { name: /PaymentDeclinedError/ }).click()
    await page.getByRole('heading', { level: 1, name: 'PaymentDeclinedError' }).waitFor()
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor({ state: 'detached' })
    await eventually(() => page.getByRole('textbox', { name: 'Comment' }).count()).toBe(0)
    await eventually(() => page.getByRole('button', { name: /^Assign/ }).count()).toBe(0)
  })
})

describe('comments', () => {
  it('name members, are sent by key, changed, and deleted in the end', async () => {
    page = await open('/acme/issues/1')
    const field = page.getByRole('textbox', { name: 'Comment' })
    await field.fill('**Fixed** by ')
    await field.press('End')
    await page.keyboard.type('@gra')
    await page.getByRole('option', { name: /Grace Hopper/ }).waitFor()
    await press('Enter')
    await eventually(() => field.inputValue()).toBe('**Fixed** by @grace@example.com ')
    await press('Control+Enter')
    const mine = page.getByRole('article', { name: 'Comment by Ada Lovelace' }).first()
    await mine.getByText('Fixed', { exact: true }).waitFor()
    await eventually(() => mine.locator('strong').textContent()).toBe('Fixed')
    await mine.getByText('@Grace Hopper').waitFor()
    await eventually(() => field.inputValue()).toBe('')

    await mine.getByRole('button', { name: 'Your comment' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await mine.getByRole('textbox', { name: 'Edit comment' }).fill('Not yet.')
    await press('Control+Enter')
    await mine.getByText('Not yet.').waitFor()
    await mine.getByText('edited').waitFor()

    await mine.getByRole('button', { name: 'Your comment' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('Not yet.').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Not yet.').waitFor()
  })

  it('of others cannot be changed', async () => {
    page = await open('/acme/issues/1/activity')
    const other = page.getByRole('article', { name: 'Comment by Grace Hopper' })
    await other.waitFor()
    await eventually(() => other.getByRole('button').count()).toBe(0)
    await page.getByText('resolved this in shop@1.4.1').waitFor()
    await page.getByText('from a command line').waitFor()
  })
})

describe('the events of an issue', () => {
  it('are searched, and the search stays while the reader walks', async () => {
    page = await open('/acme/issues/1')
    await page.getByText('#5 of 5').waitFor()
    await press('/')
    await page.keyboard.type('release:shop@1.4.1')
    await press('Enter')
    await page.getByText('#2 of 2 found').waitFor()
    await eventually(at).toContain('?query=release%3Ashop%401.4.1')
    await page.getByRole('heading', { level: 1 }).focus()
    await press('[')
    await page.getByText('#1 of 2 found').waitFor()
    await eventually(at).toContain('?query=release%3Ashop%401.4.1')
    await page.evaluate(() => {
      const fault = Object.assign(new Error('At character 3 a value was wanted.'), { status: 400 })
      client.listIssueEvents = () => Promise.reject(fault)
    })
    await press('/')
    await page.keyboard.type(' is:')
    await press('Enter')
    await page.getByText('At character 3 a value was wanted.').waitFor()
    await page.getByText('raised here').first().waitFor()
    await page.getByRole('button', { name: 'Go through all events again' }).click()
    await page.getByText('#1 of 5').waitFor()
    await eventually(at).not.toContain('query')
  })

  it('are reached from the bars', async () => {
    page = await open('/acme/projects')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => {
      const bar: [number, number] = [Math.floor(Date.now() / 3_600_000) * 3600, 7]
      const stats = client.getIssueStats
      client.getIssueStats = async (...asked) =>
        (await stats(...asked)).map((one) => ({ ...one, stats: { '24h': [bar], '14d': [] } }))
      const list = client.listIssueEvents
      // The events of the world are older than the clock of the page.
      client.listIssueEvents = async (id, { start, end, ...query } = {}) => {
        if (start !== new Date(bar[0] * 1000).toISOString() || end === undefined) throw new Error('another time')
        const { items, ...page } = await list(id, query)
        return { ...page, items: items.slice(0, 1) }
      }
    })
    await page.getByRole('link', { name: 'Issues' }).first().click()
    await page.getByRole('link', { name: /PaymentDeclinedError/ }).click()
    await page.getByText('#5 of 5').waitFor()
    await page.getByRole('slider', { name: /Last 24 hours.*7 events/ }).focus()
    await press('End', 'Enter')
    await page.waitForFunction(() => document.getElementById('at')?.textContent?.includes('/issues/1/events/a3f1'))
  })

  it('have a stack that is walked, turned, opened and copied by keys', async () => {
    page = await open('/acme/issues/1')
    await page.getByText('raised here').first().waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await press('n')
    await eventually(focused).toContain('placeOrder')
    await press('n')
    await eventually(focused).toContain('postCheckout')
    await press('p', 'v')
    await eventually(focused).toContain('local variables')
    await press('f')
    await page.getByRole('button', { name: 'Oldest first' }).waitFor()
    await page.getByText('Exceptions').first().waitFor()
    await press('f', 'b')
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toContain('breadcrumbs')
    await press('c')
    await page.getByText('Copied /srv/shop/src/orders/place-order.ts:58:11').waitFor()
  })

  it('have parts that stay folded until they are asked for', async () => {
    page = await open('/acme/issues/1')
    const part = page.getByRole('region', { name: 'Breadcrumbs' })
    await part.getByText('button#pay.primary').waitFor()
    await part.getByRole('button', { name: 'Breadcrumbs' }).click()
    await part.getByText('button#pay.primary').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('raised here').first().waitFor()
    await eventually(() => part.getByText('button#pay.primary').count()).toBe(0)
    await press('b')
    await part.getByText('button#pay.primary').waitFor()
  })

  it('say by which rule something was removed', async () => {
    page = await open('/acme/issues/1')
    await page.getByText('filtered: card number').first().waitFor()
    await page.getByText('of 9; the SDK left 5 out').waitFor()
    await page.getByRole('tab', { name: /Headers/ }).click()
    await page.getByText('filtered: looks like a secret').waitFor()
  })

  it('open in the editor that the reader has chosen', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('button', { name: 'Open in editor…' }).first().click()
    await page.getByLabel('Editor', { exact: true }).selectOption('Zed')
    await page.getByLabel('Paths in events begin with').fill('/srv/shop/')
    await page.getByLabel('On this computer that is').fill('/home/ada/shop/')
    await page.getByRole('button', { name: 'Save' }).click()
    const links = page.getByRole('link', { name: 'Open in Zed' })
    await eventually(() => links.first().getAttribute('href')).toBe(
      'zed://file/home/ada/shop/src/orders/place-order.ts:58:11',
    )
  })
})

describe('the page of an issue', () => {
  it('has pages at addresses of their own, under one head', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('link', { name: 'Activity' }).click()
    await eventually(at).toBe('/acme/issues/1/activity')
    await page.getByText('merged 1 issue into this').waitFor()
    await page.getByRole('link', { name: 'Details' }).click()
    await page.getByText('#5 of 5').waitFor()
  })

  it('leads from the address of an issue that was merged to where it is now', async () => {
    page = await open('/acme/projects')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => {
      const get = client.getIssue
      client.getIssue = (id) => get(id === '2' ? '1' : id)
    })
    await page.getByRole('link', { name: 'Issues' }).first().click()
    await page.getByRole('link', { name: /TypeError/ }).click()
    await page.getByText('was merged into SHOP-API-1K').waitFor()
    await eventually(at).toBe('/acme/issues/1')
  })

  it('keeps on a phone what is done at the thumb, and what is known behind a line', async () => {
    page = await open('/acme/issues/1', { width: 390, height: 800 })
    const resolve = page.getByRole('button', { name: 'Resolve', exact: true })
    await resolve.waitFor()
    const box = await resolve.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(740)
    const people = page.getByRole('region', { name: 'People' })
    await eventually(() => people.isVisible()).toBe(false)
    await page.getByRole('button', { name: /1,284 events/ }).click()
    await eventually(() => people.isVisible()).toBe(true)
    await site.expectNoOverflow()
  })

  it('has no barriers', async () => {
    for (const [address, width] of [
      ['/acme/issues/1', 1360],
      ['/acme/issues/1', 390],
      ['/acme/issues/1/activity', 390],
    ] as const) {
      page = await open(address, { width, height: 900 })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByText('Looking.').first().waitFor({ state: 'attached' })
      expect(await barriersOf(page)).toEqual([])
      await page.close()
    }
  }, 240_000)
})
