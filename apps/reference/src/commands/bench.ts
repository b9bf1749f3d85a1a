import { AppError } from '@mishap/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { COUNTED_KINDS, startArrival } from '../bench/arrival.js'
import { reportOf, reportText } from '../bench/report.js'
import { type Dsn, readDsn } from '../dsn.js'
import { envelopeSource, type LoadShape } from '../load/envelopes.js'
import { KINDS, type Kind } from '../load/items.js'
import { sendLoad } from '../load/send.js'
import { answer, withJson } from './shared.js'

interface BenchFlags {
  readonly url?: string
  readonly dsn: string
  readonly rate: number
  readonly duration: number
  readonly connections: number
  readonly issues: number
  readonly mix: LoadShape['kinds']
  readonly medianKb: number
  readonly gzip: boolean
  readonly token?: string
  readonly maxP99?: number
  readonly maxErrors?: number
  readonly json?: boolean
}

const SHAPE = { sigma: 0.8, minKb: 2, maxKb: 1024, templates: 400 }
/** Half of the bodies are larger than the median; what the stack leaves of them is filled up. */
const STACK_SHARE = 0.6
/** A server that keeps the sender waiting ends the run so much later than planned, at most. */
const GRACE_MS = 30_000

/** `mishap bench`: load on a server that runs. */
export function addBench(program: Command): void {
  withJson(program.command('bench'))
    .description('send load to a running server at a fixed rate, and tell how it answered')
    .addOption(
      new Option('--dsn <dsn>', 'of a project that nothing else sends to').env('SENTRY_DSN').makeOptionMandatory(),
    )
    .option('--url <url>', 'where the server is, if not where the DSN says')
    .addOption(new Option('--rate <number>', 'requests a second').default(50).argParser(positive))
    .addOption(new Option('--duration <seconds>', 'how long').default(30).argParser(positive))
    .addOption(new Option('--connections <number>', 'keep-alive connections').default(32).argParser(whole))
    .addOption(new Option('--issues <number>', 'issues that the errors belong to').default(50).argParser(whole))
    .addOption(
      new Option('--mix <shares>', `what is sent, such as error=8,session=2; of ${KINDS.join(', ')}`)
        .default({ error: 1 }, 'error=1')
        .argParser(mix),
    )
    .addOption(new Option('--median-kb <number>', 'half of the bodies are larger').default(25).argParser(positive))
    .option('--no-gzip', 'send bodies as they are')
    .addOption(
      new Option('--token <token>', 'an API token that may read the project: checks that all of it arrives').env(
        'MISHAP_TOKEN',
      ),
    )
    .addOption(new Option('--max-p99 <ms>', 'exit code 1 where the p99 is higher').argParser(positive))
    .addOption(new Option('--max-errors <percent>', 'exit code 1 where more is not accepted').argParser(percent))
    .addHelpText(
      'after',
      '\nExample:\n  mishap bench --dsn DSN --rate 200 --duration 60 --max-p99 500 --max-errors 0.1\n',
    )
    .action(async (flags: BenchFlags) => {
      const report = await run(flags)
      answer(flags, report, reportText(report))
      if (report.exceeded.length > 0) process.exitCode = 1
    })
}

async function run(flags: BenchFlags) {
  const target = readDsn(flags.dsn, flags.url)
  await mustAnswer(target)
  const { rate, connections, medianKb, issues, gzip, mix: kinds } = flags
  const source = envelopeSource({ ...SHAPE, medianKb, stackKb: medianKb * STACK_SHARE, issues, gzip, kinds })
  const arriving =
    flags.token === undefined ? null : await startArrival(target, flags.token, Object.keys(kinds) as Kind[])
  const load = await sendLoad({
    ...{ target, source, connections, from: 0, perSecond: rate },
    requests: Math.max(1, Math.round(rate * flags.duration)),
    maxMs: flags.duration * 1000 + GRACE_MS,
  })
  const arrival = (await arriving?.settled(countable(load.acceptedKinds))) ?? null
  return reportOf({ url: target.baseUrl, rate, connections, arrival }, load, flags)
}

/** A wrong address should be said at once, and not as thousands of requests that failed. */
async function mustAnswer({ baseUrl }: Dsn): Promise<void> {
  try {
    await fetch(`${baseUrl}/_health/`, { signal: AbortSignal.timeout(10_000) })
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new AppError('unavailable', `${baseUrl} cannot be reached: ${reason}. Is the server running there?`, {
      cause: error,
    })
  }
}

function countable(accepted: Partial<Record<Kind, number>>): number {
  return COUNTED_KINDS.reduce((sum, kind) => sum + (accepted[kind] ?? 0), 0)
}

function positive(text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('Wanted a number above 0.')
}

function whole(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Wanted a whole number of at least 1.')
}

function percent(text: string): number {
  if (/^\d{1,3}(?:\.\d{1,3})?$/.test(text) && Number(text) <= 100) return Number(text)
  throw new InvalidArgumentError('Wanted a number from 0 to 100.')
}

/** `error=8,session=2` as shares that are 1 together. */
function mix(text: string): LoadShape['kinds'] {
  const parts = text.split(',').map((part) => /^([a-z-]+)=(\d{1,6})$/.exec(part.trim()))
  const shares: Partial<Record<Kind, number>> = {}
  for (const part of parts) {
    const kind = KINDS.find((one) => one === part?.[1])
    if (kind === undefined)
      throw new InvalidArgumentError(`Wanted shares such as error=8,session=2 of ${KINDS.join(', ')}.`)
    shares[kind] = (shares[kind] ?? 0) + Number(part?.[2])
  }
  const sum = Object.values(shares).reduce((total, share) => total + share, 0)
  if (sum === 0) throw new InvalidArgumentError('Wanted at least one share above 0.')
  return Object.fromEntries(Object.entries(shares).map(([kind, share]) => [kind, share / sum]))
}
