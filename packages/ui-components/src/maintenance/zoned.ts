/** `2026-01-15T12:00` of a moment as clocks of the zone show it, as fields of date and time write it. */
export function localOf(at: Date, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const [year, month, day] = ['year', 'month', 'day'].map((name) => parts.get(name as 'year') ?? '')
  return `${year}-${month}-${day}T${parts.get('hour')}:${parts.get('minute')}`
}

/** The moment at which clocks of the zone show it; null where it is none. Where they skip it, as much later. */
export function momentOf(local: string, timeZone: string): Date | null {
  const shown = Date.parse(`${local}Z`)
  if (Number.isNaN(shown)) return null
  const offsetAt = (at: number) => Date.parse(`${localOf(new Date(at), timeZone)}Z`) - Math.floor(at / 60_000) * 60_000
  // The offset of the guess may be that of the other side of a change, the one found with it is right.
  const guess = shown - offsetAt(shown)
  const at = shown - offsetAt(guess)
  return new Date(localOf(new Date(at), timeZone) === local ? at : Math.max(at, guess))
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  return new Intl.DateTimeFormat('en-CA', {
    ...({ year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23' } as const),
    timeZone,
  })
}
