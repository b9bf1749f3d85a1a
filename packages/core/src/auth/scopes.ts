/**
 * The sixteen scopes of API tokens, in the order of GlitchTip's bit mask (bit 0 first),
 * so that a number sent by a script written for it means the same here.
 */
export const SCOPES = [
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

export type Scope = (typeof SCOPES)[number]
