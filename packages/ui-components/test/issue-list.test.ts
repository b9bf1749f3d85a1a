import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
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
    expect(await field().inputValue()).toBe('browser:')
    await options().getByText('Chrome 143').waitFor()
    await press('ArrowDown', 'Enter')
    await page.getByText('ChunkLoadError').waitFor({ state: 'detached' })
    expect([await names(), await at()]).toEqual([
      ['PaymentDeclinedError'],
      '/acme/issues?query=browser%3A%22Chrome+143%22+is%3Aunresolved',
    ])
    await page.keyboard.type('card')
    await press('Enter')
    expect(await field().inputValue()).toBe('browser:"Chrome 143" card')
  })

  it('turns a condition into its opposite', async () => {
    await open('/acme/issues?query=level%3Afatal')
    await field().click()
    await press('End')
    await options().getByText('Leave out what matches this').click()
    await press('Escape', 'Enter')
    await page.getByText('PaymentDeclinedError').waitFor()
    expect(await field().inputValue()).toBe('!level:fatal')
    expect(await names()).not.toContain('ConnectionRefusedError')
  })

  it('says what is wrong where it is wrong, and what to do about it', async () => {
    await open('/acme/issues')
    await field().fill('users:many words')
    await press('Enter')
    await page.getByText('Write a number such as').waitFor()
    expect(await field().getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('[class*=wrong]').allTextContents()).toEqual(['many'])
    expect(await field().inputValue()).toBe('users:many words')
  })

  it('tells a screen reader which suggestion is meant, and leaves by Escape', async () => {
    await open('/acme/issues')
    await press('/')
    await page.keyboard.type('lev')
    await press('ArrowDown')
    const active = (await field().getAttribute('aria-activedescendant')) ?? ''
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain('level:')
    expect(await field().getAttribute('aria-expanded')).toBe('true')
    await press('Escape')
    expect(await field().getAttribute('aria-expanded')).toBe('false')
    expect(await field().inputValue()).toBe('lev')
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
    expect(await names()).toEqual(['ChunkLoadError'])
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
    expect(await field().inputValue()).toBe('level:error is:unresolved')
    await field().fill('level:fatal')
    await press('Enter')
    await page.getByText('Not saved').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Not saved').waitFor({ state: 'detached' })
    const [saved] = await page.evaluate(() => client.listSavedViews('acme'))
    expect(saved).toMatchObject({ name: 'Errors', query: 'level:fatal', visibility: 'owner' })
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
    expect(await at()).toBe('/acme/issues')
  })

  it('say how many issues they hold, and so does every other tab', async () => {
    await open('/acme/issues')
    for (const name of ['Unresolved 6', 'Regressed 1', 'Escalating 1', 'Ignored 1', 'All 8'])
      await page.getByRole('tab', { name }).waitFor()
    await page.getByRole('tab', { name: 'Escalating' }).click()
    await page.getByText('PaymentDeclinedError').waitFor({ state: 'detached' })
    expect(await names()).toEqual(['ConnectionRefusedError'])
  })
})

describe('columns', () => {
  it('are chosen, of tags as well, and stand in the address', async () => {
    await open('/acme/issues')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'First seen' }).uncheck()
    await page.getByLabel('A tag as a column').fill('browser')
    await press('Enter')
    await page.getByRole('columnheader', { name: 'browser' }).waitFor()
    const row = page.locator('tbody tr', { hasText: 'PaymentDeclinedError' })
    await row.getByText('Chrome 143').waitFor()
    expect(await row.textContent()).toContain('60%')
    expect(await page.getByRole('columnheader', { name: 'First seen' }).count()).toBe(0)
    expect(await at()).toBe('/acme/issues?columns=trend%2Cevents%2Cusers%2Clast%2Cpriority%2Cassignee%2Ctag%3Abrowser')
  })
})

describe('a preview', () => {
  it('shows where an issue happens, goes with the keyboard, and is put away', async () => {
    await open('/acme/issues')
    await press('j', ' ')
    const preview = page.locator('[popover]:popover-open')
    await preview.getByText('Chrome 143').waitFor()
    expect(await preview.locator('ol li').count()).toBeLessThanOrEqual(3)
    const described = await page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'))
    expect(await preview.getAttribute('id')).toBe(described)
    await press('j')
    await preview.getByText('Cannot read properties').waitFor()
    await press('Escape')
    expect(await preview.count()).toBe(0)
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
        await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
        const found = await page.evaluate(async () => {
          const { axe } = window as unknown as { axe: { run: (root: unknown, options: object) => Promise<Found> } }
          type Found = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }
          const runOnly = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
          const { violations } = await axe.run(document.querySelector('.mh-root'), { runOnly })
          return violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map((one) => `${one.html.slice(0, 160)} ${one.failureSummary}`).join(' | ')}`,
          )
        })
        expect([state, found]).toEqual([state, []])
        await page.close()
      }
    },
    120_000,
  )
})
