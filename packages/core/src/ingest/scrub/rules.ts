/** What a project says about scrubbing. The defaults apply to everything unless `enabled` is false. */
export interface ScrubRules {
  readonly enabled: boolean
  /** Names of fields that are removed besides the usual ones; compared without regard to case, `_` and `-`. */
  readonly sensitiveFields: readonly string[]
  /** Names of fields that are kept whatever they are called; wins over everything else. */
  readonly safeFields: readonly string[]
}

export const DEFAULT_SCRUB_RULES: ScrubRules = { enabled: true, sensitiveFields: [], safeFields: [] }

/** Why something was removed, as it is named in `_meta`. */
export type ScrubReason = '@password' | '@creditcard' | '@pemkey' | '@urlauth' | '@cookie' | 'project'

/** Long enough to mean nothing else, wherever in a name they stand. */
const ANYWHERE =
  /password|passwd|passphrase|secret|apikey|accesskey|privatekey|accesstoken|authtoken|refreshtoken|idtoken|bearertoken|sessiontoken|csrf|xsrf|credential|sessionid|sessid|mysqlpwd|stripetoken|creditcard|cardnumber|authorization|setcookie|signingkey|encryptionkey/

/** Short ones count only as a whole word of the name: `auth` but not `author`, `token` but not `max_tokens`. */
const WORDS = new Set([
  'pwd',
  'auth',
  'token',
  'jwt',
  'ssn',
  'cvv',
  'cvc',
  'cvv2',
  'cookie',
  'cookies',
  'otp',
  'pin',
  'passwort',
])

/** Decides by the name of a field. Remembers its answers, for the same names come with every event. */
export function fieldMatcher(rules: ScrubRules): (name: string) => ScrubReason | null {
  const safe = new Set(rules.safeFields.map(squeeze))
  const sensitive = rules.sensitiveFields.map(squeeze).filter((field) => field !== '')
  const known = new Map<string, ScrubReason | null>()
  return (name) => {
    const remembered = known.get(name)
    if (remembered !== undefined) return remembered
    const answer = decide(name, safe, sensitive)
    if (known.size >= 2_000) known.clear()
    known.set(name, answer)
    return answer
  }
}

function decide(name: string, safe: ReadonlySet<string>, sensitive: readonly string[]): ScrubReason | null {
  if (name.length > 200) return null
  const squeezed = squeeze(name)
  if (safe.has(squeezed)) return null
  if (sensitive.some((field) => squeezed.includes(field))) return 'project'
  if (ANYWHERE.test(squeezed)) return '@password'
  return words(name).some((word) => WORDS.has(word)) ? '@password' : null
}

function squeeze(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** `X-Auth_userPwd` → `x auth user pwd`. */
function words(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
}
