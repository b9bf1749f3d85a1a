// Preloaded into a server (`node --import`): its clock goes wrong by as many milliseconds as the file named by
// FAULTS_CLOCK_FILE says, from the moment that it says so. Timers go on, as they do when a clock is set.
import { readFileSync } from 'node:fs'

const LOOK_MS = 50
const RealDate = Date
let shiftMs = 0

function look() {
  shiftMs = Number(readFileSync(process.env.FAULTS_CLOCK_FILE, 'utf8')) || 0
}
look()
setInterval(look, LOOK_MS).unref()

class ShiftedDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shiftMs)
    else super(...args)
  }

  static now() {
    return RealDate.now() + shiftMs
  }
}
globalThis.Date = ShiftedDate
