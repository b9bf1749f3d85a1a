import type { Config, ConfigInput } from '../config.js'
import type { Clock, Logger } from '../ports/runtime.js'
import type { Storage } from '../ports/storage.js'

/** What superusers set while the server runs, unless its configuration does. */
export interface InstanceSettings {
  /** As the pages and the mails call this installation; empty for Mishap. */
  readonly instanceName: string
  readonly openRegistration: boolean
  readonly openOrganizationCreation: boolean
  readonly retentionDays: number
  /** What a project may hold before its repetitive events are thinned out; 0: no limit. */
  readonly maxProjectEvents: number
  readonly maxProjectBytes: number
  /** Names of fields that are removed from the events of every project, besides the usual ones. */
  readonly sensitiveFields: readonly string[]
  /** Whether new projects shorten addresses of people. */
  readonly scrubIpAddresses: boolean
  /** Entries of the audit log are kept for so many days; 0: for good. */
  readonly auditRetentionDays: number
  /** Whom mails come from: an address, with a name before it or without; empty: as the mail server was configured. */
  readonly mailFrom: string
}

export type SettingName = keyof InstanceSettings

export interface SettingsSource {
  /** At most five seconds old. Rejects with `unavailable` where the storage does and nothing is known yet. */
  current(): Promise<InstanceSettings>
  /** Those that the configuration decides: what is stored of them counts for nothing. */
  readonly pinned: ReadonlySet<SettingName>
  /** As they are where nobody sets anything. */
  readonly defaults: InstanceSettings
  /** null: as by default. */
  update(change: SettingsChange): Promise<InstanceSettings>
}

export type SettingsChange = { readonly [Name in SettingName]?: InstanceSettings[Name] | null }

/** Bounds of what can be set. */
export const SETTING_BOUNDS = {
  name: 60,
  sender: 200,
  retentionDays: 3650,
  sensitiveFields: 100,
  sensitiveField: 100,
} as const

const KNOWN_MS = 5_000

/** What `options` give is pinned; everything else is read from the storage. */
export function createSettings(
  options: ConfigInput,
  { config, storage, clock, logger }: { config: Config; storage: Storage; clock: Clock; logger: Logger },
): SettingsSource {
  const defaults: InstanceSettings = {
    instanceName: '',
    openRegistration: config.openRegistration,
    openOrganizationCreation: config.openOrganizationCreation,
    retentionDays: config.retentionDays,
    maxProjectEvents: config.projectLimits.maxEvents,
    maxProjectBytes: config.projectLimits.maxBytes,
    sensitiveFields: [],
    scrubIpAddresses: true,
    auditRetentionDays: 0,
    mailFrom: config.mailFrom,
  }
  const pinned = pinnedBy(options)
  let known: { readonly settings: InstanceSettings; readonly until: number } | null = null

  const read = async (): Promise<InstanceSettings> => {
    const now = clock.now().getTime()
    // More than there can be: the clock was set back.
    if (known !== null && now < known.until && known.until - now <= KNOWN_MS) return known.settings
    try {
      known = { settings: merge(defaults, pinned, await storage.instance.settings()), until: now + KNOWN_MS }
    } catch (error) {
      if (known === null) throw error
      logger.warn('Settings of the instance could not be read; those of before count', { error })
      known = { settings: known.settings, until: now + KNOWN_MS }
    }
    return known.settings
  }

  return {
    current: read,
    pinned,
    defaults,
    update: async (change) => {
      await storage.instance.updateSettings(change)
      known = null
      return read()
    },
  }
}

function pinnedBy({ projectLimits, ...options }: ConfigInput): ReadonlySet<SettingName> {
  const given = {
    openRegistration: options.openRegistration,
    openOrganizationCreation: options.openOrganizationCreation,
    retentionDays: options.retentionDays,
    maxProjectEvents: projectLimits?.maxEvents,
    maxProjectBytes: projectLimits?.maxBytes,
    mailFrom: options.mailFrom,
  }
  const names = Object.entries(given).filter(([, value]) => value !== undefined)
  // Keys of `given`, which are all settings.
  return new Set(names.map(([name]) => name as SettingName))
}

// What another version stored, and means something else now, is as if nobody had.
const IS_VALID: { readonly [Name in SettingName]: (value: unknown) => boolean } = {
  instanceName: isText(SETTING_BOUNDS.name),
  openRegistration: isBoolean,
  openOrganizationCreation: isBoolean,
  retentionDays: isWhole(1, SETTING_BOUNDS.retentionDays),
  maxProjectEvents: isWhole(0, Number.MAX_SAFE_INTEGER),
  maxProjectBytes: isWhole(0, Number.MAX_SAFE_INTEGER),
  sensitiveFields: (value) =>
    Array.isArray(value) &&
    value.length <= SETTING_BOUNDS.sensitiveFields &&
    value.every(isText(SETTING_BOUNDS.sensitiveField)),
  scrubIpAddresses: isBoolean,
  auditRetentionDays: isWhole(0, SETTING_BOUNDS.retentionDays),
  mailFrom: isText(SETTING_BOUNDS.sender),
}

/** Whether it is a value that the setting may have. */
export function isValidSetting(name: SettingName, value: unknown): boolean {
  return IS_VALID[name](value)
}

function merge(
  defaults: InstanceSettings,
  pinned: ReadonlySet<SettingName>,
  stored: Readonly<Record<string, unknown>>,
): InstanceSettings {
  const set = Object.entries(IS_VALID).filter(
    ([name, isValid]) => !pinned.has(name as SettingName) && Object.hasOwn(stored, name) && isValid(stored[name]),
  )
  // Each is of the type that its own check wants.
  return { ...defaults, ...Object.fromEntries(set.map(([name]) => [name, stored[name]])) } as InstanceSettings
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isText(max: number) {
  return (value: unknown): boolean => typeof value === 'string' && value.length <= max
}

function isWhole(min: number, max: number) {
  return (value: unknown): boolean => Number.isInteger(value) && Number(value) >= min && Number(value) <= max
}
