import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'

/** Where what operators load lies. */
export const OPERATIONS = join(__dirname, '..', '..', '..', '..', 'docs', 'operations')

export interface Rule {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly for?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly datasource?: { readonly uid: string }
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[]
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly panels: readonly Panel[]
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[]
  }
}

export function textOf(...path: readonly string[]): string {
  return readFileSync(join(OPERATIONS, ...path), 'utf8')
}

export function readRules(): readonly Rule[] {
  const { groups } = parse(textOf('prometheus', 'rules.yml')) as { groups: { rules: Rule[] }[] }
  return groups.flatMap(({ rules }) => rules)
}

export function readDashboards(): readonly Dashboard[] {
  return readdirSync(join(OPERATIONS, 'grafana'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(textOf('grafana', name)) as Dashboard)
}

/** Every document of every YAML file in a folder; throws where one is no YAML. */
export function readYaml<T>(folder: string): readonly T[] {
  return readdirSync(join(OPERATIONS, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => parseAllDocuments(textOf(folder, name)))
    .map((document) => {
      const [error] = document.errors
      if (error !== undefined) throw error
      return document.toJS() as T
    })
}

/** What Grafana puts in place of its own words. */
export function withoutVariables(query: string): string {
  return query.replaceAll('$__rate_interval', '5m')
}
