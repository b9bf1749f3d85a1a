/** So many are invited at once: as many as the server sends mails for in five minutes. */
export const MOST_ADDRESSES = 50

const LONGEST = 300

/** The addresses in what was typed or pasted, each once: apart by commas, semicolons, blanks or lines, with names or without. */
export function addressesIn(typed: string): readonly string[] {
  const words = typed
    .slice(0, 20_000)
    .split(/[\s,;<>]+/)
    .map((word) => word.slice(0, LONGEST).replace(/^["'(]+|["').:]+$/g, ''))
    .filter((word) => word.includes('@'))
  const byKey = new Map<string, string>()
  for (const word of words) if (!byKey.has(word.toLowerCase())) byKey.set(word.toLowerCase(), word)
  return [...byKey.values()]
}
