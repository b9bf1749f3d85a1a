/** From Monday. */
export const DAY_NUMBERS = [1, 2, 3, 4, 5, 6, 7] as const

/** A day of the week by its number, 1 is Monday. */
export function dayName(day: number, locale: string, weekday: 'long' | 'short' = 'long'): string {
  // The 5th of January 2026 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(Date.UTC(2026, 0, 4 + day))
}
