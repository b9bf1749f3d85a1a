/** The surfaces of status pages, and what on them has the accent: links and edges. */
const SURFACES = { light: '#ffffff', dark: '#131619' } as const
/** WCAG 2.2 AA of text. */
const ENOUGH = 4.5

export type Surface = keyof typeof SURFACES

/** From 1 to 21; null where one is no `#rrggbb`. */
export function contrastOf(one: string, other: string): number | null {
  const [a, b] = [luminance(one), luminance(other)]
  if (a === null || b === null) return null
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** How well the accent is read on each of the surfaces that a theme has; empty where it is no colour. */
export function accentContrast(
  accent: string,
  theme: Surface | 'system',
): readonly { readonly surface: Surface; readonly ratio: number; readonly isEnough: boolean }[] {
  const surfaces = theme === 'system' ? (['light', 'dark'] as const) : [theme]
  return surfaces.flatMap((surface) => {
    const ratio = contrastOf(accent, SURFACES[surface])
    return ratio === null ? [] : [{ surface, ratio, isEnough: ratio >= ENOUGH }]
  })
}

/** As WCAG has it. */
function luminance(colour: string): number | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (match === null) return null
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((hex) => {
    const share = Number.parseInt(hex, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
