import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriersOf, WCAG } from './axe.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'
import { stillness } from './stillness.js'

const site = testSite('page')
let page: Page

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

/** What a reader would see of the page's own scroll bar. */
const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('a stack trace', () => {
  it('opens what is folded, and folds it again', async () => {
    page = await site.open('case=event')
    const fold = page.getByRole('button', { name: '10 library frames' })
    await fold.click()
    await eventually(() => page.getByText('Layer.handleRequest').count()).toBe(3)
    await page.getByRole('button', { name: 'Fold 10 frames' }).click()
    await eventually(() => page.getByText('Layer.handleRequest').count()).toBe(0)
  })

  it('is walked and opened by keys', async () => {
    page = await site.open('case=event')
    await page
      .getByRole('button', { name: /^placeOrder/ })
      .first()
      .focus()
    await page.keyboard.press('n')
    await eventually(focused).toContain('postCheckout')
    await page.keyboard.press('Enter')
    await page.getByText('const cart = await loadCart').waitFor()
    await page.keyboard.press('n')
    await eventually(focused).toContain('10 library frames')
    await page.keyboard.press('p')
    await eventually(focused).toContain('postCheckout')
    await page.keyboard.press('Shift+Enter')
    await eventually(() => page.locator('[data-frame-toggle][aria-expanded=false]').count()).toBeLessThan(8)
  })

  it('turns around and shows itself as text', async () => {
    page = await site.open('case=event')
    const first = () => page.locator('[data-frame-toggle]').first().textContent()
    await eventually(first).toContain('placeOrder')
    await page.getByRole('button', { name: 'Newest first' }).click()
    await eventually(first).toContain('library frames')
    await page.getByRole('button', { name: 'Text', exact: true }).click()
    await page.getByText('at placeOrder (/srv/shop/src/orders/place-order.ts:58:11)').waitFor()
  })

  it('is coloured once its grammar has come', async () => {
    page = await site.open('case=event')
    const keyword = page.locator('pre span', { hasText: /^throw$/ }).first()
    const plain = await page
      .locator('pre')
      .first()
      .evaluate((element) => getComputedStyle(element).color)
    await keyword.waitFor()
    await eventually(() => keyword.evaluate((element) => getComputedStyle(element).color)).not.toBe(plain)
  })
})

describe('the event view', () => {
  it('jumps to a section and takes the focus there', async () => {
    page = await site.open('case=event')
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Contexts' }).click()
    await eventually(focused).toContain('Firefox 134.0')
    const heading = page.getByRole('heading', { name: 'Contexts' })
    const isNearTheTop = () =>
      heading.evaluate((element) => {
        const { top } = element.getBoundingClientRect()
        return top > 20 && top < 600
      })
    await eventually(isNearTheTop).toBe(true)
  })

  it('filters its breadcrumbs by word, level and kind', async () => {
    page = await site.open('case=event')
    const crumbs = page.getByRole('region', { name: 'Breadcrumbs' })
    await crumbs.getByLabel('Search breadcrumbs').fill('stripe')
    await eventually(() => crumbs.getByRole('listitem').count()).toBe(2)
    await crumbs.getByLabel('Least level').selectOption('error')
    await eventually(() => crumbs.getByRole('listitem').count()).toBe(1)
    await crumbs.getByRole('button', { name: 'query' }).click()
    await crumbs.getByRole('button', { name: 'Show all' }).click()
    await eventually(() => crumbs.getByRole('listitem').count()).toBe(20)
  })

  it.each([1280, 390, 320])('stays inside of %d pixels', async (width) => {
    page = await site.open('case=event', { width, height: 800 })
    await eventually(overflow).toBe(0)
  })

  it.each([1280, 390])('stays inside of %d pixels with a hostile event, and runs none of it', async (width) => {
    page = await site.open('case=hostile', { width, height: 800 })
    for (const toggle of await page.locator('[data-frame-toggle][aria-expanded=false]').all()) await toggle.click()
    await eventually(overflow).toBe(0)
    await eventually(() => page.title()).toBe('page')
    await eventually(() => page.locator('.mh-root :is(img, script, iframe)').count()).toBe(0)
  })
})

