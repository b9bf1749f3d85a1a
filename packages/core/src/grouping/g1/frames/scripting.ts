import type { Frame } from '../../../protocol/event.js'
import { type Language, NOISE, pathOf, same } from './language.js'

export const python: Language = {
  nameOf(name) {
    const local = name.lastIndexOf('<locals>.')
    const short = local === -1 ? name : name.slice(local + 9)
    return NO_NAME.has(short) ? '' : short
  },
  // The same file is `__main__` where it was started and has a name where it was imported.
  moduleOf: (module) => (module === '__main__' || module === '<unknown module>' ? '' : module),
  noiseOf(frame) {
    if ((frame.filename ?? '').startsWith('<frozen ')) return NOISE.runtime
    // Python 3.12 no longer makes frames of these.
    if (COMPREHENSIONS.has(frame.function ?? '')) return NOISE.generated
    const module = frame.module ?? ''
    return module === 'sentry_sdk' || module.startsWith('sentry_sdk.') ? NOISE.sdk : null
  },
  isLibrary: (frame) => /\/(?:site|dist)-packages\/|\/lib\/python\d|\/lib64\/python\d|^</i.test(pathOf(frame)),
  hasSource: true,
}

export const ruby: Language = {
  nameOf(name) {
    const bare = name
      .replace(/^(?:rescue in |ensure in |block (?:\(\d{1,4} levels\) )?in )+/, 'block in ')
      // Ruby 3.4 names the class as well.
      .replace(/^(block in )?(?:[A-Z]\w*(?:::)?){1,20}[#.]/, '$1')
      // Compiled templates: `_app_views_orders_show_html_erb__123_456`.
      .replace(/_{2,3}\d{1,20}_\d{1,20}$/, '')
    return NO_NAME.has(bare) ? '' : bare
  },
  moduleOf: same,
  noiseOf(frame) {
    const path = pathOf(frame)
    if (path.startsWith('<internal:')) return NOISE.runtime
    return /\/gems\/sentry-/.test(path) ? NOISE.sdk : null
  },
  isLibrary: (frame) => /\/gems\/|\/lib\/ruby\/|\/vendor\/bundle\/|^<internal:|^\/usr\/bin\//.test(pathOf(frame)),
  hasSource: true,
}

export const php: Language = {
  nameOf(name) {
    if (name.includes('class@anonymous')) return name.replace(/class@anonymous.*?(?=::|$)/s, 'class@anonymous')
    if (!name.includes('{closure')) return NO_NAME.has(name) ? '' : name
    // PHP 8.4 names the place: `{closure:App\Pay::now():12}`.
    const named = /\{closure:([^}]*?)(?:\(\))?:\d{1,9}\}/.exec(name)
    if (named !== null) return `${named[1]!.slice(named[1]!.lastIndexOf('\\') + 1)}{closure}`
    return '{closure}'
  },
  moduleOf: same,
  noiseOf: (frame) => (/\/vendor\/sentry\//.test(pathOf(frame)) ? NOISE.sdk : null),
  isLibrary: (frame) => /\/vendor\/|^\[internal\]$/.test(pathOf(frame)),
  hasSource: true,
}

export const elixir: Language = {
  nameOf(name) {
    const anonymous = /^anonymous fn\/\d{1,3} in (.+)$/.exec(name)
    if (anonymous !== null) return `fn in ${anonymous[1]!.slice(anonymous[1]!.lastIndexOf('.') + 1)}`
    const compiled = /^-(.+?)-(?:fun|inlined|lc|lbc|after|anonymous)-.*$/.exec(name)
    if (compiled !== null) return `fn in ${compiled[1]!}`
    return NO_NAME.has(name) ? '' : name
  },
  moduleOf: same,
  noiseOf: (frame) => (/^(?:Elixir\.)?Sentry(?:\.|$)/.test(frame.module ?? '') ? NOISE.sdk : null),
  isLibrary: (frame) =>
    /(?:^|\/)deps\/|\.erl$|^lib\/(?:elixir|logger|ex_unit|mix)\//.test(frame.filename ?? '') || isErlang(frame),
  hasSource: false,
}

export const dart: Language = {
  nameOf(name) {
    const bare = name
      .replace(/@\d{1,20}/g, '')
      .replace(/^new /, '')
      .replace(/(?:\.<anonymous closure>|\.<fn>)+/g, '.closure')
      .replace(/^<(?:anonymous closure|fn)>$/, '')
    return NO_NAME.has(bare) ? '' : bare
  },
  moduleOf: same,
  noiseOf(frame) {
    const name = frame.function ?? ''
    if (name === '<asynchronous suspension>' || frame.filename === '<asynchronous suspension>') return NOISE.runtime
    return /^package:sentry(?:_\w+)?\//.test(frame.abs_path ?? '') ? NOISE.sdk : null
  },
  isLibrary: (frame) =>
    /^dart:|^package:flutter\/|\.pub-cache\/|^org-dartlang-sdk:/.test(frame.abs_path ?? frame.filename ?? ''),
  hasSource: false,
}

/** What no SDK of ours is known for: names as they are. */
export const other: Language = {
  nameOf: (name) => (NO_NAME.has(name) ? '' : name.replace(/0x[0-9a-f]{1,16}/gi, '')),
  moduleOf: same,
  noiseOf: () => null,
  isLibrary: (frame: Frame) => /\/vendor\/|\/node_modules\/|\/site-packages\//.test(pathOf(frame)),
  hasSource: false,
}

const NO_NAME = new Set(['', '?', '<unknown>', '<anonymous>', 'unknown', '???'])
const COMPREHENSIONS = new Set(['<listcomp>', '<dictcomp>', '<setcomp>'])

function isErlang(frame: Frame): boolean {
  return /^:?(?:erlang|gen_server|proc_lib|timer|lists|maps|ets|supervisor|gen_statem)$/.test(frame.module ?? '')
}
