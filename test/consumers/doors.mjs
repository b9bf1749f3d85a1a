// Prints the names that each entry of each package exports, in ESM and in CommonJS alike.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const names = [...readdirSync('node_modules/@mishap').map((name) => `@mishap/${name}`), 'mishap']
const doors = {}
for (const name of names) {
  const { exports } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
  for (const [entry, conditions] of Object.entries(exports)) {
    if (typeof conditions === 'string') continue
    const door = name + entry.slice(1)
    // The contract suites need jest around them; their names are read from the text instead.
    const exported =
      entry === './testing' ? namesInText(`node_modules/${name}/dist/testing/index.js`) : await namesOf(door)
    if (conditions.require !== undefined && entry !== './testing') compare(door, exported, namesOfCommonJs(door))
    doors[door] = exported
  }
}
console.log(JSON.stringify(doors))

async function namesOf(door) {
  return Object.keys(await import(door)).sort()
}

function namesOfCommonJs(door) {
  return Object.keys(require(door)).sort()
}

function namesInText(path) {
  const [, list = ''] = /\nexport \{([^}]*)\}/.exec(readFileSync(path, 'utf8')) ?? []
  return list
    .split(',')
    .map((name) => name.trim().split(' as ').at(-1))
    .filter((name) => name !== '')
    .sort()
}

function compare(door, esm, commonJs) {
  if (esm.join() !== commonJs.join()) throw new Error(`${door} exports ${esm} as ESM and ${commonJs} as CommonJS`)
}
