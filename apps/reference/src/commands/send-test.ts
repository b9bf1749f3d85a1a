import { AppError } from '@mishap/core'
import { type Command, Option } from 'commander'
import { sendTestEvent } from '../send-test.js'
import { answer, withJson } from './shared.js'

export function addSendTest(program: Command): void {
  withJson(program.command('send-test'))
    .description('send one test error, as an SDK would')
    .addOption(new Option('--dsn <dsn>', 'of the project that gets it').env('SENTRY_DSN').makeOptionMandatory())
    .addHelpText(
      'after',
      '\nExample:\n  mishap send-test --dsn http://0123456789abcdef0123456789abcdef@localhost:8000/1\n',
    )
    .action(async (flags: { dsn: string; json?: boolean }) => {
      const { eventId, status, body } = await sendTestEvent(flags.dsn)
      if (status < 200 || status > 299)
        throw new AppError('unavailable', `The server refused the event with status ${status}: ${body}`)
      answer(flags, { eventId, status, body }, `Sent event ${eventId}; the server answered ${status} ${body}`)
    })
}
