import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type App, createApp, createOrganization, createProject, memoryStorage, nodeListener } from '@mishap/core'
import type { Page } from 'playwright-core'
import { aPage, barriersOf, closeBrowser } from './support/browser.js'
import { openShop } from './support/shop.js'
import { removeTempDirs } from './support/temp-dir.js'

let shop: Awaited<ReturnType<typeof openShop>>
let mishap: Awaited<ReturnType<typeof openMishap>>

beforeAll(async () => {
  shop = await openShop()
  mishap = await openMishap()
})
afterAll(async () => {
  shop?.close()
  await mishap?.close()
  await closeBrowser()
  removeTempDirs()
})

describe('the crash-report dialog, opened by @sentry/browser on a page of another origin', () => {
  it('sends what somebody wrote, says so, and tells the page that it is closed', async () => {
    const { page, faults } = await aDialog({ user: { name: 'Ada', email: 'ada@example.com' } })
    await page.getByLabel('What happened?').fill('It broke, & I <b>saw</b> it.')
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('error-page'))
    await page.getByRole('button', { name: 'Submit crash report' }).click()
    expect(new URLSearchParams((await sent).postData() ?? '').get('comments')).toBe('It broke, & I <b>saw</b> it.')
    await page.getByRole('status').getByText('Your report has been sent.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('The dialog is closed.').waitFor()
    expect([await page.getByRole('dialog').count(), faults]).toEqual([0, []])
    const [written] = await mishap.feedback()
    expect(written).toMatchObject({ name: 'Ada', email: 'ada@example.com', comments: 'It broke, & I <b>saw</b> it.' })
    // What the page had reported before it opened the dialog.
    expect(await mishap.titleOfEvent(written?.eventId ?? '')).toBe('Somebody tells us')
  })

  it('shows what is wrong with each field, and keeps what was written', async () => {
    const { page } = await aDialog({})
    await page.getByLabel('Email').fill('nobody')
    await page.getByLabel('What happened?').fill('Nothing works.')
    await page.getByRole('button', { name: 'Submit crash report' }).click()
    await page.getByRole('alert').getByText('Some fields are invalid.').waitFor()
    await page.getByText('This field is required.').waitFor()
    await page.getByText('Enter a valid email address.').waitFor()
    expect(await page.getByLabel('What happened?').inputValue()).toBe('Nothing works.')
    expect(await page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
  })

  it('says so where the server is out of reach', async () => {
    const { page } = await aDialog({ user: { name: 'Ada', email: 'ada@example.com' } })
    await page.route('**/error-page/**', (route) => route.abort())
    await page.getByLabel('What happened?').fill('Nothing works.')
    await page.getByRole('button', { name: 'Submit crash report' }).click()
    await page.getByRole('alert').getByText('The report could not be sent.').waitFor()
  })

  it('looks as it should on a page whose policy forbids everything inline', async () => {
    const { page, faults } = await aDialog(
      {},
      'light',
      `default-src 'none'; script-src 'self' ${mishap.origin}; connect-src ${mishap.origin}`,
    )
    const colours = await page
      .getByRole('button', { name: 'Submit crash report' })
      .evaluate((button) => button.ownerDocument.defaultView?.getComputedStyle(button).backgroundColor)
    expect([colours, faults]).toEqual(['rgb(11, 102, 106)', []])
    await page.getByRole('button', { name: 'Submit crash report' }).click()
    await page.getByRole('alert').getByText('Some fields are invalid.').waitFor()
  })

  it('shows hostile words as words', async () => {
    const words = '</script><img src=x onerror="document.title=1">"})});document.title=2;({a:`//'
    const { page, faults } = await aDialog({ title: words, labelName: words, user: { name: words } })
    expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe(words)
    expect(await page.getByRole('textbox', { name: words }).inputValue()).toBe(words)
    expect([await page.title(), faults]).toEqual(['Shop', []])
  })

  it('keeps nobody out', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await aDialog({}, colorScheme)
      await page.getByRole('button', { name: 'Submit crash report' }).click()
      await page.getByRole('alert').getByText('Some fields are invalid.').waitFor()
      // The page around it is the shop's.
      expect((await barriersOf(page)).filter((barrier) => barrier.includes('dialog'))).toEqual([])
    }
  })
})

async function aDialog(dialog: Record<string, unknown>, colorScheme: 'light' | 'dark' = 'light', policy = '') {
  const opened = await aPage()
  const { page }: { page: Page } = opened
  await page.emulateMedia({ colorScheme })
  await page.goto(`${shop.url}?${new URLSearchParams({ dsn: mishap.dsn, dialog: JSON.stringify(dialog), policy })}`)
  await page.getByRole('button', { name: 'Tell us' }).click()
  await page.getByRole('dialog').waitFor()
  return opened
}

/** Mishap in this process, with a project. */
async function openMishap() {
  let answer: RequestListener = () => {}
  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const app: App = createApp({ url: `http://${host}`, storage: memoryStorage() })
  answer = nodeListener(app)
  await app.work()
  const { context } = app
  const account = { email: 'ada@example.com', name: 'Ada', passwordHash: null, isSuperuser: false }
  const { id: ownerId } = await context.storage.users.create(account)
  const organization = await createOrganization(context, { name: 'Shop', ownerId })
  const project = await createProject(context, { organization, team: null, name: 'Web', platform: null })
  const keys = await context.storage.projects.listKeys(organization.id, project.id, { limit: 1, cursor: null })
  return {
    origin: `http://${host}`,
    dsn: `http://${keys.items[0]?.publicKey}@${host}/${project.id}`,
    /** What was written so far, once some was. */
    feedback: async () => {
      for (;;) {
        const page = await context.storage.feedback.listForProject(organization.id, project.id, {
          limit: 9,
          cursor: null,
        })
        if (page.items.length > 0) return page.items
        await setTimeout(20)
      }
    },
    titleOfEvent: async (eventId: string) =>
      (await context.storage.events.find(organization.id, { projectId: project.id }, eventId))?.title,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.stop()
    },
  }
}
