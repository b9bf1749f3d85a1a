import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { CheckFailed, ROOT, run } from './run.mjs'

const FOLDERS = ['apps', 'bench', 'docs', 'examples', 'packages', 'scripts', 'test']

/** What the docs name must be there: linked files and headings, paths, npm scripts, commands of the CLI, settings. */
export async function checkDocs() {
  const files = (await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md', '**/*.md']))
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
  const code = sourceText()
  const faults = files.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    return [
      ...links(path, text),
      ...paths(text),
      ...npmScripts(text),
      ...settings(text, code),
      ...commands(text, code),
    ].map((fault) => `${path}: ${fault}`)
  })
  faults.push(...undocumented())
  if (faults.length > 0) throw new CheckFailed(faults.join('\n'))
  return `${files.length} pages`
}

function links(path, text) {
  const faults = []
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [file, anchor] = target.split('#')
    const linked = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file)
    if (!existsSync(linked)) faults.push(`links to ${target}, which is not there`)
    else if (anchor !== undefined && linked.endsWith('.md') && !headings(linked).includes(anchor))
      faults.push(`links to ${target}, but there is no such heading`)
  }
  return faults
}

function headings(file) {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function paths(text) {
  const named = [...text.matchAll(/`([\w@.-]+(?:\/[\w@.*-]+)+\/?)`/g)].map(([, path]) => path)
  return named
    .filter((path) => FOLDERS.includes(path.split('/')[0]) && !path.includes('*') && !path.split('/').includes('dist'))
    .filter((path) => !existsSync(join(ROOT, path)))
    .map((path) => `names ${path}, which is not there`)
}

function npmScripts(text) {
  const { scripts } = manifest('.')
  const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(
    ([, script, short]) => script ?? short,
  )
  return named
    .filter((name) => scripts[name] === undefined)
    .map((name) => `names npm run ${name}, which is not a script`)
}

/** `MISHAP_…` and every option of a `mishap` command occur literally in the code that reads them. */
function settings(text, code) {
  const named = new Set([...text.matchAll(/\bMISHAP_[A-Z][A-Z0-9_]*/g)].map(([name]) => name))
  return [...named]
    .filter((name) => !code.includes(name) && !code.includes(name.replace(/_\d+_/, '_')) && !/_\d+_|_$/.test(name))
    .map((name) => `names the setting ${name}, which nothing reads`)
}

function commands(text, code) {
  const lines = [...text.matchAll(/(?:^|[`$] ?|npx )mishap ((?:[a-z][a-z-]*|--?[a-z])[^\n`|]*)/gm)].map(
    ([, line]) => line,
  )
  return lines.flatMap((line) => {
    const options = [...line.matchAll(/(--[a-z][a-z-]+)/g)].map(([option]) => option)
    const words = /^(?:[a-z][a-z-]*(?: |$)){0,2}/.exec(line)?.[0].trim().split(' ') ?? []
    const unknown = words.filter((word) => word !== '' && !isCommand(word, code))
    return [
      ...unknown.map((word) => `names the command "mishap ${line.trim()}", but ${word} is none`),
      ...options
        .filter((option) => !code.includes(option))
        .map((option) => `names the option ${option}, which nothing reads`),
    ]
  })
}

/** `ofOne(org, 'delete')` makes one as well: those that are about one thing that is named. */
const isCommand = (word, code) => new RegExp(`(?:command\\(|ofOne\\(\\w+,)\\s*['"\`]${word}\\b`).test(code)

/** And the other way round: whatever can be set is in docs/configure.md. */
function undocumented() {
  const page = join(ROOT, 'docs/configure.md')
  const text = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const environment = join(ROOT, 'apps/reference/src/env.ts')
  const read = existsSync(environment) ? readFileSync(environment, 'utf8') : ''
  const config = readFileSync(join(ROOT, 'packages/core/src/config.ts'), 'utf8')
  const variables = new Set(
    [...read.matchAll(/['"`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST)['"`]/g)].map(([, name]) => name),
  )
  const options = [...config.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name)
  const missing = [...variables, ...new Set(options)].filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
  return missing
    .filter((name) => name !== 'basePath' && name !== 'sessionTtlMs')
    .map((name) => `docs/configure.md: does not mention ${name}`)
}

function sourceText() {
  const folders = ['apps/reference/src', 'scripts', 'bench', 'packages', 'examples']
  return folders.flatMap((folder) => sources(join(ROOT, folder))).join('\n')
}

function sources(dir) {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return /^(node_modules|dist|storybook-static)$/.test(entry.name) ? [] : sources(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !relative(ROOT, path).startsWith('scripts/check/docs')
      ? [readFileSync(path, 'utf8')]
      : []
  })
}

function manifest(path) {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'))
}
