import { describe, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { press } = site
let page: Page

declare const client: MemoryClient

const open = async (at: string) => {
  page = await site.open(`at=${encodeURIComponent(at)}`)
  await page.locator('tbody tr').first().waitFor()
}
const names = async () => (await page.locator('tbody tr a').allTextContents()).map((text) => text.split(/[ :]/)[0])
const issue = (id: string) => page.evaluate((one) => client.getIssue(one), id)

describe('work on issues', () => {
  it('assigns the row of the keyboard, and takes it back', async () => {
    await open('/acme/issues')
    await press('j', 'j', 'a')
    await page.getByRole('option', { name: /you/ }).waitFor()
    await press('Enter')
    await page.getByText('Assigned: 1 issue').waitFor()
    await eventually(async () => (await issue('2')).assignedTo?.name).toBe('Ada Lovelace')
    await press('u')
    await page.getByText('Assigned: 1 issue').waitFor({ state: 'detached' })
    await eventually(async () => (await issue('2')).assignedTo).toBeNull()
  })

  it('ranks a row by its cell, and what is chosen by the bar', async () => {
    await open('/acme/issues')
    await page.getByRole('button', { name: 'Priority of STOREFRONT-2F: high' }).click()
    await press('ArrowDown', 'ArrowDown', 'Enter')
    await page.getByRole('button', { name: 'Priority of STOREFRONT-2F: low' }).waitFor()
    await press('j', 'J', 'J')
    await page.getByText('3 issues chosen').waitFor()
    await page.getByRole('button', { name: 'Priority', exact: true }).click()
    await page.getByRole('menuitemradio', { name: 'Medium' }).click()
    await page.getByText('Ranked medium: 3 issues').waitFor()
    await eventually(async () => (await issue('1')).priority).toBe('medium')
    await eventually(async () => (await issue('2')).priority).toBe('medium')
  })

  it('ignores until so many users are met', async () => {
    await open('/acme/issues')
    await press('j', 'm')
    await page.getByRole('menuitem', { name: 'Until so many users…' }).click()
    await page.getByLabel('More users').fill('25')
    await press('Enter')
    await page.getByText('Ignored until 25 more users: 1 issue').waitFor()
    await eventually(async () => (await issue('1')).statusDetails).toMatchObject({ ignoreUserCount: 25 })
    await eventually(names).not.toContain('PaymentDeclinedError')
  })

  it('resolves in a release that is named', async () => {
    await open('/acme/issues')
    await press('j', 'x')
    await page.getByRole('button', { name: 'Other ways to resolve' }).click()
    await page.getByRole('menuitem', { name: 'In another release…' }).click()
    await page.getByRole('textbox', { name: 'Release' }).fill('shop@1.4.3')
    await press('Enter')
    await page.getByText('Resolved in shop@1.4.3: 1 issue').waitFor()
    await eventually(async () => (await issue('1')).statusDetails).toEqual({ inRelease: 'shop@1.4.3' })
  })

  it('merges what is chosen after saying what that does, and takes it apart again', async () => {
    await open('/acme/issues')
    await page.getByLabel('Choose SHOP-API-1K').check()
    await page.getByLabel('Choose SHOP-API-19').check()
    await press('M')
    await page.getByRole('dialog', { name: 'Merge issues' }).waitFor()
    await page.getByRole('button', { name: 'Merge 2 issues' }).click()
    await page.getByText('Merged 2 issues into one').waitFor()
    await page.getByText('Stock of 17').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Stock of 17').waitFor()
  })

  it('changes all that match in one call, on whatever page they are, and takes that back', async () => {
    await open('/acme/issues')
    await page.evaluate(async () => {
      const { items } = await client.listIssues('acme', { query: 'is:unresolved' })
      const issue = await client.getIssue(items[0]?.id ?? '')
      const event = await client.getIssueEvent(issue.id, 'latest')
      for (let at = 0; at < 70; at++) client.report({ ...issue, id: `5${at}`, shortId: `SHOP-5${at}` }, event)
      const calls: unknown[] = []
      Object.assign(globalThis, { calls })
      const update = client.updateIssues
      client.updateIssues = (org, query, change) => {
        calls.push(query)
        return update(org, query, change)
      }
    })
    await page.getByRole('button', { name: /new/ }).click()
    await page.getByLabel('Choose all on this page').check()
    await page.getByRole('button', { name: 'Choose all 76 that match' }).click()
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByText('Resolved: 76 issues').waitFor()
    await page.getByText('No unresolved issues').waitFor()
    await eventually(() => page.evaluate('calls')).toEqual([
      { query: 'is:unresolved', project: ['-1'], environment: [] },
    ])
    await press('u')
    await page.getByRole('tab', { name: 'Unresolved 76' }).waitFor()
  })

  it('keeps chosen what was refused, and says why', async () => {
    await open('/acme/issues')
    await page.getByLabel('Choose SHOP-API-1K').check()
    await page.evaluate(() => {
      client.updateIssues = () => Promise.reject(new Error('You may not do that'))
    })
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByRole('alert').getByText('You may not do that').waitFor()
    await page.getByText('1 issue chosen').waitFor()
    await eventually(names).toContain('PaymentDeclinedError')
  })
})
