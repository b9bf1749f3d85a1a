import type { StatusPage } from '../../../ports/status-pages.js'
import { inkOn, readableAccent } from './colors.js'

/** The style of a page, with its theme and its accent. Nothing in it is text of anybody. */
export function styleOf({ theme, accent }: Pick<StatusPage, 'theme' | 'accent'>): string {
  const light = `${LIGHT}${accentOf(accent, 'light')}`
  const dark = `${DARK}${accentOf(accent, 'dark')}`
  if (theme === 'light') return `:root{color-scheme:light;${light}}${RULES}`
  if (theme === 'dark') return `:root{color-scheme:dark;${dark}}${RULES}`
  return `:root{color-scheme:light dark;${light}}@media(prefers-color-scheme:dark){:root{${dark}}}${RULES}`
}

function accentOf(accent: string, background: 'light' | 'dark'): string {
  const usual = background === 'light' ? '#2f5fd0' : '#8ab0ff'
  const color = /^#[\da-f]{6}$/i.test(accent) ? readableAccent(accent, background) : usual
  return `--a:${color};--i:${inkOn(color)}`
}

/** b: ground, c: card, t: text, m: less of it, l: line; then what is up, slow, down, maintained, unknown. */
const LIGHT =
  '--b:#f6f7f9;--c:#fff;--t:#1b2028;--m:#58616e;--l:#dde1e7;--u:#1a7f4b;--s:#9a6200;--d:#c42b30;--w:#2f5fd0;--n:#a3abb6;'
const DARK =
  '--b:#12151a;--c:#1b1f26;--t:#e8ebef;--m:#a4adba;--l:#323944;--u:#46b878;--s:#e0a93b;--d:#f4716f;--w:#7aa5ff;--n:#5d6673;'

const RULES = `
*{box-sizing:border-box}
body{margin:0;background:var(--b);color:var(--t);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.p{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 3rem}
a{color:var(--a)}a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible,svg:focus-visible,pre:focus-visible{outline:2px solid var(--a);outline-offset:2px}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin:.5rem 0 1.5rem}
header img{max-height:3rem;max-width:12rem;display:block}
h1{font-size:1.5rem;line-height:1.25;margin:0;flex:1 1 12rem}
h2{font-size:1.125rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0}
.b{display:flex;align-items:center;gap:.75rem;padding:1rem 1.25rem;border:1px solid var(--k);border-left-width:.5rem;border-radius:.5rem;background:var(--c);font-size:1.25rem;line-height:1.3;font-weight:600;margin:0}
.e{font-size:1rem;padding:.625rem 1rem;max-width:30rem}
.b small{margin-left:auto;font-size:.8125rem;font-weight:400;color:var(--m);text-align:right}
.up{--k:var(--u)}.degraded{--k:var(--s)}.down,.partly_down{--k:var(--d)}.maintenance{--k:var(--w)}.unknown,.notice{--k:var(--n)}
.i{flex:none;width:1.125em;height:1.125em;fill:none;stroke:var(--k);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.x{margin-top:1rem}.x p,.w p{margin:.25rem 0}
.c{background:var(--c);border:1px solid var(--l);border-radius:.5rem;list-style:none;margin:0;padding:0}
.c>li{padding:.875rem 1.25rem}.c>li+li{border-top:1px solid var(--l)}
.r{display:flex;flex-wrap:wrap;align-items:flex-start;gap:0 1rem;justify-content:space-between}
.k{display:flex;gap:.5rem}.k span,.b span{flex:1;min-width:0}.k .i{margin-top:.1875em}
.r>:first-child{flex:1 1 10rem}
.s{display:inline-flex;align-items:center;gap:.375rem;white-space:nowrap;font-weight:600;font-size:.9375rem;line-height:1.6}
.m{color:var(--m);font-size:.875rem;margin:.125rem 0}
.g{display:block;width:100%;height:1.75rem;margin:.625rem 0 .25rem}
.g .u{fill:var(--u)}.g .s{fill:var(--s)}.g .d{fill:var(--d)}.g .w{fill:var(--w)}.g .n{fill:var(--n)}
.f{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;font-size:.8125rem;color:var(--m)}
details>summary{cursor:pointer;font-size:1.125rem;font-weight:600;margin:2.5rem 0 .75rem}
details>summary h2{display:inline;margin:0}summary .s{float:right}
.w{border-left:2px solid var(--l);padding-left:.875rem;margin-top:.625rem}
pre{overflow:auto;background:var(--b);padding:.5rem .75rem;border-radius:.25rem}
blockquote{margin:.5rem 0;padding-left:.75rem;border-left:3px solid var(--l);color:var(--m)}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.5rem 0}
label{flex:1 1 14rem;max-width:30rem;font-size:.875rem}
input{display:block;width:100%;margin-top:.25rem;min-height:2.75rem;font:inherit;color:inherit;background:var(--c);border:1px solid var(--m);border-radius:.375rem;padding:.375rem .625rem}
button{min-height:2.75rem;font:inherit;font-weight:600;color:var(--i);background:var(--a);border:0;border-radius:.375rem;padding:.375rem 1rem;cursor:pointer}
.h{position:absolute;left:-99rem}.h:focus{position:static}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--l);font-size:.875rem;color:var(--m)}
footer h2{margin-top:.5rem;color:var(--t)}
footer ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 1rem;padding:0;margin:.5rem 0}footer li a{display:inline-block;padding:.375rem 0}
@media(max-width:30rem){.c>li{padding:.75rem .875rem}.b{flex-wrap:wrap;padding:.875rem 1rem}.b small{flex-basis:100%;margin:0;text-align:left}}
`.replaceAll('\n', '')
