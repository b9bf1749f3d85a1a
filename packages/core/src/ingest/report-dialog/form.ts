import { errorCode } from '../../errors.js'
import { parseJson } from '../../protocol/json.js'
import { parseMultipart } from '../../protocol/multipart.js'
import { isRecord } from '../../protocol/normalize/salvage.js'

/** What somebody wrote who met an error. */
export interface Report {
  readonly name: string
  readonly email: string
  readonly comments: string
}

/** Of each field, what is wrong with it; `{}` where all is well. */
export type ReportErrors = Readonly<Record<string, readonly string[]>>

/**
 * Reads the form of the dialog: URL-encoded, multipart, or JSON, which is what body parsers of hosts make of a form.
 * A body that cannot be read is a form with nothing in it.
 */
export function readReport(body: Uint8Array, contentType: string | null): Report {
  const fields = fieldsOf(body, contentType)
  const field = (name: string) => fields.get(name)?.trim() ?? ''
  return { name: field('name'), email: field('email'), comments: field('comments') }
}

/** All fields have to be there, and the address has to look like one. */
export function errorsIn(report: Report): ReportErrors {
  const errors: Record<string, string[]> = {}
  for (const [name, max] of Object.entries(MAX_LENGTHS)) {
    const length = report[name as keyof Report].length
    if (length === 0) errors[name] = ['This field is required.']
    else if (length > max) errors[name] = [`Ensure this value has at most ${max} characters (it has ${length}).`]
  }
  if (errors.email === undefined && !looksLikeEmail(report.email)) errors.email = ['Enter a valid email address.']
  return errors
}

const MAX_LENGTHS: Readonly<Record<keyof Report, number>> = { name: 128, email: 254, comments: 4096 }

function fieldsOf(body: Uint8Array, contentType: string | null): ReadonlyMap<string, string> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (bytes[0] === BRACE) return jsonFields(bytes)
  if (!contentType?.toLowerCase().startsWith('multipart/')) return new Map(new URLSearchParams(bytes.toString('utf8')))
  try {
    const parts = parseMultipart(bytes, contentType, { maxParts: 20 })
    return new Map(parts.map((part) => [part.name, Buffer.from(part.bytes).toString('utf8')]))
  } catch (error) {
    if (errorCode(error) === null) throw error
    return new Map()
  }
}

const BRACE = 0x7b

function jsonFields(bytes: Uint8Array): ReadonlyMap<string, string> {
  try {
    const value = parseJson(bytes)
    const entries = isRecord(value) ? Object.entries(value) : []
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    // No JSON: a form with nothing in it.
    return new Map()
  }
}

/** Something before one `@`, and a name with a dot behind it. Whether mail arrives nobody can tell from here. */
function looksLikeEmail(text: string): boolean {
  const at = text.indexOf('@')
  const host = text.slice(at + 1)
  if (at < 1 || host.includes('@') || /[\s<>"(),;]/.test(text)) return false
  return host.includes('.') && !host.startsWith('.') && !host.endsWith('.') && !host.includes('..')
}
