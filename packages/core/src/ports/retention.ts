/** What a project holds. Exact, but for what `maintain` has yet to correct after somebody changed tables by hand. */
export interface Usage {
  readonly events: number
  /** Events that still have their payload. */
  readonly payloads: number
  /** Of those payloads, compressed. */
  readonly bytes: number
}
