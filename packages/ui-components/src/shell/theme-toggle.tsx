import { IconButton, type IconName, type Theme } from '../primitives/index.js'

export interface ThemeToggleProps {
  readonly value: Theme
  readonly onChange: (theme: Theme) => void
  readonly className?: string | undefined
}

const NEXT: Readonly<Record<Theme, { readonly next: Theme; readonly icon: IconName; readonly label: string }>> = {
  light: { next: 'dark', icon: 'sun', label: 'Theme: light. Switch to dark' },
  dark: { next: 'system', icon: 'moon', label: 'Theme: dark. Switch to that of the system' },
  system: { next: 'light', icon: 'device', label: 'Theme: that of the system. Switch to light' },
}

/** Light, dark, or whatever the system has. */
export function ThemeToggle({ value, onChange, className }: ThemeToggleProps) {
  const { next, icon, label } = NEXT[value]
  return <IconButton icon={icon} size="sm" label={label} className={className} onClick={() => onChange(next)} />
}

/** The one after it, for the keyboard. */
export function nextTheme(theme: Theme): Theme {
  return NEXT[theme].next
}
