import type { Frame } from '../../../protocol/event.js'
import { withoutBuildHash } from './file.js'
import { type Language, NOISE, pathOf } from './language.js'

/** Browsers, Node, Deno, Bun and React Native: the same error reads the same in V8, SpiderMonkey and JavaScriptCore. */
export const javascript: Language = {
  nameOf(name) {
    // V8 adds the alias of a method, Firefox the place of an anonymous function within a named one.
    let short = name.includes(' ')
      ? name.replace(/^(?:async |new |get |set |static )+/, '').replace(/ \[as [^\]]*\]$/, '')
      : name
    if (short.endsWith('<')) return ''
    const slash = short.lastIndexOf('/')
    if (slash !== -1) short = short.slice(slash + 1)
    short = short.slice(short.lastIndexOf('.') + 1)
    // Bundlers number what would have the same name: `pay$1`.
    if (short.includes('$')) short = short.replace(/\$\d{1,9}\$?$/, '')
    return NO_NAME.has(short) || isNamelessRun(short) ? '' : short
  },
  moduleOf(module) {
    // Browsers' SDKs put the page's path where a module belongs.
    if (module.includes('/') && !module.startsWith('@')) return ''
    return withoutBuildHash(module)
  },
  noiseOf(frame) {
    const path = pathOf(frame)
    if (NO_PLACE.has(path) || (path === '' && NO_PLACE.has(frame.filename ?? ''))) return NOISE.runtime
    if (path.startsWith('eval') || path.includes(' > eval') || path.includes(' > Function')) return NOISE.eval
    if (TICKS.has(frame.function ?? '')) return NOISE.runtime
    if (frame.function === 'sentryWrapped' || /[/:]@sentry(?:-internal)?[/:]/.test(path)) return NOISE.sdk
    if (path.includes('node_modules/') && POLYFILLS.test(path)) return NOISE.polyfill
    return null
  },
  isLibrary(frame) {
    const path = pathOf(frame)
    return isVendored(frame) || path.startsWith('node:') || path.startsWith('internal/') || !/[/\\.]/.test(path)
  },
  hasSource: true,
}

/** SDKs of browsers say of every frame that it is in the app. */
export function isVendored(frame: Frame): boolean {
  return frame.abs_path?.includes('node_modules') === true || frame.filename?.includes('node_modules') === true
}

/** Whether the frame is of a script as it was shipped: no name in it is the author's. */
export function isMinified(frame: Frame, platform: string): boolean {
  if (isMapped(frame)) return false
  const name = frame.function ?? ''
  const column = frame.colno ?? 0
  if (column > 500 && (frame.lineno ?? 0) <= 10) return true
  if (column > 200 && (frame.context_line?.length ?? 0) > 140) return true
  const short = name.slice(name.lastIndexOf('.') + 1)
  return short.length > 0 && short.length <= 2 && short !== '?' && (platform === 'javascript' || column > 200)
}

/** A source map was applied, or the file is source as it was written. */
export function isMapped(frame: Frame): boolean {
  if (typeof frame.data?.sourcemap === 'string' && frame.data.sourcemap !== '') return true
  const path = frame.filename ?? frame.abs_path ?? ''
  return /\.(?:[cm]?tsx?|jsx|vue|svelte|coffee)$/.test(path) || frame.abs_path?.startsWith('webpack://') === true
}

const NO_NAME = new Set([
  '',
  '?',
  '<anonymous>',
  'anonymous',
  'Anonymous function',
  'anonymous function',
  '<unknown>',
  'global code',
  'module code',
  'eval code',
  '<global>',
])
const NO_PLACE = new Set(['<anonymous>', '[native code]', 'native', 'native code', '<eval>', 'eval'])
const TICKS = new Set([
  'processTicksAndRejections',
  'process.processTicksAndRejections',
  'process._tickCallback',
  '_tickCallback',
  'runMicrotasks',
  'process.runNextTicks',
  'async Promise.all',
  'Promise.all',
  'new Promise',
  'Promise.then',
])
const POLYFILLS =
  /node_modules\/(?:\.pnpm\/)?(?:core-js|regenerator-runtime|@babel[+/]|tslib|zone\.js|@swc[+/]helpers|@oxc-project[+/]runtime)/

/** `_0x3f2a` and such, made by obfuscators. */
function isNamelessRun(name: string): boolean {
  return name.startsWith('_0x')
}
