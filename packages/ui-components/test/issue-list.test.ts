import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { barriersOf, WCAG } from './axe.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at, press } = site
let page: Page

declare const client: MemoryClient

const open = async (at: string, more = '') => {
  page = await site.open(`at=${encodeURIComponent(at)}${more}`)
  await page.locator('tbody tr').first().waitFor()
}
const field = () => page.getByRole('combobox', { name: 'Search issues' })
const options = () => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')
const names = async () => (await page.locator('tbody tr a').allTextContents()).map((text) => text.split(/[ :]/)[0])

describe('the search field', () => {
  it('completes a key and a value by keyboard alone, and looks for them', async () => {
    await open('/acme/issues')
    await press('/')
    await page.keyboard.type('brow')
    await options().getByText('browser:', { exact: true }).waitFor()
    await press('Tab')
    await eventually(() => field().inputValue()).toBe('browser:')
    await options().getByText('Chrome 143').waitFor()
    await press('ArrowDown', 'Enter')
    await page.getByText('ChunkLoadError').waitFor({ state: 'detached' })
    await eventually(async () => [await names(), await at()]).toEqual([
      ['PaymentDeclinedError'],
      '/acme/issues?query=browser%3A%22Chrome+143%22+is%3Aunresolved',
    ])
    await page.keyboard.type('card')
    await press('Enter')
    await eventually(() => field().inputValue()).toBe('browser:"Chrome 143" card')
  })

  it('turns a condition into its opposite', async () => {
    await open('/acme/issues?query=level%3Afatal')
    await field().click()
    await press('End')
    await options().getByText('Leave out what matches this').click()
    await press('Escape', 'Enter')
    await page.getByText('PaymentDeclinedError').waitFor()
    await eventually(() => field().inputValue()).toBe('!level:fatal')
    await eventually(names).not.toContain('ConnectionRefusedError')
  })

  it('says what is wrong where it is wrong, and what to do about it', async () => {
    await open('/acme/issues')
    await field().fill('users:many words')
    await press('Enter')
    await page.getByText('Write a number such as').waitFor()
    await eventually(() => field().getAttribute('aria-invalid')).toBe('true')
    await eventually(() => page.locator('[class*=wrong]').allTextContents()).toEqual(['many'])
    await eventually(() => field().inputValue()).toBe('users:many words')
  })

  it('tells a screen reader which suggestion is meant, and leaves by Escape', async () => {
    await open('/acme/issues')
    await press('/')
    await page.keyboard.type('lev')
    await press('ArrowDown')
    const meant = () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant') ?? ''
        return document.getElementById(id)?.textContent
      })
    await eventually(meant).toContain('level:')
    await eventually(() => field().getAttribute('aria-expanded')).toBe('true')
    await press('Escape')
    await eventually(() => field().getAttribute('aria-expanded')).toBe('false')
    await eventually(() => field().inputValue()).toBe('lev')
  })

  it('offers what was looked for before', async () => {
    await open('/acme/issues')
    await field().fill('chunk')
    await press('Enter')
    await page.getByText('PaymentDeclinedError').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await page.getByText('PaymentDeclinedError').waitFor()
    await field().click()
    await options().getByText('chunk', { exact: true }).click()
    await page.getByText('PaymentDeclinedError').waitFor({ state: 'detached' })
    await eventually(names).toEqual(['ChunkLoadError'])
  })
})

