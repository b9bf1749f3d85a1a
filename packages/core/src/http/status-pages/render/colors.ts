/** The accent that people chose, made darker or lighter until it can be read on the background; WCAG 2, 1.4.3. */
export function readableAccent(accent: string, background: 'light' | 'dark'): string {
  const behind = luminance(BACKGROUNDS[background])
  const target: Rgb = background === 'light' ? [0, 0, 0] : [255, 255, 255]
  const chosen = rgb(accent)
  for (let step = 0; step < 20; step += 1) {
    const mixed = mix(chosen, target, step / 20)
    if (contrast(luminance(mixed), behind) >= LEAST_CONTRAST) return hex(mixed)
  }
  return hex(target)
}

/** Black or white, whichever is read better on the colour. */
export function inkOn(color: string): '#000' | '#fff' {
  const behind = luminance(rgb(color))
  return contrast(1, behind) >= contrast(0, behind) ? '#fff' : '#000'
}

type Rgb = readonly [number, number, number]

const LEAST_CONTRAST = 4.6
/** The darkest and the lightest ground that text stands on. */
const BACKGROUNDS: Readonly<Record<'light' | 'dark', Rgb>> = { light: [246, 247, 249], dark: [27, 31, 38] }

function rgb(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function hex(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => from[at] + (to[at] - from[at]) * share
  return [part(0), part(1), part(2)]
}

function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((part) => {
    const share = Math.round(part) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
