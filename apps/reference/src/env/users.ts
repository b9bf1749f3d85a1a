import type { Source } from './look-up.js'

/** A superuser who exists after the start, with a token of all scopes where one is named. */
export interface EnsuredUser {
  readonly email: string
  /** Null: an account that only its token can use. */
  readonly password: string | null
  readonly token: string | null
}

const NAME = /^MISHAP_USER_(\d{1,6})_(EMAIL|PASSWORD|TOKEN)$/
const MIN_PASSWORD_LENGTH = 8

/** `MISHAP_USER_<n>_EMAIL`, `_PASSWORD` and `_TOKEN`, in the order of their numbers. */
export function readUsers({ env, faults }: Source): readonly EnsuredUser[] {
  const byNumber = new Map<number, Partial<Record<string, string>>>()
  for (const [name, value] of Object.entries(env)) {
    const match = NAME.exec(name)
    if (match === null || value === undefined || value.trim() === '') continue
    const number = Number(match[1])
    byNumber.set(number, { ...byNumber.get(number), [match[2] ?? '']: value })
  }
  return [...byNumber]
    .sort(([a], [b]) => a - b)
    .map(([number, { EMAIL = '', PASSWORD = null, TOKEN = null }]) => {
      const prefix = `MISHAP_USER_${number}`
      if (!/^[^\s@]+@[^\s@]+$/.test(EMAIL.trim()))
        faults.push(`${prefix}_EMAIL: wanted an e-mail address, found ${JSON.stringify(EMAIL)}`)
      if (PASSWORD === null && TOKEN === null)
        faults.push(`${prefix}_PASSWORD: wanted this or ${prefix}_TOKEN, found neither`)
      if (PASSWORD !== null && PASSWORD.length < MIN_PASSWORD_LENGTH)
        faults.push(`${prefix}_PASSWORD: wanted at least ${MIN_PASSWORD_LENGTH} characters, found ${PASSWORD.length}`)
      return { email: EMAIL.trim(), password: PASSWORD, token: TOKEN === null ? null : TOKEN.trim() }
    })
}
