import type { Logger } from '../ports/runtime.js'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
type LogLevel = (typeof LEVELS)[number]
type Fields = Readonly<Record<string, unknown>>

/**
 * A logger that writes one line an entry: text for people, or JSON for collectors. Debug entries are left out unless
 * `level` asks for them. By default info goes to standard output, warnings and errors to standard error.
 */
export function lineLogger(options: {
  readonly format: 'text' | 'json'
  readonly level?: LogLevel
  readonly write?: (line: string, level: LogLevel) => void
}): Logger {
  const { format, level: lowest = 'info', write = writeToConsole } = options
  const asLine = format === 'json' ? jsonLine : textLine
  const at =
    (level: LogLevel) =>
    (message: string, fields: Fields = {}) => {
      if (LEVELS.indexOf(level) >= LEVELS.indexOf(lowest)) write(asLine(level, message, fields), level)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** Calm lines for people: the sentence, then `name=value`. */
export const consoleLogger: Logger = lineLogger({ format: 'text' })

/** One JSON object a line, with `time`, `level`, `message` and the fields. */
export const jsonLogger: Logger = lineLogger({ format: 'json' })

function writeToConsole(line: string, level: LogLevel): void {
  const stream = level === 'warn' || level === 'error' ? process.stderr : process.stdout
  stream.write(`${line}\n`)
}

function textLine(level: LogLevel, message: string, fields: Fields): string {
  const mark = level === 'info' ? '' : `${level}: `
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${textOf(value)}`)
  return printable(mark + message + pairs.join(''))
}

function jsonLine(level: LogLevel, message: string, fields: Fields): string {
  try {
    return JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }, plain)
  } catch {
    // A cycle or a toJSON that throws: the sentence is worth more than its fields.
    return JSON.stringify({ time: new Date().toISOString(), level, message })
  }
}

function textOf(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(reasons(value))
  if (typeof value === 'string') return /^[\w./:@%+-]+$/.test(value) ? value : JSON.stringify(value)
  if (typeof value === 'bigint') return String(value)
  try {
    return JSON.stringify(value, plain) ?? 'undefined'
  } catch {
    // As in jsonLine.
    return '[unprintable]'
  }
}

function plain(_name: string, value: unknown): unknown {
  if (value instanceof Error) return { message: reasons(value), stack: value.stack }
  return typeof value === 'bigint' ? String(value) : value
}

/** `what failed: why: why`, at most five deep. */
function reasons(error: Error): string {
  const messages: string[] = []
  for (let at: unknown = error; at instanceof Error && messages.length < 5; at = at.cause) messages.push(at.message)
  return messages.join(': ')
}

/** Fields may come from outside: they must not begin a line of their own or steer a terminal. */
function printable(line: string): string {
  return line.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
