/** Whether a text names statuses, and which: `200`, `200-299`, `2xx`, several between commas. Null where it names none. */
export function parseStatusRanges(text: string): readonly (readonly [from: number, to: number])[] | null {
  const parts = text.split(',').map((part) => parseRange(part.trim()))
  return parts.every((part) => part !== null) ? parts : null
}

export function isInRanges(status: number, text: string): boolean {
  return parseStatusRanges(text)?.some(([from, to]) => status >= from && status <= to) ?? false
}

function parseRange(text: string): readonly [number, number] | null {
  const family = /^([1-9])xx$/i.exec(text)
  if (family !== null) return [Number(family[1]) * 100, Number(family[1]) * 100 + 99]
  const range = /^([1-9]\d\d)(?:\s{0,5}-\s{0,5}([1-9]\d\d))?$/.exec(text)
  if (range === null) return null
  const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])]
  return from <= to ? [from, to] : null
}
