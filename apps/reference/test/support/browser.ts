import { type Browser, chromium, type Page } from 'playwright-core'
import { serviceUrl } from './database.js'

let browser: Browser | null = null

/** A page of a fresh profile. Its uncaught errors are gathered in `faults`. */
export async function aPage(): Promise<{ page: Page; faults: string[] }> {
  browser ??= await chromium.launch({ executablePath: serviceUrl('CHROMIUM_PATH'), args: ['--no-sandbox'] })
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  return { page, faults }
}

export async function closeBrowser(): Promise<void> {
  await browser?.close()
  browser = null
}
