import type { FrameJson } from '../client/event-types.js'
import { lookup } from './lookup.js'

const BY_EXTENSION: Readonly<Record<string, string>> = {
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  vue: 'javascript',
  svelte: 'javascript',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  pyx: 'python',
  rb: 'ruby',
  erb: 'ruby',
  php: 'php',
  java: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  scala: 'scala',
  go: 'go',
  rs: 'rust',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  fs: 'fsharp',
  swift: 'swift',
  m: 'objectivec',
  mm: 'objectivec',
  ex: 'elixir',
  exs: 'elixir',
  erl: 'erlang',
  dart: 'dart',
  lua: 'lua',
  pl: 'perl',
  pm: 'perl',
  ps1: 'powershell',
  sh: 'bash',
  sql: 'sql',
  gd: 'gdscript',
  html: 'xml',
  xml: 'xml',
}

const BY_PLATFORM: Readonly<Record<string, string>> = {
  as3: 'actionscript',
  c: 'c',
  cocoa: 'swift',
  csharp: 'csharp',
  dart: 'dart',
  elixir: 'elixir',
  go: 'go',
  groovy: 'groovy',
  haskell: 'haskell',
  java: 'java',
  javascript: 'javascript',
  kotlin: 'kotlin',
  native: 'cpp',
  node: 'javascript',
  objc: 'objectivec',
  perl: 'perl',
  php: 'php',
  powershell: 'powershell',
  python: 'python',
  ruby: 'ruby',
  rust: 'rust',
  swift: 'swift',
}

/** The language of a platform as highlighters name it; null where the platform is not one language. */
export function platformLanguage(platform: string | null | undefined): string | null {
  if (platform === null || platform === undefined) return null
  const name = platform.toLowerCase()
  // Projects say `javascript-react` or `python-django`; events say only the first part.
  return lookup(BY_PLATFORM, name) ?? lookup(BY_PLATFORM, name.split('-')[0]) ?? null
}

/** The language of a frame: its file's ending knows better than the platform, which is the event's. */
export function frameLanguage(frame: FrameJson, platform: string | null | undefined): string | null {
  for (const path of [frame.filename, frame.absPath]) {
    const file = path?.split(/[?#]/)[0]?.split(/[\\/]/).at(-1) ?? ''
    const dot = file.lastIndexOf('.')
    const language = dot > 0 ? lookup(BY_EXTENSION, file.slice(dot + 1).toLowerCase()) : undefined
    if (language !== undefined) return language
  }
  return platformLanguage(frame.platform ?? platform)
}
