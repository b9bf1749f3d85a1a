import { timeZoneRegions } from '../provider/time-zones.js'

/** All time zones for a `Select`, and `current` where it is none that the browser knows. */
export function ZoneOptions({ current }: { readonly current: string }) {
  const regions = timeZoneRegions()
  const isKnown = current === 'UTC' || regions.some(({ zones }) => zones.some(({ id }) => id === current))
  return (
    <>
      <option value="UTC">UTC</option>
      {isKnown ? null : <option value={current}>{current}</option>}
      {regions.map(({ name, zones }) => (
        <optgroup key={name} label={name}>
          {zones.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  )
}
