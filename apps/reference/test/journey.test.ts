import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { aPage, barriersOf, closeBrowser, plugInAuthenticator } from './support/browser.js'
import { CLIENT, startOidcServer } from './support/oidc-server.js'
import { runSdk } from './support/sdk.js'
import { startServer, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { ADMIN, until } from './support/world.js'

/** Of the page: this file is run by Node. */
declare const history: { go(steps: number): void; back(): void; forward(): void }

let server: TestServer
let page: Page
let faults: string[]
let dsn = ''

beforeAll(async () => {
  // The provider of the test is on this machine.
  server = await startServer({ env: { MISHAP_ALLOW_PRIVATE_ADDRESSES: 'true' } })
  ;({ page, faults } = await aPage())
  page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await closeBrowser()
  await stopServers()
  removeTempDirs()
})

describe('the way of a newcomer', () => {
  it('begins at an empty server, which leads to its set-up', async () => {
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Your account' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/setup')
    expect(await barriersOf(page)).toEqual([])
  })

  it('makes an account, an organization and a project', async () => {
    await page.getByLabel('Email').fill(ADMIN.email)
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByLabel('Organization', { exact: true }).fill('Acme <b>Tea</b>')
    await page.getByRole('button', { name: 'Create organization' }).click()
    await page.getByRole('radio', { name: 'Node.js', exact: true }).check({ force: true })
    await page.getByLabel('Project name').fill('shop')
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.getByRole('heading', { name: 'First event' }).waitFor()
  })

  it('shows a DSN, a snippet with it, and waits', async () => {
    const text = await page
      .getByText(/http:\/\/[\da-f]{32}@localhost:\d+\/\d+/)
      .first()
      .innerText()
    dsn = /http:\/\/[\da-f]{32}@localhost:\d+\/\d+/.exec(text)?.[0] ?? ''
    expect(new URL(dsn).host).toBe(new URL(server.url).host)
    await page.getByText('@sentry/node').first().waitFor()
    await page
      .getByText(/waiting for the first event/i)
      .first()
      .waitFor()
  })

  it('moves on to the issue by itself when the first error of a real SDK arrives', async () => {
    await runSdk('@sentry/node', dsn)
    await page.waitForURL(/\/issues\/\d+/)
    await page.getByRole('heading', { name: 'Error', exact: true }).first().waitFor()
    await page.getByText('Checkout failed with @sentry/node').first().waitFor()
    expect(await barriersOf(page)).toEqual([])
    const shown = await page.locator('main').innerText()
    for (const text of [
      'TypeError',
      "reading 'items'",
      'loadCart',
      'cart.items.concat',
      'opened the cart',
      'shop@1.2.3',
      'grace@example.com',
    ])
      expect(shown).toContain(text)
  })

  it('finds it in the list, resolves it, and sees it come back as a regression', async () => {
    await page
      .getByRole('button', { name: /^Resolve/ })
      .first()
      .click()
    await page
      .getByText(/resolved/i)
      .first()
      .waitFor()
    await runSdk('@sentry/node', dsn)
    await page.goto(`${server.url}/`)
    await page
      .getByRole('link', { name: /Checkout failed/ })
      .first()
      .waitFor()
    await page
      .getByText(/regress/i)
      .first()
      .waitFor()
  })

  it('shows markup from outside as text', async () => {
    const hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
    const event = {
      event_id: 'f'.repeat(32),
      platform: 'node',
      tags: { '<i>key</i>': hostile },
      user: { username: hostile },
      exception: {
        values: [
          {
            type: 'Evil<svg/onload=window.pwned=1>',
            value: hostile,
            stacktrace: {
              frames: [
                {
                  filename: hostile,
                  function: hostile,
                  context_line: hostile,
                  lineno: 1,
                  in_app: true,
                  vars: { a: hostile },
                },
              ],
            },
          },
        ],
      },
      breadcrumbs: [{ message: hostile, category: hostile, data: { url: 'javascript:window.pwned=1' } }],
    }
    const { username, pathname } = new URL(dsn)
    const response = await fetch(`${server.url}/api${pathname}/store/?sentry_key=${username}`, {
      method: 'POST',
      body: JSON.stringify(event),
    })
    expect(response.status).toBe(200)
    // What comes while a list is looked at is only offered there.
    const [org] = await (await page.request.get(`${server.url}/api/0/organizations/`)).json()
    await until(async () => {
      const issues = await page.request.get(`${server.url}/api/0/organizations/${org.slug}/issues/`)
      return (await issues.text()).includes('Evil<svg')
    })
    await page.goto(`${server.url}/`)
    await page
      .getByRole('link', { name: /Evil<svg/ })
      .first()
      .click()
    await page
      .getByRole('heading', { name: /Evil<svg/ })
      .first()
      .waitFor()
    await page.getByText('<img src=x', { exact: false }).first().waitFor()
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
  })

  it('has settings that keep nobody out', async () => {
    await page.goto(`${server.url}/`)
    await page.waitForURL(/\/issues$/)
    const org = page.url().replace(/\/issues$/, '')
    for (const [path, shown] of [
      ['settings', 'Rate of the organization'],
      ['settings/projects/shop', 'Delete the project'],
      ['settings/projects/shop/keys', 'Report from your app'],
      ['settings/projects/shop/environments', 'A hidden environment is left out'],
      ['settings/projects/shop/filters', 'Inbound filters'],
      ['settings/projects/shop/limits', 'Most room for payloads'],
      ['settings/projects/shop/grouping', 'How fingerprint rules are written'],
      ['settings/projects/shop/ownership', 'How ownership rules are written'],
      ['settings/projects/shop/ingest-log', 'The last 200 are kept'],
      ['../profile/account', 'Whoever runs the server cannot leave it'],
      ['../profile/notifications', 'Mails about the projects of your teams'],
      ['../profile/shortcuts', 'Put what is new into the list'],
      ['../profile/auth-tokens', 'A token lets a program act for you'],
      ['../account/settings/wizard/none', 'Let a set-up program in?'],
    ] as const) {
      await page.goto(`${org}/${path}`)
      await page.getByText(shown).first().waitFor()
      expect({ path, barriers: await barriersOf(page) }).toEqual({ path, barriers: [] })
    }
  })

  it('asks before the ways back and forward throw away what is not saved', async () => {
    await page.goto(`${server.url}/`)
    await page.waitForURL(/\/issues$/)
    const org = page.url().replace(/\/issues$/, '')
    const grouping = `${org}/settings/projects/shop/grouping`
    await page.goto(grouping)
    const project = page.getByRole('navigation', { name: 'Settings of the project' })
    await project.getByRole('link', { name: 'Ownership' }).click()
    await page.getByText('How ownership rules are written').waitFor()
    const ownership = page.url()
    await project.getByRole('link', { name: 'Alerts' }).click()
    await page.waitForURL(/\/alerts$/)
    await page.evaluate(() => history.back())
    const rules = page.getByRole('textbox', { name: 'Rules', exact: true })
    await rules.fill('path:src/* #shop')
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    for (const by of [-1, 1]) {
      await page.evaluate((steps) => history.go(steps), by)
      await question.getByRole('button', { name: 'Stay' }).click()
      expect(page.url()).toBe(ownership)
      expect(await rules.inputValue()).toBe('path:src/* #shop')
    }
    await page.evaluate(() => history.back())
    await question.getByRole('button', { name: 'Leave' }).click()
    await page.getByText('How fingerprint rules are written').waitFor()
    expect(page.url()).toBe(grouping)
    await page.evaluate(() => history.forward())
    await rules.waitFor()
    expect(await rules.inputValue()).toBe('')
  })

  it('is let in again in another browser, straight to the issues', async () => {
    const other = await aPage()
    await other.page.goto(server.url)
    await other.page.getByLabel('Email').fill(ADMIN.email)
    await other.page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
    await other.page.getByRole('button', { name: 'Sign in' }).click()
    await other.page.getByRole('heading', { name: 'Issues' }).waitFor()
    expect(new URL(other.page.url()).pathname).toMatch(/\/issues$/)
  })

  it('lets people in by a provider that the superuser sets up', async () => {
    const oidc = await startOidcServer([`${server.url}/accounts/oidc/acme/login/callback/`])
    try {
      await page.goto(`${server.url}/admin/sign-in`)
      await page.getByRole('button', { name: 'Add a provider' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Acme')
      await page.getByLabel('Short name').fill('acme')
      await page.getByLabel('Issuer').fill(oidc.issuer)
      await page.getByLabel('Client id').fill(CLIENT.clientId)
      await page.getByLabel('Client secret').fill(CLIENT.clientSecret)
      await page.getByLabel('gets an account the first time').check()
      expect(await barriersOf(page)).toEqual([])
      await page.getByRole('button', { name: 'Add provider' }).click()
      await page.getByRole('button', { name: 'Ask the provider' }).click()
      await page.getByText('It answers').waitFor()
      await oidc.become({ sub: 'grace', email: 'grace@acme.example', email_verified: true, name: 'Grace Hopper' })
      const { page: other } = await aPage()
      await other.goto(`${server.url}/login?next=%2Fprofile%2Faccount`)
      await other.getByRole('button', { name: 'Continue with Acme' }).waitFor()
      expect(await barriersOf(other)).toEqual([])
      await other.getByRole('button', { name: 'Continue with Acme' }).click()
      await other.getByRole('button', { name: 'Go on as grace' }).click()
      await other.getByRole('heading', { name: 'Connected accounts' }).waitFor()
      expect(await other.getByLabel('Name', { exact: true }).inputValue()).toBe('Grace Hopper')
      expect(await barriersOf(other)).toEqual([])
      await other.getByRole('button', { name: 'Disconnect Acme' }).click()
      await other.getByText('This is the last way to sign in').waitFor()
    } finally {
      await oidc.stop()
    }
  })

  it('signs its owner in by a passkey, and asks for it after the password', async () => {
    await plugInAuthenticator(page)
    await page.goto(`${server.url}/profile/security`)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Key of the test')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Key of the test').waitFor()
    const codes = page.getByRole('region', { name: 'Your recovery codes' })
    await codes.waitFor()
    expect(await codes.getByRole('listitem').count()).toBe(10)
    expect(await barriersOf(page)).toEqual([])
    await page.context().clearCookies()
    await page.goto(`${server.url}/login?next=%2Fprofile%2Fsecurity`)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('Key of the test').waitFor()
    await page.context().clearCookies()
    await page.goto(`${server.url}/login?next=%2Fprofile%2Fsecurity`)
    await page.getByLabel('Email').fill(ADMIN.email)
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('button', { name: 'More about Key of the test' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('The passkey is removed').waitFor()
    await page.getByText('Key of the test').waitFor({ state: 'detached' })
  })

  it('met no error in the pages', () => {
    expect(faults).toEqual([])
  })
})
