import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CheckFailed, ROOT, run, tool } from './run.mjs'
import { installed } from './sandbox.mjs'

const DOORS = join(ROOT, 'test/consumers/doors.json')

/** Compiles and runs the projects of test/consumers against the packed packages, as ESM and as CommonJS. */
export async function checkConsumers() {
  const dir = await installed()
  for (const project of ['tsconfig.json', 'tsconfig.react.json'])
    await tool('tsc', ['-p', join(dir, project)], { cwd: dir })
  for (const program of ['smoke.mjs', 'smoke.cjs']) await run(process.execPath, [program], { cwd: dir })
}

/** A new public name is a decision: it is written down with `npm run check -- doors --write`. */
export async function checkDoors({ write = false } = {}) {
  const dir = await installed()
  const found = JSON.parse(await run(process.execPath, ['doors.mjs'], { cwd: dir }))
  if (write) {
    writeFileSync(DOORS, `${JSON.stringify(found, null, 2)}\n`)
    return 'written to test/consumers/doors.json'
  }
  const known = JSON.parse(readFileSync(DOORS, 'utf8'))
  const differences = Object.keys({ ...known, ...found }).flatMap((door) => difference(door, known[door], found[door]))
  if (differences.length > 0) {
    const accept = 'If that is meant: npm run check -- doors --write'
    throw new CheckFailed(`${differences.join('\n')}\n${accept}`)
  }
  return `${Object.keys(found).length} entries`
}

function difference(door, known = [], found = []) {
  const added = found.filter((name) => !known.includes(name)).map((name) => `${door}: exports ${name}, which is new`)
  const gone = known.filter((name) => !found.includes(name)).map((name) => `${door}: no longer exports ${name}`)
  return [...added, ...gone]
}
