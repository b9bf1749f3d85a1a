import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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

/** Gives the page a passkey device that is always touched and always knows its owner. */
export async function plugInAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const knowsItsOwner = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true }
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    automaticPresenceSimulation: true,
    ...knowsItsOwner,
  } as const
  await session.send('WebAuthn.addVirtualAuthenticator', { options })
}

/** What keeps some people from using the page, by the rules of WCAG 2.2 AA: the rule and where it is broken. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  // What still fades in has too little contrast for a moment, also what comes in while the rules are run.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(readFileSync(createRequire(__filename).resolve('axe-core'), 'utf8'))
  const found = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
  )
  return found as readonly string[]
}
