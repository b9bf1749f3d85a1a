import { consoleLogger, jsonLogger, type Logger } from '@mishap/core'
import { type Command, Option } from 'commander'
import { type Flags, readSettings } from '../env.js'
import { serve } from '../serve.js'

/** Ctrl-C under npm arrives twice, from the terminal and from npm; only a later one means impatience. */
const IMPATIENT_AFTER_MS = 1000
/** A database that hangs must not keep the process: everything that was promised is safe by then. */
const LONGEST_STOP_MS = 20_000

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the server, or one part of it')
    .addOption(
      new Option(
        '--role <role>',
        'web takes requests, worker stores events, all does both (env: MISHAP_ROLE, default: all)',
      ),
    )
    .addOption(
      new Option(
        '--buffer <kind>',
        'where accepted events wait: journal or redis (env: MISHAP_BUFFER, default: journal)',
      ),
    )
    .addOption(new Option('--port <number>', 'port to listen on (env: PORT, default: 8000)'))
    .addOption(new Option('--host <address>', 'address to listen on (env: HOST, default: both of localhost)'))
    .addOption(new Option('--data <dir>', 'data directory (env: MISHAP_DATA_DIR, default: ./mishap-data)'))
    .addOption(new Option('--database-url <url>', 'PostgreSQL to use in place of the embedded one (env: DATABASE_URL)'))
    .addOption(new Option('--redis-url <url>', 'Redis for events that wait, limits and live updates (env: REDIS_URL)'))
    .addOption(
      new Option(
        '--health-file <path>',
        'file that is touched while the process makes progress (env: MISHAP_WORKER_HEALTH_FILE)',
      ),
    )
    // As GlitchTip calls it.
    .addOption(new Option('--health-check-file <path>').hideHelp())
    .addHelpText(
      'after',
      '\nExample:\n  mishap serve --port 8123 --data /srv/mishap\n  mishap serve --role worker --port 8124\n',
    )
    .action(async ({ healthCheckFile, ...given }: Flags & { readonly healthCheckFile?: string }) => {
      const flags = healthCheckFile === undefined ? given : { healthFile: healthCheckFile, ...given }
      const settings = readSettings(process.env, flags)
      const logger = settings.logFormat === 'json' ? jsonLogger : consoleLogger
      const interrupt = onInterrupt()
      // What a stray promise says is worth a line, and never the end of a server that others depend on.
      process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }))
      try {
        const server = await serve(settings, logger)
        if (!interrupt.hasCome()) for (const line of server.lines) logger.info(line)
        await interrupt.comes
        await Promise.race([server.stop(), tooLong(logger, settings.leaveMs)])
      } catch (error) {
        // Ctrl-C also reaches the programs that a start runs; that they failed is no news then.
        if (!interrupt.hasCome()) throw error
      }
      process.exit(0)
    })
}

async function tooLong(logger: Logger, leaveMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, leaveMs + LONGEST_STOP_MS).unref())
  logger.warn('The database or Redis does not let go; ending without it')
}

/** The first SIGINT or SIGTERM; a second one, after a moment, ends the process on the spot. */
function onInterrupt(): { readonly comes: Promise<void>; hasCome(): boolean } {
  let firstAt: number | null = null
  const comes = new Promise<void>((resolve) => {
    const note = () => {
      firstAt ??= Date.now()
      if (Date.now() - firstAt > IMPATIENT_AFTER_MS) process.exit(130)
      resolve()
    }
    process.on('SIGINT', note)
    process.on('SIGTERM', note)
  })
  return { comes, hasCome: () => firstAt !== null }
}
