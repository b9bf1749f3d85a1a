import type { FrameJson } from '@mishap/core/client'

export const EDITORS = [
  { id: 'vscode', label: 'VS Code' },
  { id: 'cursor', label: 'Cursor' },
  { id: 'idea', label: 'IntelliJ IDEA' },
  { id: 'zed', label: 'Zed' },
] as const

export type EditorName = (typeof EDITORS)[number]['id']

/** How the reader opens files: with what, and where the code is that the program calls by another path. */
export interface EditorChoice {
  readonly editor: EditorName
  /** Beginning of the paths in events, such as `/app/`; empty where they are the reader's own. */
  readonly from: string
  readonly to: string
}

export function isEditorChoice(value: unknown): value is EditorChoice | null {
  if (value === null) return true
  if (typeof value !== 'object') return false
  const { editor, from, to } = value as Partial<EditorChoice>
  return EDITORS.some(({ id }) => id === editor) && typeof from === 'string' && typeof to === 'string'
}

/** The address that opens the frame's line in the editor; null where its file has no path on a disk. */
export function editorUrl(frame: FrameJson, { editor, from, to }: EditorChoice): string | null {
  const path = localPath([frame.absPath, frame.filename], from, to)
  if (path === null || path.length > 4000) return null
  const line = frame.lineNo ?? 1
  const place = encodeURI(path.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F')
  if (editor === 'idea') return `idea://open?file=${encodeURIComponent(path)}&line=${line}`
  return `${editor}://file${place.startsWith('/') ? '' : '/'}${place}:${line}:${frame.colNo ?? 1}`
}

function localPath(paths: readonly (string | null | undefined)[], from: string, to: string): string | null {
  const known = paths.flatMap((path) => (path ? [path] : []))
  const moved = from === '' ? undefined : known.find((path) => path.startsWith(from))
  if (moved !== undefined) return absolute(to + moved.slice(from.length))
  return known.map(absolute).find((path) => path !== null) ?? null
}

function absolute(path: string): string | null {
  return /^\/(?!\/)|^[A-Za-z]:[\\/]/.test(path) ? path : null
}
