/** What a user wrote with `{{ names }}`, `{{#lists}}…{{/lists}}` and `{{^without}}…{{/without}}`, read once. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  /** `isWithout`: shown where the name stands for nothing. */
  | {
      readonly kind: 'section'
      readonly name: string
      readonly isWithout: boolean
      readonly nodes: readonly TemplateNode[]
    }

export interface TemplateFault {
  /** Both from 1 on. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export const TEMPLATE_BOUNDS = {
  length: 8_000,
  depth: 4,
  /** Of what it becomes. */
  rendered: 256 * 1024,
} as const

/** Mustache without what could leave a value as it is: there is nothing but names and sections. */
export function parseTemplate(text: string): readonly TemplateNode[] | TemplateFault {
  const root: TemplateNode[] = []
  const open: { readonly name: string; readonly nodes: TemplateNode[]; readonly at: number }[] = []
  const fault = (at: number, message: string) => ({ ...placeIn(text, at), message })
  let from = 0
  for (;;) {
    const nodes = open.at(-1)?.nodes ?? root
    const start = text.indexOf('{{', from)
    if (start !== from) nodes.push({ kind: 'text', text: text.slice(from, start === -1 ? undefined : start) })
    if (start === -1) break
    const end = text.indexOf('}}', start)
    if (end === -1) return fault(start, 'This {{ is never closed by }}.')
    const tag = TAG.exec(text.slice(start + 2, end))
    if (tag === null) return fault(start, 'Wanted a name, #name, ^name or /name between {{ and }}.')
    const [, sign = '', name = ''] = tag
    from = end + 2
    if (sign === '') nodes.push({ kind: 'name', name })
    else if (sign === '/') {
      const last = open.pop()
      if (last === undefined) return fault(start, `Nothing is open that {{/${name}}} could close.`)
      if (last.name !== name) return fault(start, `Wanted {{/${last.name}}} first, found {{/${name}}}.`)
    } else {
      if (open.length >= TEMPLATE_BOUNDS.depth) return fault(start, 'Sections stand too deep in each other.')
      const inner: TemplateNode[] = []
      nodes.push({ kind: 'section', name, isWithout: sign === '^', nodes: inner })
      open.push({ name, nodes: inner, at: start })
    }
  }
  const last = open.at(-1)
  return last === undefined ? root : fault(last.at, `{{#${last.name}}} is never closed by {{/${last.name}}}.`)
}

const TAG = /^\s{0,20}([#^/]?)\s{0,20}([A-Za-z][A-Za-z0-9_]{0,40})\s{0,20}$/

/** Where in a text that is. */
export function placeIn(text: string, at: number): Pick<TemplateFault, 'line' | 'column'> {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
