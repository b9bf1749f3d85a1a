import { cx } from '../primitives/index.js'
import css from './platform-icon.module.css'
import { type Platform, platformOf } from './platforms.js'

export interface PlatformIconProps {
  /** As projects and events name it; an unknown one gets its first letters. */
  readonly platform: string | null
  readonly className?: string
}

/** Two letters in a square. Decoration: the name stands beside it. */
export function PlatformIcon({ platform, className }: PlatformIconProps) {
  const known = platformOf(platform)
  return (
    <span className={cx(css.icon, className)} data-tint={tintOf(platform ?? '')} aria-hidden="true">
      {known?.mark ?? fallback(platform)}
    </span>
  )
}

const FAMILIES = ['node', 'python', 'javascript', 'java', 'php', 'ruby', 'dotnet', 'go', 'rust'] as const
const TINTS = 6

function tintOf(id: Platform['id']): number {
  const family = FAMILIES.findIndex((name) => id === name || id.startsWith(`${name}-`))
  return family === -1 ? (id.charCodeAt(0) || 0) % TINTS : family % TINTS
}

function fallback(platform: string | null): string {
  if (platform === null || platform === '') return '··'
  return platform.slice(0, 1).toUpperCase() + platform.slice(1, 2)
}
