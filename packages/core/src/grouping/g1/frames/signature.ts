/**
 * A C++, Rust or Swift signature without arguments, template arguments, what it returns and what it promises about `this`:
 * `int Shop::pay(Order const&) const` → `Shop::pay`. One pass that counts brackets.
 */
export function trimSignature(signature: string): string {
  const name = withoutRustPaths(signature)
  if (!/[<( ]/.test(name)) return name
  const bare = withoutBrackets(name)
    .replace(/ (?:const|volatile|noexcept|throws|async|&&?)(?= |$)/g, '')
    .replace(/ ?-> ?.*$/, '')
    .trim()
  return withoutReturnType(bare).replaceAll('::<T>', '').replaceAll(HARD_SPACE, ' ')
}

/** Within a word, so that it is not taken for the end of what a function returns. */
const HARD_SPACE = '\u00a0'
const SPECIAL = ['(anonymous namespace)', '(anonymous class)', '(unnamed)']
const MAX_RUST_PATHS = 8

/** Arguments are dropped, of template arguments `<T>` is left. */
function withoutBrackets(name: string): string {
  let out = ''
  let angles = 0
  let rounds = 0
  for (let at = 0; at < name.length; at++) {
    const char = name[at]!
    if (angles === 0 && char === '(') {
      const kept = rounds === 0 ? keptAt(name, at, out) : null
      if (kept === null) rounds++
      else {
        out += kept.replace(' ', HARD_SPACE)
        at += kept.length - 1
      }
    } else if (angles === 0 && char === ')') rounds = Math.max(0, rounds - 1)
    else if (rounds === 0 && char === '<' && !/operator<?$/.test(out.slice(-9))) {
      if (angles === 0) out += '<T>'
      angles++
    } else if (rounds === 0 && char === '>' && angles > 0 && name[at - 1] !== '-') angles--
    else if (rounds === 0 && angles === 0) out += char
  }
  return out
}

/** What a round bracket holds that is part of the name: `(anonymous namespace)`, and the `()` of `operator()`. */
function keptAt(name: string, at: number, before: string): string | null {
  if (before.endsWith('operator') && name[at + 1] === ')') return '()'
  return SPECIAL.find((text) => name.startsWith(text, at)) ?? null
}

/** What stands in front of the last space; Swift's descriptions keep their words. */
function withoutReturnType(name: string): string {
  const space = name.lastIndexOf(' ')
  if (space === -1 || / in | of | for /.test(name) || /operator ?[^:]*$/.test(name.slice(-60))) return name
  return name.slice(space + 1)
}

/** `<a::B as c::D>::f` → `a::B::f`, `<a::B>::f` likewise. */
function withoutRustPaths(name: string): string {
  let path = name
  for (let round = 0; round < MAX_RUST_PATHS && path.startsWith('<'); round++) path = withoutRustPath(path)
  return path
}

function withoutRustPath(name: string): string {
  let depth = 0
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '<') depth++
    if (name[at] === '>' && name[at - 1] !== '-') depth--
    if (depth > 0) continue
    const inner = name.slice(1, at)
    const as = inner.indexOf(' as ')
    return `${as === -1 ? inner : inner.slice(0, as)}${name.slice(at + 1)}`
  }
  return name.slice(1)
}
