import { JAVASCRIPT_PLATFORMS, NATIVE_PLATFORMS } from '../../rules/families.js'
import { csharp } from './csharp.js'
import { go } from './go.js'
import { javascript } from './javascript.js'
import { jvm } from './jvm.js'
import type { Language } from './language.js'
import { native } from './native.js'
import { dart, elixir, other, php, python, ruby } from './scripting.js'

/** By what SDKs write into `platform`. */
const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ...named(javascript, ...JAVASCRIPT_PLATFORMS),
  ...named(python, 'python'),
  ...named(jvm, 'java', 'kotlin', 'scala', 'groovy', 'clojure', 'android'),
  ...named(csharp, 'csharp', 'dotnet', 'fsharp', 'unity'),
  ...named(go, 'go'),
  ...named(php, 'php'),
  ...named(ruby, 'ruby'),
  ...named(elixir, 'elixir', 'erlang'),
  ...named(dart, 'dart', 'flutter'),
  ...named(native, ...NATIVE_PLATFORMS),
])

export function languageOf(platform: string): Language {
  return LANGUAGES.get(platform) ?? other
}

function named(language: Language, ...names: readonly string[]): readonly (readonly [string, Language])[] {
  return names.map((name) => [name, language])
}
