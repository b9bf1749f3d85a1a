import { type ExecFileException, execFile } from 'node:child_process'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import { type Ask, ProbeError, seenBy } from './ask.js'
import { addressesOf } from './look-up.js'
import { turns } from './turns.js'

export type Pinger = (probe: Extract<Probe, { kind: 'icmp' }>, ask: Ask) => Promise<ProbeAnswer>

/** Each is a process. */
const MOST_AT_ONCE = 400
/** What answers does so long before. Behind 600 that never do, one that does was seen after 5.5 s on two busy cores. */
const FAIR_MS = 2_000

/**
 * Sends one echo request by the `ping` command of this host: few programs may send them, and that one is. It is given an
 * address that was looked up and allowed before, and no shell is between.
 */
export function pinger(): Pinger {
  const places = turns(MOST_AT_ONCE, FAIR_MS)
  return async ({ host }, ask) => {
    const start = performance.now()
    const [address = ''] = await addressesOf(host, ask)
    ask.seen.dns = performance.now() - start
    ask.seen.address = address
    const crowded = new AbortController()
    const leave = await places.take(() => crowded.abort(), ask.signal)
    try {
      ask.seen.firstByte = await roundTripMs(address, AbortSignal.any([ask.signal, crowded.signal]))
    } catch (error) {
      throw crowded.signal.aborted ? new ProbeError('timeout', 'No answer while many others were asked') : error
    } finally {
      leave()
    }
    return { isAnswered: true, status: null, headers: [], body: '', records: [], ...seenBy(ask) }
  }
}

// All of iputils, BusyBox and the BSDs know these two, and end with a line such as `… min/avg/max = 0.3/0.3/0.3 ms`.
const ONE_QUIETLY = ['-q', '-c', '1']
const ROUND_TRIP = /= {0,3}(\d{1,7}(?:\.\d{1,6})?)\//
const MAX_OUTPUT = 16_384

function roundTripMs(address: string, signal: AbortSignal): Promise<number> {
  const env = { PATH: process.env.PATH, LC_ALL: 'C' }
  const options = { signal, env, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL' } as const
  return new Promise((resolve, reject) => {
    execFile('ping', [...ONE_QUIETLY, address], options, (error, stdout, stderr) => {
      if (error !== null) return reject(faultOf(error, stdout, stderr))
      const ms = ROUND_TRIP.exec(stdout)?.[1]
      if (ms === undefined) return reject(new ProbeError('unable', 'The ping command said nothing that Mishap knows'))
      resolve(Number(ms))
    })
  })
}

function faultOf(error: ExecFileException, stdout: string, stderr: string): Error {
  if (error.name === 'AbortError') return error
  // A word for what kept it from being run at all; otherwise its exit status.
  const code: unknown = error.code
  if (code === 'ENOENT')
    return new ProbeError('unable', 'This host has no ping command, so Mishap cannot send echo requests from it')
  if (code === 'EACCES' || /not permitted|permission denied|lacking privilege/i.test(stderr))
    return new ProbeError('unable', 'This host does not let Mishap send echo requests: its ping command may not')
  if (typeof code === 'string') return new ProbeError('unable', `The ping command of this host cannot be run: ${code}`)
  const said = stderr.trim().split('\n', 1)[0] ?? ''
  if (said !== '') return new ProbeError('network', said.slice(0, 200))
  if (/\+\d{1,9} errors/.test(stdout)) return new ProbeError('network', 'The host cannot be reached')
  return new ProbeError('timeout', 'No answer to an echo request')
}
