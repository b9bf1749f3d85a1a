import { type Language, NOISE, pathOf } from './language.js'
import { withoutBracketed } from './trim.js'

/** Go: closures by their number, generics, and the runtime's way from a panic to its handler. */
export const go: Language = {
  nameOf(name) {
    const slash = name.lastIndexOf('/')
    let short = slash === -1 ? name : name.slice(slash + 1)
    if (short.includes('[')) short = withoutBracketed(short, '[', ']')
    if (/\d|-fm|·/.test(short))
      short = short.replace(
        /(?:\.(?:func\d{1,9}|gowrap\d{1,9}|deferwrap\d{1,9}|\d{1,9})|·\w{1,20}|-fm|-range\d{1,9})+$/,
        '.func',
      )
    return short === '?' ? '' : short
  },
  moduleOf: (module) => module.replace(/\/v\d{1,3}(?=\/|$)/g, '').replace(/@v[^/]{1,60}/g, ''),
  noiseOf(frame) {
    const module = frame.module ?? ''
    if (module === 'runtime' || module === 'reflect' || module.startsWith('runtime/')) return NOISE.runtime
    if ((frame.function ?? '').startsWith('runtime.')) return NOISE.runtime
    return module.startsWith('github.com/getsentry/sentry-go') ? NOISE.sdk : null
  },
  isLibrary(frame) {
    const path = pathOf(frame)
    if (/\/pkg\/mod\/|\/vendor\/|\/go\/src\/|\/libexec\/src\//.test(path)) return true
    const module = frame.module ?? ''
    // Packages of the standard library are those without a host in front.
    return module !== '' && module !== 'main' && !(module.split('/', 1)[0] ?? '').includes('.')
  },
  hasSource: false,
}
