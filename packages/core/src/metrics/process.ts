import { readdir, readFile } from 'node:fs/promises'
import { constants, type PerformanceEntry, PerformanceObserver, performance } from 'node:perf_hooks'
import { counterFamily, type Family, gaugeFamily } from './family.js'
import { createHistogram } from './instruments.js'

/** What is measured of this process, whatever it does. */
export interface ProcessWatch {
  families(): Promise<readonly Family[]>
  /** Ends its timers; it measures nothing after that. */
  close(): void
}

const LAG_EVERY_MS = 50
const LAG_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const GC_BOUNDS = [0.001, 0.01, 0.1, 1, 2, 5]

/** Measures the event loop and the garbage collector from the first time on that somebody asks: nobody pays for nothing. */
export function createProcessWatch(): ProcessWatch {
  const lag = createHistogram(
    {
      name: 'mishap_event_loop_lag_seconds',
      help: 'How late a timer of 50 ms was: what everything in this process has to wait.',
      labels: [],
    },
    LAG_BOUNDS,
  )
  const gc = createHistogram(
    { name: 'nodejs_gc_duration_seconds', help: 'Pauses of the garbage collector.', labels: ['kind'] },
    GC_BOUNDS,
  )
  let end: (() => void) | null = null
  let isClosed = false

  const begin = () => {
    if (end !== null || isClosed) return
    let due = performance.now() + LAG_EVERY_MS
    const timer = setInterval(() => {
      const now = performance.now()
      lag.observe(Math.max(0, now - due) / 1000)
      due = now + LAG_EVERY_MS
    }, LAG_EVERY_MS).unref()
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as GcEntry[]) gc.observe(entry.duration / 1000, kindOf(entry))
    })
    observer.observe({ entryTypes: ['gc'] })
    end = () => {
      clearInterval(timer)
      observer.disconnect()
    }
  }

  return {
    async families() {
      begin()
      return [lag.family(), gc.family(), ...usage(), ...(await descriptors())]
    },
    close: () => {
      isClosed = true
      end?.()
    },
  }
}

const GC_KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
}

// What the types of Node leave out of the entries of type `gc`.
interface GcEntry extends PerformanceEntry {
  readonly detail?: { readonly kind?: number }
}

function kindOf({ detail }: GcEntry): string {
  return GC_KINDS[detail?.kind ?? -1] ?? 'other'
}

// Names as all clients of Prometheus have them, so that boards for any Node process show this one.
function usage(): readonly Family[] {
  const { user, system } = process.cpuUsage()
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage()
  const startedAt = (performance.timeOrigin / 1000).toFixed(3)
  return [
    counterFamily('process_cpu_user_seconds_total', 'CPU time in user mode.', user / 1e6),
    counterFamily('process_cpu_system_seconds_total', 'CPU time in the kernel.', system / 1e6),
    counterFamily('process_cpu_seconds_total', 'CPU time of all threads.', (user + system) / 1e6),
    gaugeFamily('process_start_time_seconds', 'When the process began, since 1970.', Number(startedAt)),
    gaugeFamily('process_resident_memory_bytes', 'Memory that the process holds.', rss),
    gaugeFamily('nodejs_heap_size_total_bytes', 'Heap of JavaScript.', heapTotal),
    gaugeFamily('nodejs_heap_size_used_bytes', 'Heap of JavaScript that is in use.', heapUsed),
    gaugeFamily('nodejs_external_memory_bytes', 'Memory of objects outside of the heap.', external),
    counterFamily(
      'mishap_event_loop_utilization_seconds_total',
      'Seconds in which the event loop was busy.',
      performance.eventLoopUtilization().active / 1000,
    ),
  ]
}

/** Of Linux; elsewhere nothing. */
async function descriptors(): Promise<readonly Family[]> {
  try {
    const [open, limits] = await Promise.all([readdir('/proc/self/fd'), readFile('/proc/self/limits', 'utf8')])
    const max = /^Max open files\s+(\d+)/m.exec(limits)?.[1]
    return [
      gaugeFamily('process_open_fds', 'Open files and connections.', open.length),
      ...(max === undefined ? [] : [gaugeFamily('process_max_fds', 'How many there may be.', Number(max))]),
    ]
  } catch {
    // There is no /proc here.
    return []
  }
}
