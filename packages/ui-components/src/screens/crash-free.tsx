import { useClock } from '../primitives/index.js'

/** So few may crash that nobody minds; so many that somebody should. */
const FINE = 0.995
const BAD = 0.98

/** A share without crashes, in words as well as in colour; `–` where nobody told. */
export function CrashFree({ rate }: { readonly rate: number | null }) {
  const { locale } = useClock()
  if (rate === null) return <span>–</span>
  const digits = rate < 1 && rate > 0.99 ? 2 : 1
  // Never rounded up to all of them.
  const floor = Math.floor(rate * 100 * 10 ** digits) / 10 ** digits
  const text = `${floor.toLocaleString(locale, { maximumFractionDigits: digits })} %`
  return <span style={{ color: toneOf(rate) }}>{text}</span>
}

function toneOf(rate: number): string | undefined {
  if (rate < BAD) return 'var(--mh-danger)'
  return rate < FINE ? 'var(--mh-warn)' : undefined
}
