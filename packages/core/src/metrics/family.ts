/** All series of one name, as they are at one moment. */
export type Family = Counted | Distributed

interface Named {
  /** Whole, as it is asked for: of a counter with its `_total`. */
  readonly name: string
  readonly help: string
}

export interface Counted extends Named {
  readonly type: 'counter' | 'gauge'
  readonly samples: readonly Sample[]
}

export interface Distributed extends Named {
  readonly type: 'histogram'
  readonly samples: readonly Distribution[]
}

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels: Labels
  readonly value: number
}

export interface Distribution {
  readonly labels: Labels
  /** Upper bounds, ascending, without infinity. */
  readonly bounds: readonly number[]
  /** How many lie within each bound and above the one before; one more than there are bounds. */
  readonly counts: readonly number[]
  readonly sum: number
}

/** A family of one gauge without labels. */
export function gaugeFamily(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ labels: {}, value }] }
}

/** A family of one counter without labels. */
export function counterFamily(name: string, help: string, value: number): Family {
  return { name, help, type: 'counter', samples: [{ labels: {}, value }] }
}
