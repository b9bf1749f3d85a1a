import { groupEvent } from '../src/grouping/index.js'
import type { Frame } from '../src/protocol/event.js'
import { normalized } from './normalized.js'

export const hashesOf = (raw: object) => groupEvent(normalized(raw), { version: 'g1' }).hashes
export const firstOf = (raw: object) => hashesOf(raw)[0]

export const app = (name: string, change: Partial<Frame> = {}): Frame => ({
  filename: '/srv/app/releases/41/src/orders.js',
  function: name,
  lineno: 10,
  in_app: true,
  ...change,
})
export const library = (name: string, change: Partial<Frame> = {}): Frame => ({
  filename: '/srv/app/node_modules/x/index.js',
  function: name,
  in_app: false,
  ...change,
})

interface Change {
  readonly platform?: string
  readonly type?: string
  readonly value?: string
  readonly frames?: readonly Frame[]
  readonly mechanism?: object
}

const exception = ({
  type = 'TypeError',
  value = 'x is null',
  frames = [app('main'), library('run'), app('pay')],
  mechanism,
}: Change) => ({ type, value, mechanism, stacktrace: { frames } })
export const error = (change: Change = {}, rest: object = {}) => ({
  platform: change.platform ?? 'node',
  exception: [exception(change)],
  ...rest,
})
export const SIGNAL = { type: 'signalhandler', synthetic: true }
export const chain = (...changes: readonly Change[]) => ({ platform: 'node', exception: changes.map(exception) })
export const message = (text: string, rest: object = {}) => ({ message: text, ...rest })
export const deep = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => app(`f${from + at}`, { filename: `m${from + at}.js` }))

interface Member {
  readonly id: number
  readonly type?: string
}

export function group(root: Member, ...members: readonly Member[]) {
  const values = [root, ...members].map(({ id, type = 'ExceptionGroup' }) => ({
    ...exception({ type }),
    mechanism: { type: 'chained', exception_id: id, ...(id === 0 ? { is_exception_group: true } : { parent_id: 0 }) },
  }))
  return { platform: 'node', exception: values.reverse() }
}

export function nameless(signal: object) {
  const frames = [
    { package: '/app/game', instruction_addr: '0x1', in_app: true },
    { package: '/app/lib.so', instruction_addr: '0x2', in_app: true },
  ]
  return error({
    platform: 'native',
    type: 'Crash',
    value: 'crashed',
    frames,
    mechanism: { type: 'signalhandler', synthetic: true, meta: { signal } },
  })
}
