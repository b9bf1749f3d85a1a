import type { CodeMapping } from '../ports/integrations.js'
import type { Frame } from '../protocol/event.js'

type Roots = Pick<CodeMapping, 'stackRoot' | 'sourceRoot'>

/** What others have written lies in no repository of one's own. */
const FOREIGN = /(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|\.cargo|vendor\/bundle)\//
const LONGEST = 1000

/**
 * Where a frame's file lies in the repository; null where it does not, or nobody can know. Paths come from events: what is
 * answered has no part of dots alone, no leading slash and no control characters.
 */
export function sourcePath(frame: Frame, roots: Roots): string | null {
  if (frame.in_app === false) return null
  for (const raw of [frame.filename, frame.abs_path]) {
    const path = raw === undefined ? null : mapped(raw, frame, roots)
    if (path !== null) return path
  }
  return null
}

/** Whether a part of the path would lead up, or nowhere. */
export function hasDots(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part === '.' || part === '..')
}

function mapped(raw: string, frame: Frame, { stackRoot, sourceRoot }: Roots): string | null {
  if (raw === '' || raw.length > LONGEST || /[\p{Cc}<>]|^\[|native code/u.test(raw)) return null
  const path = raw.replaceAll('\\', '/')
  if (FOREIGN.test(path) || /^(?:node|internal|native|data|blob|eval)[:/]/.test(path)) return null
  const root = stackRoot.replaceAll('\\', '/').replace(/\/+$/, '')
  const inner = ofJava(path, frame)
  const asItIs = root === '' ? null : within(inner, root)
  const rest = asItIs ?? within(local(inner), local(root).replace(/\/+$/, ''))
  return rest === null ? null : joined(sourceRoot, rest)
}

/** What follows the root; all of a path that is relative where there is none. */
function within(path: string, root: string): string | null {
  if (root === '' || root === '.') return isAbsolute(path) ? null : path
  // Drives are named in either case.
  const fold = (text: string) => (/^[a-z]:/i.test(text) ? text.toLowerCase() : text)
  return fold(path).startsWith(`${fold(root)}/`) ? path.slice(root.length + 1) : null
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(path)
}

/** Without what bundlers write before paths, and behind them. */
function local(path: string): string {
  return path
    .replace(/^(?:webpack(?:-internal)?|turbopack|vite|rollup):\/\/[^/]*\//i, '')
    .replace(/^(?:app|capacitor|ionic):\/\/[^/]*\//i, '')
    .replace(/^(?:\.\/|~\/)+/, '')
    .replace(/\?[^/]*$/, '')
}

/** Of Java a frame names the file alone; its package says where that is. */
function ofJava(path: string, { module }: Frame): string {
  if (!/^[\w$-]+\.(?:java|kt|scala|groovy)$/.test(path) || module === undefined) return path
  const packages = /^([\w$]+(?:\.[\w$]+)*)\.[\w$]+$/.exec(module)?.[1]
  return packages === undefined ? path : `${packages.replaceAll('.', '/')}/${path}`
}

function joined(sourceRoot: string, rest: string): string | null {
  const parts = `${sourceRoot.replaceAll('\\', '/')}/${rest}`.split('/').filter((part) => part !== '' && part !== '.')
  const [last] = parts.slice(-1)
  return last === undefined || parts.includes('..') || rest.endsWith('/') ? null : parts.join('/')
}
