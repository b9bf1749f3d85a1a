/** The darkest and the lightest ground of public pages that links in the accent stand on. */
const SURFACES = { light: '#f6f7f9', dark: '#1b1f26' } as const
/** Below that public pages make the accent darker or lighter themselves. */
const ENOUGH = 4.6

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

/** The accent as public pages show it: made darker or lighter until it can be read. */
export function readable(accent: string, surface: Surface): string {
  const target = surface === 'light' ? 0 : 255
  for (let step = 0; step < 20; step += 1) {
    const mixed = accent.replaceAll(/[0-9a-f]{2}/gi, (hex) => {
      const from = Number.parseInt(hex, 16)
      return Math.round(from + ((target - from) * step) / 20)
        .toString(16)
        .padStart(2, '0')
    })
    if ((contrastOf(mixed, SURFACES[surface]) ?? 0) >= ENOUGH) return mixed
  }
  return surface === 'light' ? '#000000' : '#ffffff'
}

/** Black or white, whichever is read better on the colour. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  return (contrastOf(colour, '#ffffff') ?? 0) >= (contrastOf(colour, '#000000') ?? 0) ? '#ffffff' : '#000000'
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
