import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startTestPage, type TestPage } from './browser.js'

/**
 * A site for the tests of one file, built before the first of them. After each its page is closed, and must have had no
 * errors.
 */
export function testSite(name: 'page' | 'screens') {
  let site: TestPage
  let page: Page | undefined

  beforeAll(async () => {
    site = await startTestPage(name)
  }, 240_000)

  afterEach(async () => {
    await page?.close()
    expect(site.errors.splice(0)).toEqual([])
  })

  afterAll(() => site.close())

  return {
    open: async (...how: Parameters<TestPage['open']>): Promise<Page> => {
      page = await site.open(...how)
      return page
    },
    /** The address within the site's own navigation. */
    at: () => page?.locator('#at').textContent(),
    press: async (...keys: readonly string[]) => {
      for (const key of keys) await page?.keyboard.press(key)
    },
  }
}
