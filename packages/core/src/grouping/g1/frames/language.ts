import type { Frame } from '../../../protocol/event.js'

/** What an engine knows about the stacks of one family of platforms. All of it is pure and linear in the text. */
export interface Language {
  /** A function without what a compiler, a build or a version put into its name; `''` where it has no name of its own. */
  nameOf(name: string): string
  /** A module or class, likewise. */
  moduleOf(module: string): string
  /** Why the frame says nothing about the error, whoever called it; null where it does. */
  noiseOf(frame: Frame): string | null
  /** Whether the frame is of a library or the runtime; asked where the SDK said of no frame whether it is in the app. */
  isLibrary(frame: Frame): boolean
  /** The line of source is what its author wrote, not what a compiler made of it. */
  readonly hasSource: boolean
}

export const NOISE = {
  runtime: 'runtime machinery, which says nothing about the error',
  sdk: 'a frame of the SDK itself',
  generated: 'generated code, which other versions do not have',
  polyfill: 'a polyfill or helper of the compiler',
  eval: 'code without a place of its own',
} as const

/** Where the code of a frame lies, with slashes that lean forward. */
export function pathOf(frame: Frame): string {
  const path = frame.abs_path ?? frame.filename ?? ''
  return path.includes('\\') ? path.replaceAll('\\', '/') : path
}

export const same = (text: string): string => text
