/** Every reason for which Mishap refuses something. `http/errors.ts` gives each its status. */
export type ErrorCode =
  | 'invalid_input'
  | 'invalid_body'
  | 'unauthenticated'
  | 'wrong_password'
  | 'csrf'
  | 'forbidden'
  | 'second_factor_required'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'buffer_full'
  | 'unavailable'
  | 'config'
  | 'internal'

/** Where in the input something is wrong; `loc` is a path such as `['body', 'payload', 'name']`. */
export interface FieldError {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

/** What is wrong in a text that somebody wrote, in plain sentences; who reads the text adds the place. */
export interface TextFault {
  readonly message: string
  readonly remedy: string
}

/**
 * The one error that Mishap throws. Branch on `code`: `instanceof` fails when two copies of the package are loaded.
 * `message` is a sentence that says what was wanted and what was found.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: readonly FieldError[]
  /** Told to the caller as they are. */
  readonly faults: readonly TextFault[]
  readonly retryAfterMs: number | null

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly cause?: unknown
      readonly fields?: readonly FieldError[]
      readonly faults?: readonly TextFault[]
      readonly retryAfterMs?: number
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fields = options.fields ?? []
    this.faults = options.faults ?? []
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** The code of an `AppError` from any copy of the package, else null. */
export function errorCode(error: unknown): ErrorCode | null {
  if (typeof error !== 'object' || error === null) return null
  if ((error as { name?: unknown }).name !== 'AppError') return null
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? (code as ErrorCode) : null
}

/** An `invalid_input` about one named input. */
export function invalidField(name: string, type: string, msg: string): AppError {
  return new AppError('invalid_input', `${name}: ${msg}`, { fields: [{ type, loc: ['body', 'payload', name], msg }] })
}
