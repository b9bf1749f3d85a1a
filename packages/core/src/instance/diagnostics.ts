import type { DiagnosticsJson } from '../client/admin-types.js'
import type { Context } from '../context.js'
import { instanceHealth, withoutSecrets } from './health.js'
import { instanceHoldings } from './holdings.js'
import { instanceIngest } from './ingest.js'
import { settingsJson } from './settings-json.js'

/**
 * How the instance is, to be given to whoever helps. Without names of people and organizations, contents of events,
 * addresses and secrets: hosts of processes are numbered, and of the settings that are texts only the length is told.
 */
export async function diagnosticsOf(context: Context): Promise<DiagnosticsJson> {
  const { config, clock, blobs, mailer, web, hostAuth, buffer } = context
  const [health, ingest, { organizations: _, ...storage }, settings] = await Promise.all([
    instanceHealth(context),
    instanceIngest(context),
    instanceHoldings(context),
    settingsJson(context.settings),
  ])
  const workers = [...new Set(health.jobs.map(({ worker }) => worker))]
  return {
    madeAt: clock.now().toISOString(),
    health: {
      ...health,
      jobs: health.jobs.map((run) => ({
        ...run,
        worker: `process ${workers.indexOf(run.worker) + 1}`,
        error: run.error === null ? null : withoutSecrets(run.error),
      })),
    },
    ingest,
    storage,
    settings: { ...settings, values: redacted(settings.values), defaults: redacted(settings.defaults) },
    limits: { ...config.limits },
    features: {
      files: blobs !== null,
      mail: mailer !== null,
      web: web !== null,
      hostAuth: hostAuth !== null,
      directBuffer: buffer.isDirect === true,
      secretKey: config.secretKey !== '',
      https: config.url.protocol === 'https:',
    },
  }
}

function redacted(values: DiagnosticsJson['settings']['values']): DiagnosticsJson['settings']['values'] {
  const hidden = (text: string) => (text === '' ? '' : `(${text.length} characters)`)
  return {
    ...values,
    instanceName: hidden(values.instanceName),
    mailFrom: hidden(values.mailFrom),
    sensitiveFields: values.sensitiveFields.map(hidden),
  }
}
