import { describe, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at } = site
let page: Page

declare const client: MemoryClient

const open = (at: string) => site.open(`world=admin&at=${encodeURIComponent(at)}`)
const doWith = async (name: string, what: string) => {
  await page.getByRole('button', { name: `What to do with ${name}` }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

describe('the pages for superusers', () => {
  it('are behind the account menu, each at its own address', async () => {
    page = await open('/acme/issues')
    await page.getByRole('button', { name: 'Ada Lovelace', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Administration' }).click()
    const nav = page.getByRole('navigation', { name: 'Administration' })
    await page.getByText('Background work').waitFor()
    for (const [link, path, text] of [
      ['Users', '/admin/users', 'grace@example.com'],
      ['Organizations', '/admin/organizations', 'side-project'],
      ['Ingest', '/admin/ingest', 'The oldest waits'],
      ['Storage', '/admin/storage', 'Events after 90 days'],
      ['Settings', '/admin/settings', 'Name of this installation'],
      ['Audit log', '/admin/audit-log', 'changed settings of'],
    ] as const) {
      await nav.getByRole('link', { name: link }).click()
      await page.getByText(text).first().waitFor()
      await eventually(at).toBe(path)
    }
  })

  it('let a superuser act as somebody else, say so on every page, and stop', async () => {
    page = await open('/admin/users')
    await page.getByText('grace@example.com').waitFor()
    await doWith('grace@example.com', 'Act as this user…')
    await page.getByRole('button', { name: 'Act as Grace Hopper' }).click()
    const banner = page.getByRole('region', { name: 'Acting as somebody else' })
    await banner.getByText('really you are ada@example.com').waitFor()
    await eventually(() => page.evaluate(async () => (await client.getMe()).email)).toBe('grace@example.com')
    await banner.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('joan@example.com').first().waitFor()
    await eventually(async () => [await banner.count(), await at()]).toEqual([0, '/admin/users'])
  })

  it('hand over a link for a new password where no mail is sent', async () => {
    page = await open('/admin/users?query=grace')
    await page.getByText('grace@example.com').waitFor()
    await doWith('grace@example.com', 'Link for a new password…')
    await page.getByRole('button', { name: 'Send it' }).click()
    await page.getByText(/\/reset-password\/set-new-password\/\w{20,}/).waitFor()
  })

  it('delete an account only by its address, and never the own one', async () => {
    page = await open('/admin/users')
    await page.getByText('joan@example.com').first().waitFor()
    await doWith('joan@example.com', 'Delete the account…')
    const button = page.getByRole('button', { name: 'Delete for good' })
    await eventually(() => button.isDisabled()).toBe(true)
    await page.getByLabel(/^Type .* to go on$/).fill('joan@example.com')
    await button.click()
    await page.getByText('The account joan@example.com is gone').waitFor()
    await page.getByRole('button', { name: 'What to do with ada@example.com' }).click()
    const own = page.getByRole('menuitem', { name: 'Delete the account…' })
    await eventually(() => own.getAttribute('aria-disabled')).toBe('true')
  })

  it('set what the configuration leaves open', async () => {
    page = await open('/admin/settings')
    await page.getByLabel('Name of this installation').waitFor()
    await eventually(() => page.getByLabel('Days that events are kept').isDisabled()).toBe(true)
    await eventually(() => page.getByLabel(/^Open registration/).isDisabled()).toBe(true)
    await page.getByLabel(/^Everybody makes organizations/).check()
    await page.locator('form').filter({ hasText: 'Everybody makes' }).getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    const values = () => page.evaluate(async () => (await client.getInstanceSettings()).values)
    await eventually(values).toMatchObject({ openOrganizationCreation: true, instanceName: 'Errors of Acme' })
  })

  it('throttle an organization', async () => {
    page = await open('/admin/organizations')
    await page.getByRole('button', { name: 'Limits of Acme' }).click()
    await page.getByLabel('Throttle').fill('25')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('25 % refused').waitFor()
  })
})
