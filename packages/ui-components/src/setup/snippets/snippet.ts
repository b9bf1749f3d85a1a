/** One thing to do: run a command, or put some lines into a file. */
export interface SnippetStep {
  readonly title: string
  /** A name that highlighters know. */
  readonly language: string
  readonly code: string
  /** Where the lines go. */
  readonly file?: string
}

/** What to do for one SDK, in order; the last step sends a first error. */
export type Snippet = (dsn: string) => readonly SnippetStep[]

export const terminal = (title: string, code: string): SnippetStep => ({ title, language: 'bash', code })

export const file = (title: string, name: string, language: string, code: string): SnippetStep => ({
  title,
  language,
  code: code.trim(),
  file: name,
})

export const code = (title: string, language: string, text: string): SnippetStep => ({
  title,
  language,
  code: text.trim(),
})
