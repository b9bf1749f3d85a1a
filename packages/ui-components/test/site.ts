import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startTestPage, type TestPage } from './browser.js'
import { eventually } from './eventually.js'
import { stillness } from './stillness.js'

/**
 * A site for the tests of one file, built before the first of them. After each its pages are closed, and must have had
 * no errors.
 */
export function testSite(name: 'page' | 'screens') {
  let site: TestPage | undefined
  let page: Page | undefined
  const pages: Page[] = []

  beforeAll(async () => {
    site = await startTestPage(name)
  }, 240_000)

  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close()
    expect(site?.errors.splice(0)).toEqual([])
  })

  afterAll(() => site?.close())

  return {
    open: async (...how: Parameters<TestPage['open']>): Promise<Page> => {
      if (site === undefined) throw new Error('the site is opened by a test, not before')
      page = await site.open(...how)
      pages.push(page)
      return page
    },
    /** The address within the site's own navigation. */
    at: () => page?.locator('#at').textContent(),
    /** Whether all of the page is within its width, once it stands still. */
    expectNoOverflow: async () => {
      if (page === undefined) throw new Error('no page is open')
      await stillness(page)
      const excess = () => page?.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      await eventually(excess).toBeLessThanOrEqual(0)
    },
    press: async (...keys: readonly string[]) => {
      for (const key of keys) await page?.keyboard.press(key)
    },
  }
}
