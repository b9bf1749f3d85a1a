/** As many searches are kept, the newest first. */
const MAX_KEPT = 6

/** What was looked for lately in this browser; nothing where it keeps nothing. */
export function recentSearches(org: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(org)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MAX_KEPT) : []
  } catch {
    // Storage may be switched off, full, or hold what somebody else wrote.
    return []
  }
}

export function rememberSearch(org: string, query: string): void {
  const text = query.trim()
  if (text === '') return
  try {
    const others = recentSearches(org).filter((one) => one !== text)
    localStorage.setItem(keyOf(org), JSON.stringify([text, ...others].slice(0, MAX_KEPT)))
  } catch {
    // A search that is not remembered is found all the same.
  }
}

const keyOf = (org: string) => `mishap:searches:${org}`
