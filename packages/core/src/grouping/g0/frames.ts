import type { Frame, Stacktrace } from '../../protocol/event.js'

/** What a frame is known by, whatever was deployed where: its place (module or file) and its function; null for neither. */
export interface FrameKey {
  readonly place: string
  readonly name: string
}

/** The frames that identify a stack, oldest first: those of the app, or all of them where none is the app's. */
export function frameKeys(stacktrace: Stacktrace, platform: string): readonly FrameKey[] {
  const inApp = stacktrace.frames.filter((frame) => frame.in_app === true)
  const keys = keysOf(inApp, platform)
  return keys.length > 0 ? keys : keysOf(stacktrace.frames, platform)
}

function keysOf(frames: readonly Frame[], platform: string): readonly FrameKey[] {
  const keys: FrameKey[] = []
  for (const frame of frames) {
    const kind = frame.platform ?? platform
    const key = { place: placeOf(frame, kind), name: nameOf(frame.function ?? '', kind) }
    if (key.place === '' && key.name === '') continue
    const previous = keys.at(-1)
    // How deep a recursion went says nothing about the error.
    if (previous?.place === key.place && previous.name === key.name) continue
    keys.push(key)
  }
  return keys
}

function placeOf(frame: Frame, platform: string): string {
  const isJs = platform === 'javascript' || platform === 'node'
  // Browsers' SDKs put the page's path where a module belongs.
  if (frame.module !== undefined && !(isJs && frame.module.includes('/'))) return cleanModule(frame.module)
  const path = frame.filename ?? frame.abs_path ?? frame.package
  if (path === undefined) return ''
  const file = cleanFile(path)
  // A script inside a page is named by the page's URL, and that has ids in it.
  return isJs && !file.includes('.') && /^(?:https?|blob):/.test(frame.abs_path ?? path) ? '' : file
}

/** Made-up classes of the JVM carry counters and hashes: `Foo$$Lambda$14/0x08`, `Foo$$EnhancerBySpringCGLIB$$1a2b`. */
function cleanModule(module: string): string {
  if (!module.includes('$') && !module.includes('Accessor')) return module
  const cut = module.search(/\$\$(?:Lambda|EnhancerBy|FastClassBy|_javassist|HibernateProxy)/)
  return (cut === -1 ? module : module.slice(0, cut)).replace(/(Accessor|\$Proxy)\d{1,9}/g, '$1')
}

/** The last part of a path in lower case, without query and without the hash that a build put into it. */
function cleanFile(path: string): string {
  if (NO_FILE.has(path)) return ''
  const end = path.search(/[?#]/)
  const parts = (end === -1 ? path : path.slice(0, end)).split(/[\\/]/)
  const file = parts.findLast((part) => part !== '') ?? ''
  const cleaned = file.replace(/[.-]([\w]{7,64})(?=\.)/g, (segment: string, text: string) =>
    looksRandom(text) ? '' : segment,
  )
  return cleaned.toLowerCase()
}

const NO_FILE = new Set(['<anonymous>', '[native code]', 'native', '?', '<unknown>'])

/** Hash-like: holds a digit and is all hex, or mixes upper case and digits. */
function looksRandom(text: string): boolean {
  if (!/\d/.test(text)) return false
  return /^[0-9a-f]+$/i.test(text) || /[A-Z]/.test(text)
}

function nameOf(name: string, platform: string): string {
  const trimmed = name.trim()
  if (NO_NAME.has(trimmed)) return ''
  const stable = withoutCounters(trimmed)
  if (platform === 'javascript' || platform === 'node') {
    const last = stable.slice(stable.lastIndexOf('.') + 1)
    return NO_NAME.has(last) ? '' : last
  }
  return platform === 'ruby'
    ? stable.replace(/^(?:rescue in |ensure in |block (?:\(\d{1,4} levels\) )?in )+/, '')
    : stable
}

/** Addresses and the numbers of anonymous functions change with every build. */
function withoutCounters(name: string): string {
  if (!/\d/.test(name)) return name
  return name
    .replace(/0x[0-9a-f]{1,16}/gi, '')
    .replace(/\$\d{1,9}/g, '$')
    .replace(/__\d{1,20}(_\d{1,20})?$/, '')
}

const NO_NAME = new Set(['', '?', '<anonymous>', 'Anonymous function', '<unknown>', '<redacted>', 'anonymous'])
