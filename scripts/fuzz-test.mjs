// `npm run test:fuzz [-- --cases 100000 --seed 1 --case 566]`: broken and hostile requests, made of recorded ones by chance that
// the seed decides, through the whole way from the door to what would be stored. Prints the slowest of them and ends with 1
// where one was answered 5xx, lost a sibling or would store what PostgreSQL refuses; `--case` runs one alone.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './build-steps.mjs'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
  },
})
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$/.test(value)) {
    console.error(`fuzz: wanted a whole number behind --${name}, found ${value}`)
    process.exit(2)
  }

const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js')
const child = spawn(
  process.execPath,
  [jest, '--selectProjects', 'core', '--testPathPatterns', 'test/fuzz/', '--maxWorkers', '1'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      MISHAP_FUZZ_CASES: values.cases,
      MISHAP_FUZZ_SEED: values.seed,
      ...(values.case === undefined ? {} : { MISHAP_FUZZ_CASE: values.case }),
    },
  },
)
child.once('exit', (code) => process.exit(code ?? 1))
