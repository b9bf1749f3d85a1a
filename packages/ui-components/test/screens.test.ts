import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { anEvent, anIssue } from '../src/provider/memory/builders.js'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at, press } = site
let page: Page

declare const client: MemoryClient

const open = (at: string) => site.open(`at=${encodeURIComponent(at)}`)
const rows = () => page.locator('tbody tr a').allTextContents()
const names = async () => (await rows()).map((text) => text.split(/[ :]/)[0])
const report = (id: string, type: string, more: Partial<Parameters<typeof anIssue>[0]> = {}) =>
  page.evaluate(([issue, event]) => client.report(issue, event), [
    anIssue({
      id,
      shortId: `SHOP-API-${id}`,
      metadata: { type, value: 'just now' },
      lastSeen: new Date().toISOString(),
      ...more,
    }),
    anEvent({ groupID: id, eventID: id.padStart(32, 'e'), dateReceived: new Date().toISOString() }),
  ] as const)

describe('a list of issues', () => {
  it('is triaged by keyboard alone, and every step can be taken back', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    await press('j', 'j', 'x', 'j', 'x')
    await page.getByText('2 issues chosen').waitFor()
    await press('e')
    await page.getByText('Resolved: 2 issues').waitFor()
    await eventually(names).toEqual(['PaymentDeclinedError', 'Stock', 'ChunkLoadError', 'Blocked'])
    await press('u')
    await page.getByText('ConnectionRefusedError').waitFor()
    await eventually(names).toHaveLength(6)
    await press('/')
    await page.keyboard.type('chunk')
    await press('Enter')
    await page.getByText('TypeError').waitFor({ state: 'detached' })
    await eventually(async () => [await names(), await at()]).toEqual([
      ['ChunkLoadError'],
      '/acme/issues?query=chunk+is%3Aunresolved',
    ])
  })

  it('opens an issue and walks on to the next of the list', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    await press('j', 'o')
    await page.getByRole('heading', { level: 1, name: 'PaymentDeclinedError' }).waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await press('j')
    await page.getByRole('heading', { level: 1, name: 'TypeError' }).waitFor()
    await eventually(at).toBe('/acme/issues/2')
    await press('Escape')
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
  })

  it('stands still while news come, counts in place, and takes them in when asked', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    const before = await names()
    const top = () => page.locator('tbody tr').first().boundingBox()
    const place = await top()
    await report('99', 'BrandNewError')
    await report('4', 'Stock', { count: '25', metadata: { title: 'Stock again' } })
    const pill = page.getByRole('button', { name: '1 new · 1 updated' })
    await pill.waitFor()
    await eventually(async () => (await names()).slice(0, 3)).toEqual(before.slice(0, 3))
    await eventually(() => page.locator('tbody tr', { hasText: 'Stock again' }).textContent()).toContain('25')
    await eventually(top).toEqual(place)
    await press('.')
    await page.getByText('BrandNewError').waitFor()
    await eventually(async () => (await names()).slice(0, 2).sort()).toEqual(['BrandNewError', 'Stock'])
    await eventually(() => pill.count()).toBe(0)
  })

  it('chooses a range, a page, and everything that matches', async () => {
    page = await open('/acme/issues?query=')
    const boxes = page.locator('tbody input[type=checkbox]')
    await boxes.nth(0).click()
    await boxes.nth(3).click({ modifiers: ['Shift'] })
    await page.getByText('4 issues chosen').waitFor()
    const all = page.getByLabel('Choose all on this page')
    await eventually(() => all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
    await all.check()
    await page.getByText('8 issues chosen').waitFor()
    await page.getByRole('button', { name: 'Ignore' }).click()
    await page.getByRole('menuitem', { name: 'For good' }).click()
    await page.getByText('Ignored: 8 issues').waitFor()
    await page.getByRole('tab', { name: 'Ignored' }).click()
    await page.getByRole('tab', { name: 'Ignored 8' }).waitFor()
  })

  it('deletes nothing before the toast is gone', async () => {
    page = await open('/acme/issues')
    await page.getByLabel('Choose SHOP-API-19').check()
    await page.getByRole('button', { name: 'More to do' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await page.getByText('Deleted 1 issue.').waitFor()
    await eventually(names).not.toContain('Stock')
    await eventually(() => page.evaluate(() => client.getIssue('4').then(({ id }) => id))).toBe('4')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Stock of 17').waitFor()
    await page.getByLabel('Choose SHOP-API-19').check()
    await page.getByRole('button', { name: 'More to do' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    const isGone = () =>
      page.evaluate(() =>
        client.getIssue('4').then(
          () => false,
          () => true,
        ),
      )
    await eventually(isGone).toBe(true)
  })

  it('says so when a change fails, and shows what is true', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    await page.evaluate(() => {
      client.updateIssues = () => Promise.reject(new Error('the database is away'))
    })
    await press('j', 'e')
    await page.getByText('That did not work').waitFor()
    await page.getByText('PaymentDeclinedError').waitFor()
    await eventually(names).toHaveLength(6)
  })

  it('keeps its keys to itself while somebody types', async () => {
    page = await open('/acme/issues')
    await page.getByRole('combobox', { name: 'Search issues' }).fill('')
    await page.keyboard.type('ejx?')
    await eventually(() => page.getByRole('combobox', { name: 'Search issues' }).inputValue()).toBe('ejx?')
    await eventually(() => page.locator('dialog[open]').count()).toBe(0)
  })
})

describe('an issue', () => {
  it('shows its events from the newest to the oldest', async () => {
    page = await open('/acme/issues/1')
    await page.getByText('#5 of 5').waitFor()
    await press('[')
    await page.getByText('#4 of 5').waitFor()
    await press('{')
    await page.getByText('#1 of 5').waitFor()
    await press('}')
    await page.getByText('#5 of 5').waitFor()
    await eventually(at).toBe('/acme/issues/1')
  })

  it('offers a newer event instead of putting it under the eyes of the reader', async () => {
    page = await open('/acme/issues/1')
    await page.getByText('#5 of 5').waitFor()
    await report('1', 'PaymentDeclinedError', { count: '1285' })
    const offer = page.getByRole('button', { name: 'Show the newest' })
    await offer.waitFor()
    await eventually(() => page.locator('code', { hasText: 'a3f1c2d4' }).count()).toBe(1)
    await offer.click()
    await page.locator('code', { hasText: 'eeeeeeee' }).waitFor()
  })

  it('is resolved and reopened in place', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    await press('u')
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
  })

  it('leads from a tag to the issues that have it', async () => {
    page = await open('/acme/issues/1')
    await page.getByRole('button', { name: 'Safari 19' }).first().click()
    await eventually(at).toBe('/acme/issues?query=is%3Aunresolved+browser%3A%22Safari+19%22')
    await page.getByRole('row', { name: /PaymentDeclinedError/ }).waitFor()
  })
})

describe('the set-up', () => {
  it('goes from nothing to the first event, which it opens by itself', async () => {
    page = await site.open('at=/setup&empty')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await press('Enter')
    await page.getByLabel('Organization').fill('Acme')
    await press('Enter')
    await page.getByRole('searchbox').fill('expr')
    await page.getByRole('radio', { name: 'Express' }).check()
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.getByText('Waiting for the first event').waitFor()
    await eventually(at).toBe('/setup?step=verify&org=acme&project=express')
    await page.getByText('setupExpressErrorHandler').waitFor()
    const project = await page.evaluate(async () => (await client.getProject('acme', 'express')).id)
    await page.evaluate(
      (projectId) =>
        client.emit({
          topic: 'ingest.outcome',
          projectId,
          at: new Date().toISOString(),
          outcome: 'invalid',
          reason: 'unknown_key',
          sdk: null,
          items: [],
          bytes: 0,
        }),
      project,
    )
    await page.getByText('There is no such key').waitFor()
    await report('1', 'FirstError', { project: { id: project, name: 'Express', slug: 'express', platform: 'node' } })
    await page.getByText('The first event is here').waitFor()
    await page.getByRole('heading', { level: 1, name: 'FirstError' }).waitFor()
    await eventually(at).toBe('/acme/issues/1')
  })
})

describe('a reader', () => {
  it('who is signed out meanwhile signs in and is back where they were', async () => {
    page = await open('/acme/projects')
    await page.getByRole('link', { name: 'Storefront', exact: true }).waitFor()
    await page.evaluate(() => client.logout())
    await page.getByRole('link', { name: 'Issues' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await eventually(at).toBe('/login?next=%2Facme%2Fissues')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await press('Enter')
    await page.getByText('is wrong').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await press('Enter')
    await page.getByText('PaymentDeclinedError').waitFor()
  })

  it('shows a code after the password, and may go back to it', async () => {
    page = await site.open('world=guarded&at=%2Flogin%3Fnext%3D%252Facme%252Fprojects')
    const givePassword = async () => {
      await page.getByLabel('Email').fill('ada@example.com')
      await page.getByLabel('Password', { exact: true }).fill('correct horse')
      await press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
    }
    await givePassword()
    await page.getByRole('button', { name: 'Back to the password' }).click()
    await givePassword()
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe(
      'one-time-code',
    )
    await page.keyboard.type('654321')
    await press('Enter')
    await page.getByText('The code is wrong or was used before.').waitFor()
    await eventually(at).toBe('/login?next=%2Facme%2Fprojects')
    await page.keyboard.type('1111-2222')
    await press('Enter')
    await page.getByRole('link', { name: 'Storefront', exact: true }).waitFor()
    await eventually(at).toBe('/acme/projects')
  })

  it('who takes too long over the code gives the password again', async () => {
    page = await site.open('world=guarded&at=%2Flogin')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await press('Enter')
    await page.getByLabel('Code').waitFor()
    await page.evaluate(() => client.logout())
    await page.getByLabel('Code').fill('123456')
    await press('Enter')
    await page.getByText('That took too long.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  })

  it('sets a new password by the link of a mail, which works once', async () => {
    page = await site.open('world=guarded&at=%2Flogin')
    await page.getByRole('link', { name: 'Forgot password?' }).click()
    await page.getByLabel('Email').fill('ada@example.com')
    await press('Enter')
    await page.getByText('a link for a new password is on its way').waitFor()
    page = await site.open('world=guarded&at=%2Freset-password%2Fset-new-password%2Fmailed')
    await eventually(() => page.getByLabel('Account').inputValue()).toBe('ada@example.com')
    await page.getByLabel('New password', { exact: true }).fill('violet grammar 9')
    await press('Enter')
    await page.getByRole('heading', { name: 'Your password is set' }).waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await expect(page.evaluate(() => client.checkPasswordReset('mailed'))).rejects.toThrow('The link is wrong')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('violet grammar 9')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
  })

  it('is told of a link that no longer works, and of a server without mail', async () => {
    page = await site.open('world=shop&at=%2Freset-password%2Fset-new-password%2Fused')
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    await page.getByRole('link', { name: 'Ask for another one' }).click()
    await page.getByLabel('Email').fill('ada@example.com')
    await press('Enter')
    await page.getByText('This server sends no mail. Whoever runs it can set a new password.').waitFor()
  })

  it('confirms an address by a click, once', async () => {
    page = await site.open('world=guarded&at=%2Fprofile%2Fconfirm-email%2Fmailed')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()
    await expect(page.evaluate(() => client.confirmEmail('mailed'))).rejects.toThrow('The link is wrong')
    page = await site.open('world=guarded&at=%2Fprofile%2Fconfirm-email%2Fold')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
  })

  it('joins by an invitation, with a new account', async () => {
    page = await site.open('world=guarded&at=%2Faccept%2F7%2Fmailed')
    await page.getByRole('heading', { name: 'Join Acme' }).waitFor()
    await eventually(() => page.getByLabel('Email').inputValue()).toBe('grace@example.com')
    await page.getByLabel('Password', { exact: true }).fill('violet grammar 9')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await eventually(at).toBe('/acme/issues')
    await expect(page.evaluate(() => client.getInvitation('7', 'mailed'))).rejects.toThrow('does not work')
  })

  it('joins by an invitation, with the account that is there', async () => {
    page = await site.open('world=guarded&at=%2Faccept%2F7%2Fmailed')
    await page.getByRole('link', { name: 'I have an account' }).click()
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await press('Enter')
    await page.getByLabel('Code').fill('123456')
    await press('Enter')
    await page.getByText('signed in as ada@example.com').waitFor()
    await page.getByRole('button', { name: 'Join' }).click()
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    page = await site.open('world=guarded&at=%2Faccept%2F7%2Fold')
    await page.getByRole('heading', { name: 'This invitation no longer works' }).waitFor()
  })

  it('finds every key of the page behind ?, and can switch them off', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    await press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard' })
    await dialog.getByText('Resolve').waitFor()
    await dialog.getByLabel('Single keys do something').uncheck()
    await press('Escape', 'j', 'e')
    await eventually(names).toHaveLength(6)
    await eventually(() => page.getByText('Resolved 1 issue').count()).toBe(0)
  })

  it('can hold changes back and let them go on', async () => {
    page = await open('/acme/issues')
    await page.getByText('PaymentDeclinedError').waitFor()
    await page.getByRole('button', { name: 'Live updates: Live' }).click()
    await page.getByRole('button', { name: 'Live updates: Paused' }).waitFor()
    await report('98', 'HeldBackError')
    await eventually(() => page.getByRole('button', { name: '1 new' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Live updates: Paused' }).click()
    await page.getByRole('button', { name: '1 new' }).waitFor()
  })
})
