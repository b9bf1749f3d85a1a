import { FILE_HEADER_BYTES } from './frame.js'
import type { Place, Segment } from './segment.js'

/** Some records of one segment that lie side by side. */
export interface Range {
  readonly segment: Segment
  readonly from: number
  to: number
  state: 'taken' | 'returned' | 'done'
}

/**
 * What of the journal has been handed out and what is done. Ranges may be done in any order; `place` is where the first
 * record lies that is not. Keeps no records, only places, so a backlog of any size costs nothing.
 */
export class Consumption {
  readonly #segments: Segment[]
  /** In the order of the journal: all from `place` up to where reading has come. */
  #ranges: Range[] = []
  #reading: Place

  constructor(segments: readonly Segment[], from: Place) {
    this.#segments = [...segments]
    this.#reading = from
  }

  add(segment: Segment): void {
    this.#segments.push(segment)
  }

  /** Takes what is next: what came back first, else what was never handed out; null when nothing waits. */
  next(): Range | null {
    const returned = this.#ranges.find(({ state }) => state === 'returned')
    if (returned !== undefined) {
      returned.state = 'taken'
      return returned
    }
    for (const segment of this.#segments) {
      if (segment.sequence < this.#reading.sequence) continue
      const from = segment.sequence === this.#reading.sequence ? this.#reading.offset : FILE_HEADER_BYTES
      if (from >= segment.end) continue
      const range: Range = { segment, from, to: segment.end, state: 'taken' }
      this.#ranges.push(range)
      this.#reading = { sequence: segment.sequence, offset: segment.end }
      return range
    }
    return null
  }

  /** Shortens a range that was just taken: what is behind `to` is handed out next. */
  cut(range: Range, to: number): void {
    if (to >= range.to) return
    const rest: Range = { segment: range.segment, from: to, to: range.to, state: 'returned' }
    this.#ranges.splice(this.#ranges.indexOf(range) + 1, 0, rest)
    range.to = to
  }

  /** Forgets ranges that are done, and answers the segments of which nothing is needed any more. */
  advance(): readonly Segment[] {
    while (this.#ranges[0]?.state === 'done') this.#ranges.shift()
    const { sequence } = this.place
    const dropped: Segment[] = []
    for (let first = this.#segments[0]; first !== undefined; first = this.#segments[0]) {
      const isPassed = first.sequence < sequence || (first.isSealed && this.#isAtEnd(first))
      if (!isPassed) break
      dropped.push(first)
      this.#segments.shift()
    }
    return dropped
  }

  get place(): Place {
    const first = this.#ranges[0]
    return first === undefined ? this.#reading : { sequence: first.segment.sequence, offset: first.from }
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  #isAtEnd(segment: Segment): boolean {
    const { sequence, offset } = this.place
    return sequence === segment.sequence && offset >= segment.end
  }
}
