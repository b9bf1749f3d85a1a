import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CheckFailed, ROOT, run, tool } from './run.mjs'
import { installed } from './sandbox.mjs'

const DOORS = join(ROOT, 'test/consumers/doors.json')

/** Compiles and runs the projects of test/consumers against the packed packages, as ESM and as CommonJS. */
export async function checkConsumers() {
  const dir = await installed()
  for (const project of ['tsconfig.json', 'tsconfig.react.json']) await compile(dir, project)
  for (const program of ['smoke.mjs', 'smoke.cjs']) await run(process.execPath, [program], { cwd: dir })
  await tool('jest', ['--rootDir', dir, '--testMatch', '**/*.contract.cjs', '--ci'], { cwd: dir })
}

/** Declarations are checked as well, but for faults in those of third parties, which lie outside of `dir`. */
async function compile(dir, project) {
  try {
    await tool('tsc', ['-p', join(dir, project), '--pretty', 'false'], { cwd: dir })
  } catch (error) {
    const ours = String(error.message)
      .split('\n')
      .filter((line) => /error TS/.test(line) && !line.startsWith('..'))
    if (ours.length > 0 || !/error TS/.test(error.message)) throw new CheckFailed(ours.join('\n') || error.message)
  }
}

/** A new public name is a decision: it is written down with `npm run check -- doors --write`. */
export async function checkDoors({ write = false } = {}) {
  const dir = await installed()
  const found = JSON.parse(await run(process.execPath, ['doors.mjs'], { cwd: dir }))
  if (write) {
    writeFileSync(DOORS, `${JSON.stringify(found, null, 2)}\n`)
    await tool('biome', ['format', '--write', DOORS])
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
