import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { readSettings } from '../../src/env.js'
import { OPERATIONS, readYaml, textOf } from '../support/operations.js'

interface Container {
  readonly name: string
  readonly args: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value: string }[]
  readonly envFrom: readonly Record<string, { readonly name: string }>[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly volumeMounts: readonly { readonly name: string }[]
}

interface Pod {
  readonly securityContext: object
  readonly containers: readonly (Container & { readonly securityContext: object })[]
  readonly volumes: readonly { readonly name: string }[]
}

/** What is read here of the specs of all kinds; each has some of it. */
interface Spec {
  readonly selector: { readonly matchLabels?: object }
  readonly template: { readonly metadata: { readonly labels: object }; readonly spec: Pod }
  readonly scaleTargetRef: { readonly name: string }
  readonly ports: readonly { readonly name: string }[]
  readonly podMetricsEndpoints: readonly object[]
  readonly rules: readonly {
    readonly http: { readonly paths: readonly { readonly backend: { readonly service: Backend } }[] }
  }[]
}

interface Backend {
  readonly name: string
  readonly port: { readonly name: string }
}

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly data?: Readonly<Record<string, string>>
  readonly stringData?: Readonly<Record<string, string>>
  readonly spec: Spec
}

const manifests = readYaml<Manifest>('kubernetes')
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind)
const VERSIONS: Readonly<Record<string, string>> = {
  ...{ Namespace: 'v1', ConfigMap: 'v1', Secret: 'v1', Service: 'v1', Job: 'batch/v1', Deployment: 'apps/v1' },
  ...{ PodDisruptionBudget: 'policy/v1', HorizontalPodAutoscaler: 'autoscaling/v2' },
  ...{ Ingress: 'networking.k8s.io/v1', ScaledObject: 'keda.sh/v1alpha1', PodMonitor: 'monitoring.coreos.com/v1' },
}
const workloads = [...ofKind('Deployment'), ...ofKind('Job')]
const documented = new Set(
  readFileSync(join(OPERATIONS, '..', 'configure.md'), 'utf8').match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g) ?? [],
)

/** The settings that a process of those variables and arguments would run with; throws where it would not start. */
function settingsOf(env: Readonly<Record<string, string>>, args: readonly string[]) {
  for (const name of Object.keys(env)) expect([name, documented.has(name)]).toEqual([name, true])
  const role = args[args.indexOf('--role') + 1]
  return readSettings(env, args.includes('--role') && role !== undefined ? { role } : {})
}

