/** Reports that somebody who knows the program would put into one issue. */
export interface Bug {
  readonly name: string
  /** As SDKs send them. */
  readonly events: readonly object[]
}

export function bug(name: string, ...events: readonly object[]): Bug {
  return { name, events }
}

interface Sent {
  readonly type?: string
  readonly value?: string
  readonly mechanism?: object
  readonly frames?: readonly object[]
}

/** An event of `platform` with a chain of exceptions, cause first. */
export function thrown(platform: string, ...chain: readonly Sent[]): object {
  const values = chain.map(({ frames, ...rest }) => ({ ...rest, ...(frames && { stacktrace: { frames } }) }))
  return { platform, level: 'error', exception: { values } }
}
