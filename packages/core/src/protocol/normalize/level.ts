import { LEVELS, type Level } from '../event.js'
import type { Salvage } from './salvage.js'

/** A level in any spelling: Sentry's words, those of other loggers, Python's numbers. Unknown ones are dropped with a note. */
export function normalizeLevel(value: unknown, name: string, salvage: Salvage): Level | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const isWord = typeof value === 'string' || typeof value === 'number'
  const level = isWord ? WORDS.get(String(value).slice(0, 20).trim().toLowerCase()) : undefined
  if (level === undefined) salvage.note('invalid_data', name, value)
  return level
}

const WORDS: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...LEVELS.map((level) => [level, level] as const),
  ['log', 'info'],
  ['notice', 'info'],
  ['trace', 'debug'],
  ['verbose', 'debug'],
  ['warn', 'warning'],
  ['err', 'error'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['alert', 'fatal'],
  ['emergency', 'fatal'],
  ['10', 'debug'],
  ['20', 'info'],
  ['30', 'warning'],
  ['40', 'error'],
  ['50', 'fatal'],
])
