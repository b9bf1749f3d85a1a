import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { stillness } from './stillness.js'

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** The rules that are law in many places, without those that are only good practice. */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page once it stands still, by all rules where none are given. */
export async function barriersOf(page: Page, runOnly?: readonly string[]): Promise<readonly string[]> {
  await stillness(page)
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async (runOnly) => {
    // The script has just put it there.
    const { axe } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<Found> } }
    // The address that these pages show stands outside of all regions.
    const options = { rules: { region: { enabled: false } }, ...(runOnly === undefined ? {} : { runOnly }) }
    return (await axe.run(document, options)).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    )
  }, runOnly)
}
