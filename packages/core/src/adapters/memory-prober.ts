import { NOTHING_SEEN, type Probe, type ProbeAnswer, type Prober } from '../ports/prober.js'

/** What `memoryProber` says: an answer, or nothing at all until time is up. */
export type Said = ProbeAnswer | 'silence'

/** A prober that asks nobody: for tests, and for trying things out without a network. */
export function memoryProber(say: (probe: Probe) => Said | Promise<Said>): Prober {
  return {
    async probe(probe, signal) {
      if (signal.aborted) return fault('network', 0)
      const said = await say(probe)
      if (signal.aborted) return fault('network', 0)
      if (said !== 'silence') return said
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(fault('timeout', probe.timeoutMs)), probe.timeoutMs)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve(fault('network', 0))
        })
      })
    },
  }
}

/** An answer of HTTP as good as any. */
export function anAnswer(answer: Partial<Extract<ProbeAnswer, { isAnswered: true }>> = {}): ProbeAnswer {
  const timings = { dns: 1, connect: 2, tls: null, firstByte: 5, transfer: 1, total: 9 }
  return {
    isAnswered: true,
    status: 200,
    headers: [],
    body: '',
    records: [],
    seen: NOTHING_SEEN,
    timings,
    ...answer,
  }
}

function fault(kind: 'timeout' | 'network', totalMs: number): ProbeAnswer {
  return { isAnswered: false, fault: kind, message: kind === 'timeout' ? 'No answer in time' : 'aborted', totalMs }
}
