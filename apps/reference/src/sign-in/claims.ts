import type { IdentityClaims, ProviderAccess } from '@mishap/core'
import { notBelieved } from './refusals.js'

type Raw = Readonly<Record<string, unknown>>

const MOST_GROUPS = 1000
const LONGEST = 300

/** What an ID token, and what else is known of somebody, means. */
export function readClaims({ kind, groupsClaim }: ProviderAccess, raw: Raw): IdentityClaims {
  const subject = text(raw.sub)
  if (subject === null) throw notBelieved('Wanted somebody in the ID token, found nobody')
  const email = text(raw.email)
  return {
    issuer: text(raw.iss) ?? '',
    subject,
    email,
    isEmailVerified: email !== null && isVerified(kind, raw),
    name: text(raw.name) ?? text(raw.preferred_username) ?? '',
    groups: groupsClaim === null ? null : groupsOf(claimAt(raw, groupsClaim)),
  }
}

/**
 * Anybody can put any address into a directory of their own at Microsoft: only `xms_edov`, which is to be switched on
 * there, says that the directory owns its domain. Some providers write true as a text.
 */
function isVerified(kind: ProviderAccess['kind'], raw: Raw): boolean {
  const claim = kind === 'microsoft' ? raw.xms_edov : raw.email_verified
  return claim === true || claim === 'true' || (kind === 'microsoft' && (claim === 1 || claim === '1'))
}

/** The claim of this name, or what a path such as `realm_access.roles` leads to. */
function claimAt(raw: Raw, name: string): unknown {
  if (Object.hasOwn(raw, name)) return raw[name]
  let found: unknown = raw
  for (const part of name.split('.').slice(0, 10)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Raw)[part]
  }
  return found
}

function groupsOf(claim: unknown): readonly string[] | null {
  if (typeof claim === 'string') return [claim.slice(0, LONGEST)]
  if (!Array.isArray(claim)) return null
  return claim.slice(0, MOST_GROUPS).filter((one): one is string => typeof one === 'string' && one.length <= LONGEST)
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST && !value.includes('\0') ? value : null
}
