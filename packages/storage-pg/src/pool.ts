/** The part of a `pg` Pool that Mishap uses. The pool stays its owner's, who also ends it and listens to its errors. */
export interface PgPool {
  connect(): Promise<PgClient>
  query(query: PgQuery): Promise<PgResult>
  /** What is told of the pool, where it tells. */
  readonly totalCount?: number
  readonly idleCount?: number
  readonly waitingCount?: number
  readonly options?: { readonly max?: number | undefined }
}

/** The part of a `pg` PoolClient that Mishap uses. */
export interface PgClient {
  query(query: PgQuery): Promise<PgResult>
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
  release(destroy?: boolean): void
}

export interface PgQuery {
  text: string
  values?: unknown[]
  /** Names a prepared statement of the connection. */
  name?: string
  types?: PgTypes
  /** In milliseconds; then it rejects, and the connection is of no use any more. */
  query_timeout?: number
}

export interface PgTypes {
  // `pg` declares its parsers with `any`; one that takes text and gives whatever is what it calls.
  getTypeParser(oid: number, format?: string): (text: string) => unknown
}

export interface PgResult {
  readonly rows: unknown[]
}
