/** By what SDKs write into `platform`. */
export const JAVASCRIPT_PLATFORMS = [
  'javascript',
  'node',
  'node-js',
  'bun',
  'deno',
  'react-native',
  'electron',
] as const
export const NATIVE_PLATFORMS = ['native', 'c', 'cpp', 'objc', 'cocoa', 'swift', 'rust'] as const

const FAMILIES: ReadonlyMap<string, 'javascript' | 'native'> = new Map([
  ...JAVASCRIPT_PLATFORMS.map((name) => [name, 'javascript'] as const),
  ...NATIVE_PLATFORMS.map((name) => [name, 'native'] as const),
])

/** Rules of users name families: `javascript`, `native` and `other`. */
export function familyOf(platform: string): 'javascript' | 'native' | 'other' {
  return FAMILIES.get(platform) ?? 'other'
}
