import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { barriersOf } from './axe.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at, press } = site
let page: Page

declare const client: MemoryClient

const open = (path: string, size?: { width: number; height: number }) =>
  site.open(`world=settled&at=${encodeURIComponent(path)}`, size)

describe('the settings of a project', () => {
  const project = '/acme/settings/projects/shop-api'

  it('make a key, switch it off, and delete it', async () => {
    page = await open(`${project}/keys`)
    const keys = page.getByRole('region', { name: 'Keys' })
    await keys.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Name').fill('Mobile app')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await keys.getByRole('heading', { name: 'Mobile app' }).waitFor()
    const more = keys.getByRole('button', { name: 'More about the key Mobile app' })
    await more.click()
    await page.getByRole('menuitem', { name: 'Change…' }).click()
    await page.getByLabel('Works').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await keys.getByText('Switched off').waitFor()
    await more.click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await more.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => client.listKeys('acme', 'shop-api').then(({ items }) => items.length))).toBe(1)
  })

  it('say what another slug breaks, and lead to where the project is then', async () => {
    page = await open(project)
    await page.getByLabel('Slug').fill('storefront')
    await page.getByText('scripts that name shop-api stop working').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('exists already').waitFor()
    await page.getByLabel('Slug').fill('shop')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Keys' }).and(page.locator('[href*="/projects/shop/"]')).waitFor()
    expect(await at()).toBe('/acme/settings/projects/shop')
  })

  it('hide an environment, and give a project to another team', async () => {
    page = await open(`${project}/environments`)
    await page.getByLabel('staging').uncheck()
    await page.getByText('Hidden', { exact: true }).waitFor()
    const seen = () =>
      page.evaluate(() =>
        client.listProjectEnvironments('acme', 'shop-api').then(({ items }) => items.map((one) => one.name)),
      )
    expect(await seen()).toEqual(['production'])
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByLabel('payments').click()
    await page.waitForFunction(() =>
      client.getProject('acme', 'shop-api').then(({ teams }) => teams.some(({ slug }) => slug === 'payments')),
    )
  })
})

describe('the profile', () => {
  it('adds an address, says where the link went, and makes a confirmed one the primary one', async () => {
    page = await open('/profile/account')
    await page.getByLabel('Another address').fill('countess@example.org')
    await page.getByRole('button', { name: 'Add address' }).click()
    await page.getByRole('status').getByText('A link went to countess@example.org').waitFor()
    const emails = page.getByRole('region', { name: 'Email addresses' }).getByRole('listitem')
    await emails.filter({ hasText: 'countess@example.org' }).getByText('Not confirmed').waitFor()
    await page.getByRole('button', { name: 'More about ada@analytical.example' }).click()
    await page.getByRole('menuitem', { name: 'Make it the primary one' }).click()
    await emails.filter({ hasText: 'ada@analytical.example' }).getByText('Primary').waitFor()
    await page.getByRole('button', { name: 'More about countess@example.org' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await emails.filter({ hasText: 'countess@example.org' }).waitFor({ state: 'detached' })
  })

  it('deletes the account when its address is typed', async () => {
    page = await open('/profile/account')
    await page.getByRole('button', { name: 'Delete account' }).click()
    const last = page.getByRole('button', { name: 'Delete for good' })
    await page.getByLabel('to go on').fill('ada@example.co')
    expect(await last.isDisabled()).toBe(true)
    await page.getByLabel('to go on').fill('ada@example.com')
    await last.click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(await at()).toBe('/login')
    expect(await page.evaluate(() => client.getSession().then((one) => one.isAuthenticated))).toBe(false)
  })

  it('keeps whoever runs the server', async () => {
    page = await site.open('at=%2Fprofile%2Faccount')
    const end = page.getByRole('region', { name: 'Delete the account' })
    await end.getByText('Whoever runs the server cannot leave it').waitFor()
    expect(await end.getByRole('button').count()).toBe(0)
  })

  it('chooses of which projects one is told, by keyboard', async () => {
    page = await open('/profile/notifications')
    const row = page.getByRole('row', { name: 'Storefront' })
    await row.getByLabel('Default (on)').focus()
    await press('ArrowRight')
    await row.getByLabel('Storefront: On').and(page.locator(':checked')).waitFor()
    await page.waitForFunction(() => client.getProjectNotifications().then((chosen) => chosen['2'] === 1))
    await page.getByLabel('Tell me of my projects').uncheck()
    await page.getByRole('columnheader', { name: 'Default (off)' }).first().waitFor()
  })

  it('makes a token that ends', async () => {
    page = await open('/profile/tokens')
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByLabel('Name').fill('Nightly')
    await page.getByLabel('Works until').selectOption('A day…')
    await page.getByLabel('Last day').fill('2199-12-31')
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByText('Copy it now.').waitFor()
    const made = await page.evaluate(() =>
      client.listTokens().then(({ items }) => items.find((one) => one.label === 'Nightly')),
    )
    expect(made?.expires).toBe('2199-12-31T23:59:59.000Z')
  })

  it('lets a set-up program in, once', async () => {
    page = await open('/account/settings/wizard/waiting')
    await page.getByRole('button', { name: 'Yes, let it in' }).click()
    await page.getByRole('heading', { name: 'Go back to your terminal' }).waitFor()
    await page.close()
    page = await open('/account/settings/wizard/another')
    await page.getByRole('button', { name: 'Yes, let it in' }).click()
    await page.getByRole('alert').getByText('not known or has expired').waitFor()
  })
})

describe('axe', () => {
  const settings = '/acme/settings/projects/shop-api'
  it.each([
    [settings, 'Delete the project'],
    [`${settings}/keys`, 'Report from your app'],
    [`${settings}/environments`, 'Offered to choose'],
    [`${settings}/filters`, 'Sensitive data'],
    ['/profile/account', 'Delete the account'],
    ['/profile/notifications', 'Acme'],
    ['/profile/shortcuts', 'Stack'],
    ['/account/settings/wizard/waiting', 'Let a set-up program in?'],
  ])('finds nothing on %s', async (path, heading) => {
    for (const width of [1280, 390]) {
      page = await open(path, { width, height: 900 })
      await page.getByRole('heading', { name: heading }).first().waitFor()
      expect(await barriersOf(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      if (width === 1280) await page.close()
    }
  })
})
