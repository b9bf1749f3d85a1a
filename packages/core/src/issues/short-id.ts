/** How people name an issue: the project's slug in capitals and the number in base 32, `WEB-1A`. */
export function shortIdOf(projectSlug: string, number: number): string {
  return `${projectSlug.toUpperCase()}-${number.toString(32).toUpperCase()}`
}

/** The parts of a short id; null for what is none. Slugs are in lower case. */
export function parseShortId(text: string): { readonly projectSlug: string; readonly number: number } | null {
  const match = /^([\w-]{1,100})-([0-9a-v]{1,10})$/i.exec(text.trim())
  if (match === null) return null
  const number = Number.parseInt(match[2] ?? '', 32)
  return number > 0 ? { projectSlug: (match[1] ?? '').toLowerCase(), number } : null
}
