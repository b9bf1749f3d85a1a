const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes as people read them: `68.2 GiB`. */
export function size(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  const shown = bytes / 1024 ** step
  return `${step === 0 || shown >= 100 ? Math.round(shown) : shown.toFixed(1)} ${UNITS[step]}`
}
