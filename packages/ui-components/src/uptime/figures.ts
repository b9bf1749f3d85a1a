/** `99.98 %`; never a hundred where something was missing. */
export function sharePercent(share: number | null, locale: string): string {
  if (share === null) return '–'
  const digits = share === 1 || share === 0 ? 0 : 2
  const cut = Math.floor(share * 10_000) / 10_000
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  }).format(cut)
}

const DAY = 86_400_000

/** Whole days until a moment; negative once it is over. */
export function daysUntil(at: string, now: number): number {
  return Math.floor((Date.parse(at) - now) / DAY)
}

/** How urgent it is that a certificate ends. */
export function certificateTone(days: number): 'ok' | 'warn' | 'danger' {
  if (days < 7) return 'danger'
  return days < 21 ? 'warn' : 'ok'
}
