import type { Theme } from '@mishap/ui-components'

const THEME = 'mishap.theme'
const KEYS = 'mishap.keys'
const ORG = 'mishap.org'

/** What the reader has chosen in this browser. Storage may be switched off; then it lasts as long as the page. */
export const preferences = {
  theme: (): Theme => {
    const theme = read(THEME)
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  },
  setTheme: (theme: Theme) => {
    write(THEME, theme)
    // The page behind the app, which `theme.js` coloured at the start.
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  },
  hasShortcuts: () => read(KEYS) !== 'off',
  setShortcuts: (isOn: boolean) => write(KEYS, isOn ? 'on' : 'off'),
  /** Slug of the organization looked at last; null where none was. */
  lastOrg: () => read(ORG),
  setLastOrg: (org: string) => write(ORG, org),
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Switched off by the browser's settings.
    return null
  }
}

function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Switched off or full: nothing that the app could not do without.
  }
}
