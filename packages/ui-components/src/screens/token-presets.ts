/** The scopes that a token can have, in the order in which they are offered. */
export const TOKEN_SCOPES = [
  'project:read',
  'project:write',
  'project:admin',
  'project:releases',
  'team:read',
  'team:write',
  'team:admin',
  'event:read',
  'event:write',
  'event:admin',
  'org:read',
  'org:write',
  'org:admin',
  'member:read',
  'member:write',
  'member:admin',
] as const

export interface TokenPreset {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly scopes: readonly string[]
}

/** No more than a purpose needs; the least first. */
export const TOKEN_PRESETS: readonly TokenPreset[] = [
  {
    id: 'ci',
    label: 'CI upload',
    hint: 'Releases and source maps with sentry-cli. Reads no events.',
    scopes: ['project:read', 'project:releases', 'org:read'],
  },
  {
    id: 'read',
    label: 'Read only',
    hint: 'Reads issues, projects and members; changes nothing.',
    scopes: TOKEN_SCOPES.filter((scope) => scope.endsWith(':read')),
  },
  {
    id: 'triage',
    label: 'Triage',
    hint: 'Reads everything, resolves and ignores issues.',
    scopes: [...TOKEN_SCOPES.filter((scope) => scope.endsWith(':read')), 'event:write'],
  },
  {
    id: 'all',
    label: 'Automation',
    hint: 'All that you may do yourself. For tools that manage projects, teams and members.',
    scopes: TOKEN_SCOPES,
  },
]

/** The preset with exactly these scopes; null where they were chosen one by one. */
export function presetOf(scopes: ReadonlySet<string>): TokenPreset | null {
  return (
    TOKEN_PRESETS.find((preset) => preset.scopes.length === scopes.size && preset.scopes.every((s) => scopes.has(s))) ??
    null
  )
}