describe('saved views', () => {
  it('are made, changed, renamed, shared, moved and deleted', async () => {
    await open('/acme/issues?query=level%3Aerror+is%3Aunresolved')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save as a view…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Errors')
    await press('Enter')
    await page.getByRole('tab', { name: 'Errors', selected: true }).waitFor()
    await eventually(() => field().inputValue()).toBe('level:error is:unresolved')
    await field().fill('level:fatal')
    await press('Enter')
    await page.getByText('Not saved').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Not saved').waitFor({ state: 'detached' })
    const saved = () => page.evaluate(async () => (await client.listSavedViews('acme'))[0])
    await eventually(saved).toMatchObject({ name: 'Errors', query: 'level:fatal', visibility: 'owner' })
    await page.getByRole('button', { name: 'This view' }).click()
    await page.getByRole('menuitem', { name: 'Share with everybody' }).click()
    await page.getByText('Everybody sees the view').waitFor()
    await page.getByRole('button', { name: 'This view' }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Fatal ones')
    await press('Enter')
    await page.getByRole('tab', { name: 'Fatal ones' }).waitFor()
    await page.getByRole('button', { name: 'This view' }).click()
    await page.getByRole('menuitem', { name: 'Delete the view' }).click()
    await page.getByRole('tab', { name: 'Fatal ones' }).waitFor({ state: 'detached' })
    await eventually(at).toBe('/acme/issues')
  })

  it('say how many issues they hold, and so does every other tab', async () => {
    await open('/acme/issues')
    for (const name of ['Unresolved 6', 'Regressed 1', 'Escalating 1', 'Ignored 1', 'All 8'])
      await page.getByRole('tab', { name }).waitFor()
    await page.getByRole('tab', { name: 'Escalating' }).click()
    await page.getByText('PaymentDeclinedError').waitFor({ state: 'detached' })
    await eventually(names).toEqual(['ConnectionRefusedError'])
  })
})

describe('columns', () => {
  it('are chosen, of tags as well, and stand in the address', async () => {
    await open('/acme/issues')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'First seen' }).click()
    await page.getByLabel('A tag as a column').fill('browser')
    await press('Enter')
    await page.getByRole('columnheader', { name: 'browser' }).waitFor()
    const row = page.locator('tbody tr', { hasText: 'PaymentDeclinedError' })
    await row.getByText('Chrome 143').waitFor()
    await eventually(() => row.textContent()).toContain('60%')
    await eventually(() => page.getByRole('columnheader', { name: 'First seen' }).count()).toBe(0)
    await eventually(at).toBe(
      '/acme/issues?columns=trend%2Cevents%2Cusers%2Clast%2Cpriority%2Cassignee%2Ctag%3Abrowser',
    )
  })
})

describe('a preview', () => {
  it('shows where an issue happens, goes with the keyboard, and is put away', async () => {
    await open('/acme/issues')
    await press('j', ' ')
    const preview = page.locator('[popover]:popover-open')
    await preview.getByText('Chrome 143').waitFor()
    await eventually(() => preview.locator('ol li').count()).toBeLessThanOrEqual(3)
    const described = await page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'))
    await eventually(() => preview.getAttribute('id')).toBe(described)
    await press('j')
    await preview.getByText('Cannot read properties').waitFor()
    await press('Escape')
    await eventually(() => preview.count()).toBe(0)
  })
})

describe('an export', () => {
  it('writes the chosen issues to a file', async () => {
    await open('/acme/issues')
    await page.getByLabel('Choose SHOP-API-1K').check()
    await page.getByRole('button', { name: 'Export' }).click()
    const file = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: '1 chosen as CSV' }).click()
    const text = await readFile(await (await file).path(), 'utf8')
    expect(text.split('\r\n')).toHaveLength(3)
    expect(text).toContain('SHOP-API-1K,PaymentDeclinedError')
  })
})

describe('axe', () => {
  const states: readonly (readonly [state: string, reach: () => Promise<unknown>])[] = [
    ['the list', async () => undefined],
    ['a search with suggestions', () => field().pressSequentially('users:many level:')],
    ['chosen issues', () => page.getByLabel('Choose SHOP-API-1K').check()],
    ['the columns', () => page.getByRole('button', { name: 'Columns' }).click()],
    ['the assignees', () => press('j', 'a')],
    ['a preview', () => press('j', ' ')],
    ['a merge', () => press('j', 'J', 'M')],
  ]
  it.each(['', '&theme=dark'])(
    'finds nothing in any state%s',
    async (theme) => {
      for (const [state, reach] of states) {
        await open(
          '/acme/issues?query=&columns=trend,events,users,first,last,releases,priority,assignee,tag:browser',
          theme,
        )
        await reach()
        expect([state, await barriersOf(page, WCAG)]).toEqual([state, []])
        await page.close()
      }
    },
    120_000,
  )
})
