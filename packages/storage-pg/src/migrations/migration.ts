export interface Migration {
  readonly name: string
  /** Statements for a schema, which is given quoted. What is released is never edited: a later migration changes it. */
  readonly sql: (schema: string) => string
}
