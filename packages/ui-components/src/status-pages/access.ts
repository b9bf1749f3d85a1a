import type { StatusPageJson } from '@mishap/core/client'
import type { IconName, Tone } from '../primitives/index.js'

interface AccessWord {
  readonly label: string
  readonly means: string
  readonly tone: Tone
  readonly icon: IconName
}

/** Who may read a status page. */
export const ACCESS: Readonly<Record<StatusPageJson['access'], AccessWord>> = {
  public: { label: 'Public', means: 'Everybody who has the address', tone: 'ok', icon: 'globe' },
  password: { label: 'Password', means: 'Whoever knows a password', tone: 'info', icon: 'key' },
  members: {
    label: 'Members',
    means: 'Members of the organization, once they are signed in',
    tone: 'neutral',
    icon: 'users',
  },
}

export const ACCESS_NAMES = Object.keys(ACCESS) as readonly StatusPageJson['access'][]