describe('inside of a hostile host', () => {
  it.each(['event', 'issues', 'widgets'])('%s look the same as inside of a kind one', async (which) => {
    const look = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.mh-root *:not(style)')].slice(0, 1500).map((element) => {
          const { width, height } = element.getBoundingClientRect()
          const style = getComputedStyle(element)
          const seen = [
            style.color,
            style.backgroundColor,
            style.fontFamily,
            style.fontSize,
            style.letterSpacing,
            style.textTransform,
          ]
          return [element.tagName, Math.round(width), Math.round(height), style.display, ...seen].join(' ')
        }),
      )
    const settled = async (query: string) => {
      page = await site.open(query)
      // Colours of code come a moment later.
      if (which === 'event')
        await page
          .locator('pre span', { hasText: /^throw$/ })
          .first()
          .waitFor()
      await stillness(page)
      return look()
    }
    const kind = await settled(`case=${which}`)
    await page.close()
    const hostile = await settled(`case=${which}&host`)
    expect(kind.length).toBeGreaterThan(50)
    expect(hostile.filter((line, at) => line !== kind[at])).toEqual([])
  })
})

describe('widgets by keyboard', () => {
  const done = () => page.locator('#done').textContent()

  it('a menu opens on its first item, is walked and typed to, and gives the focus back', async () => {
    page = await site.open('case=widgets')
    const button = page.getByRole('button', { name: 'Ignore' })
    await button.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.waitForFunction(() => document.activeElement?.textContent === 'For an hour')
    await page.keyboard.press('ArrowDown')
    await eventually(focused).toBe('For a day')
    await page.keyboard.press('n')
    await page.keyboard.press('Enter')
    await eventually(done).toBe('nothing')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await eventually(done).toBe('hour')
    await eventually(() => page.getByRole('menu').count()).toBe(0)
    await eventually(focused).toBe('Ignore')
  })

  it('a menu closes by Escape and by a second click', async () => {
    page = await site.open('case=widgets')
    const button = page.getByRole('button', { name: 'Ignore' })
    await button.click()
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await button.click()
    await page.getByRole('menu').waitFor()
    await button.click()
    await page.getByRole('menu').waitFor({ state: 'hidden' })
  })

  it('tabs follow the arrows', async () => {
    page = await site.open('case=widgets')
    await page.getByRole('tab', { name: 'One' }).focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByText('third panel').waitFor()
    await page.keyboard.press('Home')
    await page.getByText('first panel').waitFor()
    await eventually(focused).toBe('One')
  })

  it('tabs follow the reading direction', async () => {
    page = await site.open('case=widgets&dir=rtl')
    await page.getByRole('tab', { name: 'One' }).focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByText('second panel').waitFor()
  })

  it('a tooltip shows on focus and goes by Escape', async () => {
    page = await site.open('case=widgets')
    await page.getByRole('button', { name: 'Users' }).focus()
    await page.getByRole('tooltip').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
  })

  it('a dialog holds the focus, closes by Escape and gives it back', async () => {
    page = await site.open('case=widgets')
    await page.getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByRole('dialog', { name: 'Delete it?' }).waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.type('shop')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await eventually(focused).toBe('Delete')
  })

  it('a toast offers to undo', async () => {
    page = await site.open('case=widgets')
    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(done).toBe('undone')
    await page.getByText('Resolved').waitFor({ state: 'detached' })
  })

  it('a busy button keeps the focus and takes no clicks', async () => {
    page = await site.open('case=widgets')
    await page.getByRole('button', { name: 'Saving' }).press('Enter')
    await eventually(focused).toBe('Saving')
    await eventually(done).toBe('nothing')
  })

  it('a chart is read and picked bar by bar', async () => {
    page = await site.open('case=widgets')
    const chart = page.getByRole('slider')
    await chart.press('End')
    await eventually(() => chart.getAttribute('aria-valuetext')).toBe('Jan 15, 11:00: 9 events')
    await chart.press('Home')
    await chart.press('Enter')
    await eventually(done).toBe('picked 4')
    await page.getByRole('button', { name: 'Table' }).click()
    await eventually(() => page.getByRole('row').count()).toBe(3)
  })
})

describe('axe', () => {
  it.each(['case=event', 'case=event&theme=dark', 'case=widgets', 'case=widgets&theme=dark'])(
    'finds nothing in %s',
    async (query) => {
      page = await site.open(query)
      expect(await barriersOf(page, WCAG)).toEqual([])
    },
  )
})
