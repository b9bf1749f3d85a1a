import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** What axe finds on the page as it stands. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    // The script has just put it there.
    const { axe } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<Found> } }
    // The address that these pages show stands outside of all regions.
    const options = { rules: { region: { enabled: false } } }
    return (await axe.run(document, options)).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    )
  })
}