describe('the manifests for Kubernetes', () => {
  it.each(manifests.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    '%s has a shape of its kind',
    (_, one) => {
      expect(one.apiVersion).toBe(VERSIONS[one.kind])
      if (one.kind !== 'Namespace') expect(one.metadata.namespace).toBe(ofKind('Namespace')[0]?.metadata.name)
      if (one.kind === 'Deployment')
        expect(one.spec.template.metadata.labels).toMatchObject(one.spec.selector.matchLabels ?? {})
    },
  )

  it.each(workloads.map((one) => [one.metadata.name, one] as const))('%s starts with its settings', (_, workload) => {
    const { containers, volumes } = workload.spec.template.spec
    for (const { args, env = [], envFrom, ports = [], volumeMounts } of containers) {
      const sources = envFrom
        .flatMap((from) => Object.entries(from))
        .map(([kind, { name }]) => {
          const source = ofKind(kind === 'secretRef' ? 'Secret' : 'ConfigMap').find((one) => one.metadata.name === name)
          expect([name, source?.metadata.name]).toEqual([name, name])
          return source?.data ?? source?.stringData ?? {}
        })
      const own = Object.fromEntries(env.map(({ name, value }) => [name, value]))
      const settings = settingsOf(Object.assign({}, ...sources, own), args)
      for (const { name, containerPort } of ports)
        expect([name, containerPort]).toEqual([name, name === 'metrics' ? settings.metricsPort : settings.port])
      for (const { name } of volumeMounts) expect(volumes.map((volume) => volume.name)).toContain(name)
    }
  })

  it('lead to each other: services, budgets and autoscalers name what is there', () => {
    const names = ofKind('Deployment').map(({ metadata }) => metadata.name)
    const targets = [...ofKind('HorizontalPodAutoscaler'), ...ofKind('ScaledObject')].map(
      ({ spec }) => spec.scaleTargetRef.name,
    )
    for (const name of targets) expect(names).toContain(name)
    const labels = ofKind('Deployment').map(({ spec }) => JSON.stringify(spec.template.metadata.labels))
    for (const { spec } of ofKind('Service')) expect(labels).toContain(JSON.stringify(spec.selector))
    for (const { spec } of ofKind('PodDisruptionBudget'))
      expect(labels).toContain(JSON.stringify(spec.selector.matchLabels))
    for (const { spec } of ofKind('PodMonitor')) {
      expect(labels).toContain(JSON.stringify(spec.selector.matchLabels))
      expect(spec.podMetricsEndpoints).toMatchObject([{ port: 'metrics', path: '/metrics' }])
    }
    const backends = ofKind('Ingress').flatMap(({ spec }) => spec.rules.flatMap(({ http }) => http.paths))
    expect(backends).toHaveLength(1)
    for (const { backend } of backends) {
      const found = ofKind('Service').find(({ metadata }) => metadata.name === backend.service.name)
      expect(found?.spec.ports.map(({ name }) => name)).toContain(backend.service.port.name)
    }
  })

  it('run nothing as root, and let nothing write but in a directory of its own', () => {
    for (const workload of workloads) {
      const pod = workload.spec.template.spec
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true })
      for (const { securityContext } of pod.containers)
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true })
    }
  })
})

describe('the compose file', () => {
  const { services, volumes } = parse(textOf('compose', 'compose.yml'), { merge: true })
  const example = Object.fromEntries(
    textOf('compose', '.env.example')
      .split('\n')
      .flatMap((line) => (/^[A-Z]/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
  )

  it.each(['web', 'worker'])('starts %s with settings that are known', (name) => {
    const { environment, command, depends_on: needed } = services[name]
    const { POSTGRES_PASSWORD, GRAFANA_PASSWORD, ...own } = example
    expect([POSTGRES_PASSWORD, GRAFANA_PASSWORD]).toEqual(['', ''])
    const filled = { ...own, SECRET_KEY: 'x'.repeat(32), MISHAP_USER_1_PASSWORD: 'correct horse', ...environment }
    filled.DATABASE_URL = filled.DATABASE_URL.replace(/\$\{.*?\}/, 'secret')
    expect(settingsOf(filled, command)).toMatchObject({ role: name, bufferKind: 'redis' })
    for (const other of Object.keys(needed)) expect(Object.keys(services)).toContain(other)
  })

  it('does not start with passwords that nobody chose', () => {
    expect(services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
    expect(services.grafana.environment.GF_SECURITY_ADMIN_PASSWORD).toMatch(/^\$\{GRAFANA_PASSWORD:\?/)
  })

  it('mounts what is there', () => {
    for (const [name, { volumes: mounts = [] }] of Object.entries<{ volumes?: string[] }>(services))
      for (const mount of mounts) {
        const [from = ''] = mount.split(':')
        const isThere = from.startsWith('.')
          ? existsSync(join(OPERATIONS, 'compose', from))
          : Object.hasOwn(volumes, from)
        expect([name, from, isThere]).toEqual([name, from, true])
      }
    expect(existsSync(join(OPERATIONS, 'compose', services.web.build, 'Dockerfile'))).toBe(true)
  })

  it('gives Prometheus targets that are its services, on the port that they tell metrics on', () => {
    const { scrape_configs: jobs } = parse(textOf('prometheus', 'scrape.yml'))
    const found = jobs.flatMap((job: { dns_sd_configs: { names: string[]; port: number }[] }) => job.dns_sd_configs)
    expect(found).toHaveLength(2)
    for (const { names, port } of found)
      for (const name of names)
        expect([name, services[name]?.environment.MISHAP_METRICS_PORT]).toEqual([name, `${port}`])
  })
})
