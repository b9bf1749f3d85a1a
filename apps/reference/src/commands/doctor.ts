import { type Command, Option } from 'commander'
import { examine } from '../doctor.js'
import { answer, type StorageFlags, withStorageOptions } from './shared.js'

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const

export function addDoctor(program: Command): void {
  withStorageOptions(program.command('doctor'))
    .description('check the configuration and everything that it names, and say how to mend it')
    .addOption(new Option('--redis-url <url>', 'Redis to check (env: REDIS_URL)'))
    .addOption(new Option('--buffer <kind>', 'where accepted events wait: journal or redis (env: MISHAP_BUFFER)'))
    .addHelpText('after', '\nExample:\n  mishap doctor --data /srv/mishap\n')
    .action(async (flags: StorageFlags) => {
      const findings = await examine(process.env, flags)
      const isHealthy = findings.every((finding) => finding.status !== 'failed')
      const lines = findings.flatMap(({ name, status, message, fix }) => [
        `${MARKS[status]} ${name}: ${message}`,
        ...(fix === null ? [] : [`        → ${fix}`]),
      ])
      answer(flags, { ok: isHealthy, findings }, lines.join('\n'))
      if (!isHealthy) process.exitCode = 1
    })
}
