import { createContext, useContext, useEffect, useState } from 'react'

export type TokenKind = 'keyword' | 'string' | 'number' | 'comment' | 'function' | 'type'

export interface Token {
  readonly text: string
  readonly kind: TokenKind | null
}

/** Splits code into lines of tokens whose texts put together are the code; null where it cannot. */
export type Highlighter = (code: string, language: string) => Promise<readonly (readonly Token[])[] | null>

/** Fetches the grammar when it is first needed; without it code is plain. */
const lazyHighlighter: Highlighter = async (code, language) => {
  const { highlight } = await import('./highlight.js')
  return highlight(code, language)
}

const HighlighterContext = createContext<Highlighter | null>(lazyHighlighter)

/** Another highlighter for everything below, or `null` for none at all. */
export const HighlighterProvider = HighlighterContext.Provider

/** Beyond this a grammar takes longer than a reader wants to wait. */
const MOST = 20_000

/** The lines as tokens once they are there; null until then, and where there is no grammar. */
export function useHighlight(lines: readonly string[], language: string | null): readonly (readonly Token[])[] | null {
  const highlighter = useContext(HighlighterContext)
  const [tokens, setTokens] = useState<{ code: string; lines: readonly (readonly Token[])[] } | null>(null)
  const code = lines.join('\n')
  useEffect(() => {
    if (highlighter === null || language === null || code.length > MOST) return
    let isCurrent = true
    highlighter(code, language).then(
      (found) => {
        if (isCurrent && found !== null && found.length === lines.length) setTokens({ code, lines: found })
      },
      // Plain code is readable: a grammar that did not arrive is no error to the reader.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [highlighter, code, language, lines.length])
  return tokens?.code === code ? tokens.lines : null
}
