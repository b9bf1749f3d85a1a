/** Whether dates can be shown in it: what another program wrote into the settings may be anything. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // What `Intl` says about a name that it does not know.
    return false
  }
}

export interface Region {
  readonly name: string
  readonly zones: readonly { readonly id: string; readonly label: string }[]
}

/** All zones that the browser knows by the first part of their names, `UTC` apart. */
export function timeZoneRegions(): readonly Region[] {
  const regions = new Map<string, { id: string; label: string }[]>()
  for (const id of Intl.supportedValuesOf('timeZone')) {
    const [name = id, ...rest] = id.split('/')
    if (rest.length === 0) continue
    const zones = regions.get(name) ?? []
    zones.push({ id, label: rest.join(' / ').replaceAll('_', ' ') })
    regions.set(name, zones)
  }
  return [...regions].map(([name, zones]) => ({ name, zones }))
}
