// A browser for the end-to-end tests: that of CHROMIUM_PATH, else the machine's, else the package manager's.
import { installPackage, isExecutable, onPath } from './programs.mjs'

// The headless shell draws the same pages as Chromium for less than half of the processor's time.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const SHELL_PACKAGES = { 'apt-get': 'chromium-headless-shell' }
const PACKAGES = { 'apt-get': 'chromium', apk: 'chromium', dnf: 'chromium', brew: 'google-chrome' }

/** Its path. Throws with the reason where there is none to be had. */
export async function obtainChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (isExecutable(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which cannot be run`)
  }
  const found = find() ?? installed(SHELL_PACKAGES) ?? installed(PACKAGES)
  if (found === null)
    throw new Error('no Chromium or Chrome is on the PATH, and the package manager had none; set CHROMIUM_PATH')
  return found
}

const installed = (packages) => (installPackage(packages) ? find() : null)

const find = () => onPath(...NAMES) ?? APPS.find(isExecutable) ?? null
