import { lookUp, type Source } from './look-up.js'
import { wholeNumber } from './readers.js'

/** Marks of the guards that refuse requests before they are written. Null: a default that fits the machine. */
export interface GuardSettings {
  /** What may wait to be stored. */
  readonly maxWaitingBytes: number | null
  /** With less free on a disk the log warns. */
  readonly diskLowBytes: number | null
  /** With less free requests are refused; 0 for never. */
  readonly diskStopBytes: number | null
}

export function readGuards(source: Source): GuardSettings {
  return {
    maxWaitingBytes: lookUp(source, ['MISHAP_MAX_WAITING_BYTES'], wholeNumber(1_000_000)),
    diskLowBytes: lookUp(source, ['MISHAP_DISK_LOW_BYTES'], wholeNumber(0)),
    diskStopBytes: lookUp(source, ['MISHAP_DISK_STOP_BYTES'], wholeNumber(0)),
  }
}
