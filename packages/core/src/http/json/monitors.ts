import type {
  CheckAnswerJson,
  MonitorCheckDetailJson,
  MonitorCheckJson,
  MonitorDetailJson,
  MonitorJson,
} from '../../client/monitor-types.js'
import type { Context } from '../../context.js'
import type { Organization, Project } from '../../ports/model.js'
import type { MonitorCoverage } from '../../ports/monitor-relations.js'
import {
  CHECK_REASONS,
  type CheckAnswer,
  type CheckReason,
  type Monitor,
  type MonitorCheck,
} from '../../ports/monitors.js'
import { covers } from '../../uptime/relations.js'
import { cronJson } from '../monitor-setup/cron.js'
import { dnsJson } from '../monitor-setup/dns.js'
import { relationsJson } from '../monitor-setup/relations.js'
import { requestJson } from '../monitor-setup/request.js'

/** Whose a monitor is, for what its JSON tells of them. */
export interface MonitorPlace {
  readonly organization: Pick<Organization, 'slug'>
  /** Null where the monitor has none. */
  readonly project: Pick<Project, 'name'> | null
  /** What of the organization is in maintenance now; null for nothing. */
  readonly maintained: MonitorCoverage | null
}

export function monitorJson(
  context: Context,
  monitor: Monitor,
  { organization, project, maintained }: MonitorPlace,
): Omit<MonitorJson, 'checks'> {
  const { status, since } = monitor.health
  return {
    id: Number(monitor.id),
    monitorType: monitor.type,
    name: monitor.name,
    url: monitor.url,
    expectedStatus: monitor.expectedStatus,
    expectedBody: monitor.expectedBody,
    interval: monitor.intervalSeconds,
    timeout: monitor.timeoutSeconds,
    created: monitor.createdAt.toISOString(),
    organizationID: Number(monitor.organizationId),
    projectID: monitor.projectId,
    projectName: project?.name ?? null,
    environmentID: null,
    envName: null,
    isUp: status === 'unknown' ? null : status !== 'down',
    lastChange: since?.toISOString() ?? null,
    endpointID: monitor.endpointId,
    heartbeatEndpoint:
      monitor.endpointId === null
        ? null
        : `${context.config.url.origin}${context.config.basePath}/api/0/organizations/${organization.slug}/heartbeat_check/${monitor.endpointId}/`,
    status: maintained !== null && covers(maintained, monitor) ? 'maintenance' : status,
    isPaused: monitor.isPaused,
    confirmationThreshold: monitor.confirmationThreshold,
    recoveryThreshold: monitor.recoveryThreshold,
    retryInterval: monitor.retrySeconds,
    degradedAfter: monitor.degradedAfterMs,
    certificateDays: monitor.certificateDays,
    request: requestJson(monitor),
    assertions: [...monitor.assertions],
    ...{ dns: dnsJson(monitor), cron: cronJson(monitor) },
    ...relationsJson(monitor),
    ...{
      isFlapping: monitor.health.isFlapping,
      lastCheck: monitor.lastCheckAt?.toISOString() ?? null,
      certificateEnds: monitor.certificateEndsAt?.toISOString() ?? null,
    },
  }
}

export function withChecks(json: Omit<MonitorJson, 'checks'>, checks: readonly MonitorCheck[]): MonitorJson {
  return { ...json, checks: checks.map(checkJson) }
}

export function withCheckDetails(
  json: Omit<MonitorJson, 'checks'>,
  checks: readonly MonitorCheck[],
): MonitorDetailJson {
  return { ...json, checks: checks.map(checkDetailJson) }
}

function checkJson({ isUp, at, reason }: MonitorCheck): MonitorCheckJson {
  return { isUp, startCheck: at.toISOString(), reason: reason === null ? null : reasonNumber(reason) }
}

export function checkDetailJson(check: MonitorCheck): MonitorCheckDetailJson {
  const { responseMs, isChange, detail } = check
  return {
    ...checkJson(check),
    responseTime: responseMs,
    isChange,
    detail,
    found: check.found,
    timings: check.timings,
    answer: check.answer === null ? null : answerJson(check.answer),
  }
}

function answerJson({ headers, records, ...answer }: CheckAnswer): CheckAnswerJson {
  return { ...answer, headers: [...headers], records: records === null ? null : [...records] }
}

export function reasonNumber(reason: CheckReason): number {
  return CHECK_REASONS.indexOf(reason)
}
