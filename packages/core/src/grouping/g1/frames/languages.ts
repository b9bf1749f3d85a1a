import { csharp } from './csharp.js'
import { go } from './go.js'
import { javascript } from './javascript.js'
import { jvm } from './jvm.js'
import type { Language } from './language.js'
import { native } from './native.js'
import { dart, elixir, other, php, python, ruby } from './scripting.js'

/** By what SDKs write into `platform`. */
const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ...named(javascript, 'javascript', 'node', 'node-js', 'bun', 'deno', 'react-native', 'electron'),
  ...named(python, 'python'),
  ...named(jvm, 'java', 'kotlin', 'scala', 'groovy', 'clojure', 'android'),
  ...named(csharp, 'csharp', 'dotnet', 'fsharp', 'unity'),
  ...named(go, 'go'),
  ...named(php, 'php'),
  ...named(ruby, 'ruby'),
  ...named(elixir, 'elixir', 'erlang'),
  ...named(dart, 'dart', 'flutter'),
  ...named(native, 'native', 'c', 'cpp', 'objc', 'cocoa', 'swift', 'rust'),
])

export function languageOf(platform: string): Language {
  return LANGUAGES.get(platform) ?? other
}

/** Rules of users name families: `javascript`, `native` and `other`. */
export function familyOf(platform: string): 'javascript' | 'native' | 'other' {
  const language = languageOf(platform)
  if (language === javascript) return 'javascript'
  return language === native ? 'native' : 'other'
}

function named(language: Language, ...names: readonly string[]): readonly (readonly [string, Language])[] {
  return names.map((name) => [name, language])
}
