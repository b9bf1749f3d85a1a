/** The look of the page of the API; the policy of the page allows exactly this text. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1d2329; --dim: #5a6570; --line: #d9dee3; --paper: #fff; --shade: #f5f7f9;
  --link: #2855c5; --get: #1a6b3c; --post: #2855c5; --put: #8a5400; --delete: #b3261e }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ec; --dim: #a2acb6; --line: #343c44; --paper: #14181c;
  --shade: #1c2227; --link: #8fb0ff; --get: #6fd39a; --post: #8fb0ff; --put: #f0b95c; --delete: #ff9d94 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
a { color: var(--link) }
a:focus-visible, summary:focus-visible, input:focus-visible, button:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px }
header, main { max-width: 62rem; margin: 0 auto; padding: 0 1rem }
header { padding-top: 2rem }
h1 { margin: 0 0 .5rem; font-size: 1.6rem }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem }
h3 { margin: 1.5rem 0 .25rem; font-size: 1rem; scroll-margin-top: 1rem }
p { max-width: 46rem; margin: .5rem 0 }
form { display: flex; gap: .5rem; margin: 1.25rem 0 .5rem }
input, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: 6px; padding: .45rem .7rem; min-height: 2.5rem }
input { flex: 1; min-width: 0 }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .75rem 0 0 }
.dim { color: var(--dim) }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; scroll-margin-top: 1rem }
summary { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr) auto; gap: 0 .75rem; align-items: baseline;
  padding: .5rem .75rem; cursor: pointer; list-style: none }
summary::-webkit-details-marker { display: none }
details[open] > summary { border-bottom: 1px solid var(--line) }
summary code { overflow-wrap: anywhere }
summary .what { grid-column: 2; color: var(--dim) }
summary .who { grid-row: 1; grid-column: 3; color: var(--dim); font-size: .85rem }
.method { font: 600 .8rem ui-monospace, monospace }
.get { color: var(--get) } .post { color: var(--post) } .put, .patch { color: var(--put) } .delete { color: var(--delete) }
.body { padding: .25rem .75rem .75rem }
h4 { margin: 1rem 0 .25rem; font-size: .9rem }
code, pre { font-family: ui-monospace, monospace; font-size: .85rem }
pre { margin: 0; padding: .6rem .75rem; background: var(--shade); border-radius: 6px; white-space: pre-wrap;
  overflow-wrap: anywhere }
pre i { color: var(--dim) }
pre b { font-weight: 600 }
dl { margin: 0; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem .9rem }
dt { font-family: ui-monospace, monospace; font-size: .85rem }
dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 40rem) { summary { grid-template-columns: 3.6rem minmax(0, 1fr) }
  summary .who { grid-column: 2; grid-row: 3 } dl { grid-template-columns: minmax(0, 1fr) } dd { margin: 0 0 .4rem } }
`
