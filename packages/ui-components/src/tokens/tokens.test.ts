import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

type Theme = 'light' | 'dark'

const sheet = readFileSync(join(__dirname, 'tokens.css'), 'utf8')
const tokens = new Map(
  [...sheet.matchAll(/--mh-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }],
  ),
)

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string, theme: Theme): number {
  const [low = 0, high = 0] = [a, b].map((name) => luminance(tokens.get(name)?.[theme] ?? '')).sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const SURFACES = ['surface-0', 'surface-1', 'surface-2']
const TEXTS = ['text-1', 'text-2', 'text-3', 'accent', 'danger', 'warn', 'ok', 'info']
const LEVELS = ['fatal', 'error', 'warning', 'info', 'debug'].map((level) => `level-${level}`)
const CODE = ['text', 'keyword', 'string', 'number', 'comment', 'function', 'type'].map((kind) => `code-${kind}`)

const READ: readonly (readonly [string, string])[] = [
  ...[...TEXTS, ...LEVELS].flatMap((text) => SURFACES.map((surface) => [text, surface] as const)),
  ...['text-1', 'text-2'].map((text) => [text, 'surface-3'] as const),
  ...[...CODE, 'text-3'].map((kind) => [kind, 'code-bg'] as const),
  ...CODE.map((kind) => [kind, 'code-hit'] as const),
  ...['accent', 'danger', 'warn', 'ok', 'info'].map((tone) => [tone, `${tone}-soft`] as const),
  ['accent-fg', 'accent'],
  ['accent-fg', 'accent-strong'],
  ['danger-fg', 'danger'],
]

const SEEN: readonly (readonly [string, string])[] = [
  ...['border-2', 'focus', 'accent'].flatMap((edge) => SURFACES.map((surface) => [edge, surface] as const)),
  ...[1, 2, 3, 4, 5, 6].map((series) => [`chart-${series}`, 'surface-1'] as const),
]

describe.each<Theme>(['light', 'dark'])('the %s theme', (theme) => {
  it.each(READ)('lets --mh-%s be read on --mh-%s', (text, surface) => {
    expect(contrast(text, surface, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SEEN)('lets --mh-%s be seen on --mh-%s', (mark, surface) => {
    expect(contrast(mark, surface, theme)).toBeGreaterThanOrEqual(3)
  })
})

describe('the tokens', () => {
  it('are all there that the sheets use', () => {
    const known = new Set([...sheet.matchAll(/(--mh-[\w-]+):/g)].map(([, name]) => name))
    expect(sheetsOf(join(__dirname, '..')).filter(({ name, hasDefault }) => !known.has(name) && !hasDefault)).toEqual(
      [],
    )
  })
})

function sheetsOf(folder: string): readonly { file: string; name: string; hasDefault: boolean }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/var\((--mh-[\w-]+)(,)?/g)].map(([, name, comma]) => ({
        file,
        name: name ?? '',
        hasDefault: comma !== undefined,
      })),
    )
}
