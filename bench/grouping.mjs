// `npm run bench:grouping`: how well each engine groups the labelled events of packages/core/test/labelled.
// Prints one JSON line for each engine; with `--names` the bugs that it splits and joins as well.
import { loadCore } from './micro/sources.mjs'

const { GROUPING_VERSIONS, measureQuality } = await loadCore('grouping/index.ts', '../test/labelled/quality.ts')
const isNamed = process.argv.includes('--names')

for (const version of GROUPING_VERSIONS) {
  const { split, joined, ...figures } = measureQuality(version)
  const names = isNamed ? { split, joined } : { split: split.length, joined: joined.length }
  console.log(JSON.stringify({ bench: 'grouping', ...figures, ...names }))
}
