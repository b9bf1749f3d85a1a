import type { ConfigInput } from '@mishap/core'
import { lookUp, type Source } from './look-up.js'
import { anyText, boolean, file, wholeNumber, words } from './readers.js'

/** Who may read metrics, and where else than on the port of the server; null where nobody said anything. */
export interface MetricsSettings {
  readonly access: ConfigInput['metrics'] | null
  /** Metrics and health alone are answered there, to whoever can reach it; null: nowhere else. */
  readonly port: number | null
  /** Touched while the process makes progress; null for none. */
  readonly healthFile: string | null
}

export function readMetrics(source: Source, healthFile?: string): MetricsSettings {
  const token = lookUp(source, ['MISHAP_METRICS_TOKEN', 'METRICS_TOKEN'], anyText)
  const allow = lookUp(source, ['MISHAP_METRICS_ALLOW', 'METRICS_ALLOW'], words)
  const compat = lookUp(source, ['MISHAP_METRICS_COMPAT', 'METRICS_COMPAT', 'ENABLE_OBSERVABILITY_API'], boolean)
  return {
    access:
      token === null && allow === null && compat === null
        ? null
        : { token, allow: allow ?? [], compat: compat ?? false },
    port: lookUp(source, ['MISHAP_METRICS_PORT', 'METRICS_PORT', 'VTASKS_METRICS_PORT'], wholeNumber(0, 65_535)),
    healthFile: lookUp(source, ['MISHAP_WORKER_HEALTH_FILE', 'WORKER_HEALTH_FILE'], file, [
      '--health-file',
      healthFile,
    ]),
  }
}
