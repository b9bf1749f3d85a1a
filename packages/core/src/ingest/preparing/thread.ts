import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type JobsMessage, jobUnpacker, packResults, type ThreadAbout, type ThreadMessage } from './message.js'
import { prepareAtOnce } from './preparer.js'

/*
 * The script of a thread that prepares records: the door `@mishap/core/prepare-thread`, for `AppOptions.prepareThreads`.
 * It does nothing where it is loaded otherwise.
 */

/** Of POSIX: a little less of a scarce processor than those who answer requests. */
const NICENESS = 5

if (parentPort !== null) {
  yieldToOthers()
  const port = parentPort
  // Whoever starts this script hands over just this.
  const { limits, scrubRules } = workerData as ThreadAbout
  const unpack = jobUnpacker(scrubRules)
  const tell = (message: ThreadMessage) => port.postMessage(message)
  port.on('message', (message: JobsMessage) => {
    try {
      tell(packResults(prepareAtOnce(unpack(message), limits)))
    } catch (error) {
      tell({ failed: String(error) })
    }
  })
  tell('ready')
}

function yieldToOthers(): void {
  try {
    // On Linux a thread is known by a number like a process: `4711/task/4715`.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (thread > 0) setPriority(thread, NICENESS)
  } catch {
    // Another system: all threads are equal there.
  }
}
