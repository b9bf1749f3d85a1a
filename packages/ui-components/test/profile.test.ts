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

const open = (path: string, size?: { width: number; height: number }) =>
  site.open(`world=settled&at=${encodeURIComponent(path)}`, size)

const matrix = () => page.evaluate(() => client.getNotificationMatrix())

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
    await eventually(() => last.isDisabled()).toBe(true)
    await page.getByLabel('to go on').fill('ada@example.com')
    await last.click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await eventually(at).toBe('/login')
    await eventually(() => page.evaluate(() => client.getSession().then((one) => one.isAuthenticated))).toBe(false)
  })

  it('keeps whoever runs the server', async () => {
    page = await site.open('at=%2Fprofile%2Faccount')
    const end = page.getByRole('region', { name: 'Delete the account' })
    await end.getByText('Whoever runs the server cannot leave it').waitFor()
    await eventually(() => end.getByRole('button').count()).toBe(0)
  })

  it('chooses of which projects one is told, by keyboard', async () => {
    page = await open('/profile/notifications')
    const ofProject = (kind: string) => page.getByRole('combobox', { name: `Storefront: ${kind}` })
    await ofProject('Alerts').focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await eventually(() => ofProject('Alerts').inputValue()).toBe('off')
    await eventually(() => page.evaluate(async () => (await client.getProjectNotifications())['2'])).toBe(0)
    // Monitors follow what is chosen of alerts.
    await ofProject('Uptime').getByRole('option', { name: 'As by default (off)' }).waitFor({ state: 'attached' })
    await ofProject('Uptime').selectOption('On')
    await eventually(async () => (await matrix()).projects['2']?.uptime).toBe(true)
    await page.getByRole('checkbox', { name: 'Mentioned' }).click()
    await ofProject('Mentioned').getByRole('option', { name: 'As by default (off)' }).waitFor({ state: 'attached' })
    await ofProject('Alerts').selectOption('As by default (on)')
    await eventually(async () => (await matrix()).projects['2']?.alerts).toBeUndefined()
  })

  it('shows what was chosen at once, so that the next key goes on from there', async () => {
    page = await open('/profile/notifications')
    const inOneTurn = (label: string, values: readonly string[]) =>
      page.getByRole('combobox', { name: label }).evaluate((select: HTMLSelectElement, values) => {
        return values.map((value) => {
          select.value = value
          select.dispatchEvent(new Event('change', { bubbles: true }))
          return select.value
        })
      }, values)
    expect(await inOneTurn('Storefront: Alerts', ['on', 'off', '', 'on', 'off'])).toEqual([
      'on',
      'off',
      '',
      'on',
      'off',
    ])
    const mentioned = page.getByRole('checkbox', { name: 'Mentioned' })
    const ticks = () =>
      mentioned.evaluate((box: HTMLInputElement) => {
        return [1, 2, 3].map(() => {
          box.click()
          return box.checked
        })
      })
    expect(await ticks()).toEqual([false, true, false])
    await eventually(async () => (await matrix()).projects['2']?.alerts).toBe(false)
    await eventually(async () => (await matrix()).byDefault.mentioned).toBe(false)
  })

  it('shows what was chosen until it is read again, and after that', async () => {
    page = await open('/profile/notifications')
    const shown = await page
      .getByRole('combobox', { name: 'Storefront: Alerts' })
      .evaluate(async (select: HTMLSelectElement) => {
        const shown: string[] = []
        const watch = new MutationObserver(() => shown.push(select.value))
        watch.observe(select.parentElement ?? select, { attributes: true })
        const read = client.getNotificationMatrix
        for (const value of ['off', 'on', 'off']) {
          const isReadAgain = new Promise<void>((resolve) => {
            client.getNotificationMatrix = async () => {
              const matrix = await read()
              resolve()
              return matrix
            }
          })
          select.value = value
          select.dispatchEvent(new Event('change', { bubbles: true }))
          await isReadAgain
          // What is read is shown some tasks later.
          for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame)
        }
        return shown
      })
    expect(shown).toEqual(['off', 'on', 'off'])
  })

  it('chooses quiet hours', async () => {
    page = await open('/profile/notifications')
    const card = page.getByRole('region', { name: 'Quiet hours' })
    await card.getByRole('button', { name: 'Choose quiet hours' }).click()
    await card.getByLabel('Quiet from').fill('07:00')
    await card.getByRole('alert').getByText('another time').waitFor()
    await card.getByLabel('Quiet from').fill('21:30')
    await card.getByLabel('Time zone').selectOption('Europe/Berlin')
    await card.getByRole('button', { name: 'Sun' }).click()
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByRole('button', { name: 'No quiet hours' }).waitFor()
    await eventually(async () => (await matrix()).quietHours).toEqual({
      ...{ start: '21:30', end: '07:00', timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6] },
    })
    await card.getByRole('button', { name: 'No quiet hours' }).click()
    await card.getByText('Mails come at any hour.').waitFor()
  })

  it('takes back what one has muted for oneself', async () => {
    page = await open('/profile/notifications')
    const muted = page.getByRole('region', { name: 'Muted for you' })
    await muted.getByText('Storefront', { exact: true }).waitFor()
    await eventually(() => muted.getByRole('listitem').count()).toBe(1)
    await muted.getByRole('button', { name: 'Take back' }).click()
    await muted.waitFor({ state: 'detached' })
    await eventually(() =>
      page.evaluate(() => client.listMutes('acme').then(({ items }) => items.map(({ isOwn }) => isOwn))),
    ).toEqual([false])
  })

  it('sees a token once', async () => {
    page = await open('/profile/tokens')
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByLabel('Name').fill('My script')
    await page.getByRole('button', { name: 'Read only' }).click()
    await eventually(() => page.getByLabel('event:write').isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByText('Copy it now.').waitFor()
    await page.getByRole('button', { name: 'I have it' }).click()
    await eventually(() => page.getByText(/[0-9a-f]{64}/).count()).toBe(0)
    await page.getByRole('button', { name: 'Revoke My script' }).click()
    await page.getByRole('button', { name: 'Revoke for good' }).click()
    await page.getByText('My script').waitFor({ state: 'detached' })
  })

  it('makes a token that ends', async () => {
    page = await open('/profile/tokens')
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByLabel('Name').fill('Nightly')
    await page.getByLabel('Works until').selectOption('A day…')
    await page.getByLabel('Last day').fill('2199-12-31')
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByText('Copy it now.').waitFor()
    const expires = () =>
      page.evaluate(async () => (await client.listTokens()).items.find((one) => one.label === 'Nightly')?.expires)
    await eventually(expires).toBe('2199-12-31T23:59:59.000Z')
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

describe('how one signs in', () => {
  const codes = () => page.getByRole('region', { name: 'Your recovery codes' })

  it('asks who one is, and goes on with what was begun', async () => {
    page = await open('/profile/security', { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByRole('img', { name: 'The secret of the app' }).waitFor()
    await page.getByRole('textbox', { name: 'Code' }).fill('123 456')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Is it you?' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill('guess')
    await press('Enter')
    await page.getByText('This is not your password.').waitFor()
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill('correct horse')
    await press('Enter')
    await codes().waitFor()
    await eventually(() => codes().getByRole('listitem').count()).toBe(10)
    expect(await barriersOf(page)).toEqual([])
    const before = await codes().getByRole('listitem').first().innerText()
    await page.getByRole('button', { name: 'Make new ones…' }).click()
    await page.getByRole('button', { name: 'Make new ones, these end' }).click()
    await codes().getByText(before).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Turn off…' }).click()
    await page.getByRole('button', { name: 'Turn it off' }).click()
    await page.getByRole('button', { name: 'Set up an app' }).waitFor()
    await codes().waitFor({ state: 'detached' })
  })

  it('leaves all as it was when nobody answers', async () => {
    page = await open('/profile/security')
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByRole('textbox', { name: 'Code' }).fill('123456')
    await press('Enter')
    await page.getByRole('button', { name: 'Cancel' }).last().click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await eventually(() => page.evaluate(() => client.listAuthenticators())).toEqual([])
  })

  it('signs out other browsers, and changes the password', async () => {
    page = await open('/profile/security')
    await page.getByRole('button', { name: 'Sign out Safari' }).waitFor()
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await page.getByText('2 browsers signed out').waitFor()
    await page.getByRole('button', { name: 'Sign out Safari' }).waitFor({ state: 'detached' })
    await page.getByLabel('Current password').fill('guess')
    await page.getByLabel('New password', { exact: true }).fill('violet grammar 9')
    await press('Enter')
    await page.getByText('This is not your current password.').waitFor()
    await page.getByLabel('Current password').fill('correct horse')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is changed.').waitFor()
  })
})
