import { readFile, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import postcss, { type Plugin as PostcssPlugin } from 'postcss'
import postcssModules from 'postcss-modules'

/** Later folders may override earlier ones through `className`: the order of the sheet must not hang on import order. */
const FOLDERS = [
  'tokens',
  'primitives',
  'charts',
  'event',
  'issues',
  'setup',
  'shell',
  'screens',
  'sentence',
  'uptime',
  'alerts',
]

/**
 * Puts every rule of a CSS module under `.mh-root`: two classes outweigh what a host page says about bare elements,
 * attributes and single classes.
 */
export function scopeToRoot(): PostcssPlugin {
  return {
    postcssPlugin: 'mishap-scope',
    Once(root) {
      if (root.source?.input.file?.endsWith('.module.css') !== true) return
      root.walkRules((rule) => {
        const parent = rule.parent
        if (parent?.type === 'rule' || (parent?.type === 'atrule' && 'name' in parent && parent.name === 'keyframes'))
          return
        rule.selectors = rule.selectors.map((selector) => `:global(.mh-root) ${selector}`)
      })
    },
  }
}

/** Compiles CSS modules and gathers all sheets into `styles.css`, and the same inside `@layer mishap`. */
export function gatherCss({ srcDir, outDir }: { srcDir: string; outDir: string }): EsbuildPlugin {
  return {
    name: 'mishap-css',
    setup(build) {
      const sheets = new Map<string, string>()
      build.onResolve({ filter: /\.css$/ }, ({ path, resolveDir }) => ({
        // Another ending, so that tsup's own handling of `.css` leaves the file alone.
        path: `${resolveDir}/${path}?sheet`,
        namespace: 'sheet',
        sideEffects: false,
      }))
      build.onLoad({ filter: /\?sheet$/, namespace: 'sheet' }, async ({ path }) => {
        const file = new URL(`file://${path.slice(0, -'?sheet'.length)}`).pathname
        const name = relative(srcDir, file)
        const { css, classes } = await compile(file, name)
        sheets.set(name, css)
        return { contents: `export default ${JSON.stringify(classes)}`, loader: 'js' }
      })
      build.onEnd(async () => {
        const css = [...sheets]
          .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
          .map(([, text]) => text.trim())
          .join('\n')
        await writeFile(`${outDir}/styles.css`, `${css}\n`)
        await writeFile(`${outDir}/styles.layer.css`, `@layer mishap {\n${css}\n}\n`)
      })
    },
  }
}

async function compile(file: string, name: string): Promise<{ css: string; classes: Record<string, string> }> {
  let classes: Record<string, string> = {}
  const isModule = name.endsWith('.module.css')
  const modules = postcssModules({
    generateScopedName: (local) => `mh_${local}_${shortHash(name)}`,
    getJSON: (_file, json) => {
      classes = json
    },
  })
  const result = await postcss(isModule ? [modules, scopeToRoot()] : []).process(await readFile(file, 'utf8'), {
    from: file,
    map: false,
  })
  return { css: result.css, classes }
}

function rank(name: string): number {
  const folder = FOLDERS.indexOf(name.split('/')[0] ?? '')
  // The tokens' folder sorts its reset before everything that may override it.
  return folder === -1 ? FOLDERS.length : folder
}

/** FNV-1a, five digits: stable over machines, so that two builds of one source are equal byte by byte. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash.toString(36).slice(0, 5)
}
