/** `12.3K`, `1.2M`; whole below a thousand. */
export function compactNumber(value: number, locale = 'en'): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** `12,345`. */
export function exactNumber(value: number, locale = 'en'): string {
  return new Intl.NumberFormat(locale).format(value)
}

/** `1.4 MB`, in powers of a thousand. */
export function humanBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–'
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = ''
  for (const next of units) {
    if (value < 1000) break
    value /= 1000
    unit = next
  }
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${unit}`
}

/** Whole per cent of `part` in `whole`; `<1%` and `>99%` where rounding would claim none or all. */
export function percent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0%'
  if (part >= whole) return '100%'
  const exact = (part / whole) * 100
  if (exact < 1) return '<1%'
  if (exact > 99) return '>99%'
  return `${Math.round(exact)}%`
}

/** `1 frame`, `2 frames`: English plural of a count. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${exactNumber(count)} ${count === 1 ? one : many}`
}
