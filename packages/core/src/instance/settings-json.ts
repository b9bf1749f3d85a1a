import type { InstanceSettingsJson } from '../client/admin-types.js'
import type { SettingsSource } from './settings.js'

export async function settingsJson(settings: SettingsSource): Promise<InstanceSettingsJson> {
  const { defaults, pinned } = settings
  return { values: { ...(await settings.current()) }, defaults: { ...defaults }, pinned: [...pinned].sort() }
}
