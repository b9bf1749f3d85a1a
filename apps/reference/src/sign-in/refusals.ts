import { AppError, errorCode } from '@mishap/core'

/** Something that a provider said cannot be believed, or it said no. */
export function notBelieved(what: string, cause?: unknown): AppError {
  return new AppError('forbidden', what, cause === undefined ? {} : { cause })
}

/**
 * What openid-client threw, in our words: `forbidden` where the answer is not to be believed or the code is worth nothing,
 * `unavailable` where the provider cannot be asked or does not know this server.
 */
export function translate(error: unknown): Error {
  const own = causesOf(error).find((one) => errorCode(one) !== null)
  if (own !== undefined) return own
  const { name, code, error: word, message } = error as Partial<Record<string, string>>
  const said = typeof word === 'string' ? word.slice(0, 100) : message
  const isRefusal = name === 'AuthorizationResponseError' || word === 'invalid_grant'
  if (isRefusal || NOT_BELIEVED.test(code ?? '')) return notBelieved(`The provider cannot be believed: ${said}`, error)
  const isUnknown = name === 'WWWAuthenticateChallengeError' || word === 'invalid_client'
  const why = isUnknown ? 'it does not know the client id with this secret' : said
  return new AppError('unavailable', `The provider cannot be used: ${why}`, { cause: error })
}

/** Codes of openid-client, and of jose for tokens. */
const NOT_BELIEVED = /^(?:OAUTH_(?:INVALID_RESPONSE|KEY_SELECTION_FAILED|PARSE_ERROR|J\w+_FAILED|JWT_\w+)|ERR_J\w+)$/

function causesOf(error: unknown): readonly Error[] {
  const found: Error[] = []
  for (let one = error; one instanceof Error && found.length < 10; one = one.cause) found.push(one)
  return found
}
