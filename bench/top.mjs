// `node bench/top.mjs FILE.cpuprofile`: where the CPU time of a profile went, by function.
// `self` counts what a function did itself, `total` what it had others do as well.
import { readFileSync } from 'node:fs'

const ROWS = 25
const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error(
    'usage: node bench/top.mjs FILE.cpuprofile (npm run bench -- --cpu-prof DIR writes one for each server)',
  )
  process.exit(2)
}

const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'))
const nodeOf = new Map(nodes.map((node) => [node.id, node]))
const parentOf = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])))
const [self, total] = [new Map(), new Map()]
let busyUs = 0
for (const [i, id] of samples.entries()) {
  if (nodeOf.get(id).callFrame.functionName === '(idle)') continue
  busyUs += timeDeltas[i]
  add(self, nameOf(id), timeDeltas[i])
  // A function that calls itself counts once.
  const names = new Set()
  for (let at = id; at !== undefined; at = parentOf.get(at)) names.add(nameOf(at))
  for (const name of names) add(total, name, timeDeltas[i])
}
console.log(`busy ${(busyUs / 1e6).toFixed(2)} s`)
print('self', self)
print('total', total)

function nameOf(id) {
  const { functionName, url, lineNumber } = nodeOf.get(id).callFrame
  return `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`
}

function add(times, name, us) {
  times.set(name, (times.get(name) ?? 0) + us)
}

function print(title, times) {
  console.log(`\n${title}`)
  for (const [name, us] of [...times].sort(([, a], [, b]) => b - a).slice(0, ROWS))
    console.log(`${(us / 1000).toFixed(0).padStart(8)} ms ${((us / busyUs) * 100).toFixed(1).padStart(5)} %  ${name}`)
}
