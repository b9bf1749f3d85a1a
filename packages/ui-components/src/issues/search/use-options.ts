import { useEffect, useMemo, useState } from 'react'
import type { Completion } from './complete.js'
import {
  type CountedName,
  hasServerValues,
  keyOptions,
  type SearchOption,
  type SearchSource,
  valueOptions,
} from './options.js'

const PAUSE_MS = 120
const NONE: readonly CountedName[] = []

export interface Options {
  readonly options: readonly SearchOption[]
  /** The server has not answered yet. */
  readonly isWaiting: boolean
}

/** What fits where the caret stands: at once what is known, then what the server says, which comes after it. */
export function useOptions(
  completion: Completion | null,
  {
    source,
    recent,
    isEmpty,
  }: { readonly source: SearchSource; readonly recent: readonly string[]; readonly isEmpty: boolean },
): Options {
  const [served, setServed] = useState<{ readonly for: string; readonly names: readonly CountedName[] }>({
    for: '',
    names: NONE,
  })
  const asked = questionOf(completion)
  const typed = completion?.typed ?? ''
  const key = completion?.key ?? ''
  useEffect(() => {
    if (asked === '') return
    let isOver = false
    const timer = setTimeout(() => {
      const answer = asked.startsWith('value') ? source.values(key, typed) : source.keys(typed)
      answer.then(
        (names) => isOver || setServed({ for: asked, names }),
        () => isOver || setServed({ for: asked, names: NONE }),
      )
    }, PAUSE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [asked, key, typed, source])

  const names = sameSubject(served.for, asked) ? served.names : NONE
  const options = useMemo(() => {
    if (completion === null) return []
    const toggle: readonly SearchOption[] =
      completion.token?.kind === 'field' ? [{ kind: 'negate', isNegated: completion.token.isNegated === true }] : []
    if (completion.kind === 'value') return [...valueOptions(completion, names), ...toggle]
    const before = isEmpty ? recent.map((query): SearchOption => ({ kind: 'recent', query })) : []
    return [...before, ...keyOptions(completion.typed, names)]
  }, [completion, names, recent, isEmpty])
  return { options, isWaiting: asked !== '' && served.for !== asked }
}

/** What to ask the server, as a text that is the same for the same question; empty where nothing is to be asked. */
function questionOf(completion: Completion | null): string {
  if (completion === null) return ''
  if (completion.kind === 'key') return `key  ${completion.typed}`
  return hasServerValues(completion) ? `value ${completion.key} ${completion.typed}` : ''
}

/** While the answer to a longer prefix is on its way, that to the shorter one still helps. */
function sameSubject(a: string, b: string): boolean {
  return a.slice(0, a.lastIndexOf(' ')) === b.slice(0, b.lastIndexOf(' '))
}
