import { Worker } from 'node:worker_threads'
import type { Logger } from '../../ports/runtime.js'
import { type JobsMessage, packJobs, type ThreadAbout, type ThreadMessage, unpackResults } from './message.js'
import type { PrepareJob, PrepareResult, Preparer } from './preparer.js'

/** Threads that prepare records, where there is more than one processor to use. */
export interface PrepareThreads {
  /** The file of the door `@mishap/core/prepare-thread`, which only the host can find: bundlers move files. */
  readonly script: URL
  /** How many. One keeps up with all that one process can take and store, unless that has much to scrub. */
  readonly count: number
}

/** Of one thread; a record that needs more ends its thread and is set aside, and nothing else. */
const MAX_HEAP_MB = 512
/** Records are many and live shortly; a larger young generation costs memory and gains nothing. */
const YOUNG_HEAP_MB = 16

/**
 * Prepares in threads. One that ends takes no more along than its own: its records are tried again in halves, and a single
 * one that ended its thread is a fault. Where threads cannot be started at all, `here` does the work.
 */
export function prepareInThreads(
  { script, count }: PrepareThreads,
  about: ThreadAbout,
  { here, logger }: { readonly here: Preparer; readonly logger: Logger },
): Preparer {
  const idle: Thread[] = []
  const waiting: ((thread: Thread | null) => void)[] = []
  const all = new Set<Thread>()
  let isBroken = false
  let isClosed = false

  const start = (): Thread => {
    const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB }
    const thread = new Thread(new Worker(script, { workerData: about, resourceLimits }))
    all.add(thread)
    return thread
  }

  const take = async (): Promise<Thread | null> => {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) {
      if (!free.hasEnded) return free
      all.delete(free)
    }
    return all.size < count ? start() : new Promise((resolve) => waiting.push(resolve))
  }

  const giveBack = (thread: Thread) => {
    if (thread.hasEnded) all.delete(thread)
    if (isBroken || isClosed) {
      for (const tell of waiting.splice(0)) tell(null)
      return
    }
    const next = waiting.shift()
    if (next !== undefined) next(thread.hasEnded ? start() : thread)
    else if (!thread.hasEnded) idle.push(thread)
  }

  const prepare = async (jobs: readonly PrepareJob[], tries = 1): Promise<readonly PrepareResult[]> => {
    const thread = isBroken || isClosed ? null : await take()
    if (thread === null) return here.prepare(jobs)
    let error: unknown
    try {
      const answer = await thread.prepare(jobs)
      if (!('failed' in answer)) return unpackResults(answer)
      logger.warn('A thread could not prepare events: the main one does it', { reason: answer.failed })
    } catch (cause) {
      error = cause
      if (!thread.wasReady) isBroken = true
    } finally {
      giveBack(thread)
    }
    if (isBroken || isClosed || error === undefined) {
      if (isBroken) logger.error('No thread to prepare events can be started: the main one does it', { error })
      return here.prepare(jobs)
    }
    logger.warn('A thread that prepared events has ended and is replaced', { error })
    if (jobs.length > 1) return prepare(jobs.slice(0, Math.ceil(jobs.length / 2)))
    // The first time it may have been an accident.
    if (tries === 1) return prepare(jobs, 2)
    return [{ fault: `it ended the thread that read it: ${error instanceof Error ? error.message : String(error)}` }]
  }

  return {
    prepare: (jobs) => prepare(jobs),
    close: async () => {
      isClosed = true
      await Promise.all([...all].map((thread) => thread.end()))
      await here.close()
    },
  }
}

type Answer = Exclude<ThreadMessage, 'ready'>

/** One thread, with one piece of work at a time. */
class Thread {
  readonly #worker: Worker
  #wasReady = false
  #end: Error | null = null
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: ThreadMessage) => {
      this.#wasReady = true
      if (message === 'ready') return
      // An idle thread keeps no process alive.
      worker.unref()
      this.#settle?.resolve(message)
      this.#settle = null
    })
    worker.on('error', (error: unknown) => this.#ended(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => this.#ended(new Error(`the thread ended with code ${code}`)))
  }

  get wasReady(): boolean {
    return this.#wasReady
  }

  get hasEnded(): boolean {
    return this.#end !== null
  }

  prepare(jobs: readonly PrepareJob[]): Promise<Answer> {
    if (this.#end !== null) return Promise.reject(this.#end)
    const message: JobsMessage = packJobs(jobs)
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#worker.ref()
      this.#worker.postMessage(message, [message.bodies])
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #ended(error: Error): void {
    this.#end ??= error
    this.#settle?.reject(this.#end)
    this.#settle = null
  }
}
