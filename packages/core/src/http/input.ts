import { AppError, type FieldError } from '../errors.js'

type Loc = FieldError['loc']

/** Reads one value or throws a `Fault`. */
export type Field<T> = (value: unknown, loc: Loc) => T

type Parsed<F extends Readonly<Record<string, Field<unknown>>>> = { readonly [K in keyof F]: ReturnType<F[K]> }

/**
 * Reads the fields of a JSON object; what it does not name is ignored, for clients send back more than they should.
 * A field may also be given in snake_case. Throws one `invalid_input` with every fault.
 */
export function readFields<F extends Readonly<Record<string, Field<unknown>>>>(body: unknown, fields: F): Parsed<F> {
  const start = ['body', 'payload']
  const faults: FieldError[] = []
  const result: Record<string, unknown> = {}
  if (!isObject(body))
    throw refuse([{ type: 'model_type', loc: start, msg: `Wanted a JSON object, found ${found(body)}` }])
  for (const [name, field] of Object.entries(fields)) {
    try {
      result[name] = field(ownValue(body, name), [...start, name])
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      faults.push(fault.error)
    }
  }
  if (faults.length > 0) throw refuse(faults)
  // Every key of `fields` was read by its own field above.
  return result as Parsed<F>
}

/** Reads one value of a query string, as `readFields` reads a body. */
export function readQuery<T>(query: URLSearchParams, name: string, field: Field<T>): T {
  try {
    return field(query.get(name) ?? undefined, ['query', name])
  } catch (fault) {
    throw fault instanceof Fault ? refuse([fault.error]) : fault
  }
}

/** Reads each value of a query string that has that name. */
export function readQueryList<T>(query: URLSearchParams, name: string, field: Field<T>): readonly T[] {
  return query.getAll(name).map((value) => readQuery(new URLSearchParams([[name, value]]), name, field))
}

/** Text without NUL, trimmed. Lengths are counted in characters after trimming. */
export function text(options: {
  readonly max: number
  readonly min?: number
  readonly pattern?: { readonly regex: Pick<RegExp, 'test'>; readonly wanted: string }
}): Field<string> {
  return (value, loc) => {
    if (typeof value !== 'string') throw wrong(value, loc, 'string_type', 'a text')
    const trimmed = value.trim()
    if (trimmed.length < (options.min ?? 0))
      throw new Fault('string_too_short', loc, `Wanted at least ${options.min} characters`)
    if (trimmed.length > options.max)
      throw new Fault('string_too_long', loc, `Wanted at most ${options.max} characters`)
    if (trimmed.includes('\0')) throw new Fault('string_type', loc, 'Wanted a text without NUL characters')
    if (options.pattern !== undefined && !options.pattern.regex.test(trimmed))
      throw new Fault('string_pattern_mismatch', loc, `Wanted ${options.pattern.wanted}`)
    return trimmed
  }
}

/** Text exactly as it was given, for passwords. */
export function secret(max: number): Field<string> {
  return (value, loc) => {
    if (typeof value !== 'string') throw wrong(value, loc, 'string_type', 'a text')
    if (value.length > max) throw new Fault('string_too_long', loc, `Wanted at most ${max} characters`)
    return value
  }
}

/** Text of several lines exactly as it was given, so that places in it stay right. */
export function lines(max: number): Field<string> {
  const whole = secret(max)
  return (value, loc) => {
    const given = whole(value, loc)
    if (given.includes('\0')) throw new Fault('string_type', loc, 'Wanted a text without NUL characters')
    return given
  }
}

/** A whole number, or its digits. */
export function integer(min: number, max: number): Field<number> {
  return (value, loc) => {
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isInteger(number)) throw wrong(value, loc, 'int_type', 'a whole number')
    if (number < min || number > max) throw new Fault('out_of_range', loc, `Wanted ${min} to ${max}, found ${number}`)
    return number
  }
}

export const boolean: Field<boolean> = (value, loc) => {
  if (typeof value !== 'boolean') throw wrong(value, loc, 'bool_type', 'true or false')
  return value
}

export const object: Field<Readonly<Record<string, unknown>>> = (value, loc) => {
  if (!isObject(value)) throw wrong(value, loc, 'dict_type', 'an object')
  return value
}

export function oneOf<const T extends string>(...choices: readonly T[]): Field<T> {
  return (value, loc) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw wrong(value, loc, 'enum', `one of ${choices.join(', ')}`)
    return choice
  }
}

export function listOf<T>(field: Field<T>, maxItems: number): Field<readonly T[]> {
  return (value, loc) => {
    if (!Array.isArray(value)) throw wrong(value, loc, 'list_type', 'a list')
    if (value.length > maxItems) throw new Fault('too_long', loc, `Wanted at most ${maxItems} entries`)
    return value.map((item, index) => field(item, [...loc, index]))
  }
}

/** `undefined` where it was not given. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return (value, loc) => (value === undefined ? undefined : field(value, loc))
}

/** `null` may be given, and stays. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return (value, loc) => (value === null ? null : field(value, loc))
}

/** Without the entries that were not given. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // Only values other than undefined are left.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

class Fault extends Error {
  readonly error: FieldError
  constructor(type: string, loc: Loc, msg: string) {
    super(msg)
    this.error = { type, loc, msg }
  }
}

function wrong(value: unknown, loc: Loc, type: string, wanted: string): Fault {
  return value === undefined
    ? new Fault('missing', loc, 'Field required')
    : new Fault(type, loc, `Wanted ${wanted}, found ${found(value)}`)
}

function refuse(fields: readonly FieldError[]): AppError {
  return new AppError('invalid_input', fields.map((field) => `${String(field.loc.at(-1))}: ${field.msg}`).join('; '), {
    fields,
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ownValue(body: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(body, name)) return body[name]
  const snake = snakeCase(name)
  return Object.hasOwn(body, snake) ? body[snake] : undefined
}

function found(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return typeof value === 'object' ? 'an object' : String(value)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
