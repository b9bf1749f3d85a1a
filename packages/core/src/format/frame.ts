import type { FrameJson } from '../client/event-types.js'

/** What to call the file: the short name where there is one, else the module, else where the code lies. */
export function frameFile(frame: FrameJson): string | null {
  return frame.filename || frame.module || frame.absPath || frame.package || null
}

/** What to call the function; `null` for code outside of any (`?` is what SDKs write then). */
export function frameFunction(frame: FrameJson): string | null {
  const name = frame.function || frame.raw_function
  return name === undefined || name === '' || name === '?' ? null : name
}

/** `src/app.js:12:3`, as editors and terminals open it. Empty where the frame has no file. */
export function framePath(frame: FrameJson): string {
  const file = frame.absPath || frameFile(frame)
  if (file === null || file === undefined) return frame.instruction_addr ?? ''
  if (frame.lineNo === undefined || frame.lineNo === null) return file
  return `${file}:${frame.lineNo}${frame.colNo == null ? '' : `:${frame.colNo}`}`
}

/** True for two calls of the same line of the same function. */
export function isSameFrame(a: FrameJson, b: FrameJson): boolean {
  return (
    a.function === b.function &&
    a.lineNo === b.lineNo &&
    a.colNo === b.colNo &&
    a.filename === b.filename &&
    a.absPath === b.absPath &&
    a.module === b.module &&
    a.instruction_addr === b.instruction_addr
  )
}

/** The failing line: from the frame's own field, else from the lines around it. */
export function failingLine(frame: FrameJson): string | null {
  if (frame.context_line !== undefined && frame.context_line !== null) return frame.context_line
  return frame.context?.find(([line]) => line === frame.lineNo)?.[1] ?? null
}

/** The source lines that are known, the failing one among them; empty where the SDK sent none. */
export function sourceLines(frame: FrameJson): readonly (readonly [line: number, text: string])[] {
  if (frame.context !== undefined && frame.context.length > 0) return frame.context
  const line = failingLine(frame)
  return line === null ? [] : [[frame.lineNo ?? 0, line]]
}

/** The library that a frame outside of the app belongs to (`express`, `django.core`, `node`); null if it cannot be told. */
export function frameLibrary(frame: FrameJson): string | null {
  const path = (frame.absPath || frame.filename || '').replaceAll('\\', '/')
  return (
    fromFolder(path, '/node_modules/') ??
    fromFolder(path, '/site-packages/') ??
    fromFolder(path, '/dist-packages/') ??
    fromFolder(path, '/gems/')?.replace(/-\d[\w.]*$/, '') ??
    fromFolder(path, '/vendor/', 2) ??
    fromRuntime(path) ??
    fromModule(frame) ??
    (frame.package ? (frame.package.split(/[\\/]/).at(-1) ?? null) : null)
  )
}

/** The name after the last such folder: a library's own libraries lie inside of it. */
function fromFolder(path: string, folder: string, parts = 1): string | null {
  const padded = path.startsWith('/') ? path : `/${path}`
  const at = padded.lastIndexOf(folder)
  if (at === -1) return null
  const rest = padded.slice(at + folder.length).split('/')
  const count = rest[0]?.startsWith('@') ? 2 : parts
  const name = rest
    .slice(0, Math.min(count, Math.max(1, rest.length - 1)))
    .join('/')
    .replace(/\.(js|py|rb)$/, '')
  return name === '' ? null : name
}

function fromRuntime(path: string): string | null {
  if (path.startsWith('node:') || path.startsWith('internal/')) return 'node'
  if (/\/lib\/python\d/.test(path)) return 'python'
  if (path.startsWith('/rustc/')) return 'std'
  if (path.includes('/go/src/')) return 'go'
  return null
}

/** Two parts of a dotted module say which library it is; more would say which class. */
function fromModule(frame: FrameJson): string | null {
  const module = frame.module
  if (module === undefined || module === '' || module.includes('/') || /\s/.test(module)) return module || null
  const parts = module.split('.')
  const isReversedDomain = /^(com|org|net|io|dev|de|java|javax|jakarta|kotlin|android|androidx|scala)$/.test(
    parts[0] ?? '',
  )
  return parts.slice(0, isReversedDomain ? 3 : 1).join('.')
}
