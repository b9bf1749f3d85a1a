import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { OPERATIONS, readDashboards, readRules, textOf, withoutVariables } from '../support/operations.js'
import { readPromql } from '../support/promql.js'

const PROMTOOL = process.env.PROMTOOL ?? 'promtool'
const hasPromtool = spawnSync(PROMTOOL, ['--version']).status === 0
const RUNBOOKS = 'https://github.com/mishap-dev/mishap/blob/main/docs/operations/'
/** What the variable of a dashboard is called in it. */
const DATASOURCE = `\${datasource}`
const rules = readRules()
const recorded = new Set(rules.flatMap(({ record }) => (record === undefined ? [] : [record])))

describe('the rules of Prometheus', () => {
  it.each(rules.map((rule) => [rule.alert ?? rule.record, rule] as const))('%s is PromQL', (_, { expr }) => {
    expect(() => readPromql(expr)).not.toThrow()
  })

  it('read nothing as recorded that no rule records', () => {
    const all = [...rules.map(({ expr }) => expr), ...queriesOfDashboards()]
    const read = all.flatMap((expr) => readPromql(expr).selectors).map(({ metric }) => metric)
    expect(read.filter((name) => name.startsWith('mishap:') && !recorded.has(name))).toEqual([])
    // And the windows of each alert are those that are told with it.
    for (const { alert, expr, labels } of rules)
      if (alert?.endsWith('BudgetBurn'))
        expect(readPromql(expr).selectors.map(({ metric }) => metric)).toEqual(
          expect.arrayContaining([`mishap:slo_error_ratio:${labels?.long}`, `mishap:slo_error_ratio:${labels?.short}`]),
        )
  })

  it.each(rules.flatMap((rule) => (rule.alert === undefined ? [] : [[rule.alert, rule] as const])))(
    '%s says how urgent it is, what it means and which page helps',
    (_, { labels, annotations }) => {
      expect(['page', 'ticket']).toContain(labels?.severity)
      expect(annotations?.summary).toBeTruthy()
      expect(annotations?.description).toBeTruthy()
      const page = annotations?.runbook_url ?? ''
      expect(page.startsWith(RUNBOOKS)).toBe(true)
      expect([page, existsSync(join(OPERATIONS, page.slice(RUNBOOKS.length)))]).toEqual([page, true])
    },
  )

  it('are the rules that the example of a configuration loads, for jobs of the names that they look for', () => {
    const config = parse(textOf('prometheus', 'scrape.yml'))
    expect(config.rule_files).toEqual(['rules.yml'])
    const names = config.scrape_configs.map(({ job_name }: { job_name: string }) => job_name)
    expect(names.every((name: string) => /^mishap/.test(name))).toBe(true)
  })

  // The program is not in npm: where it is missing the grammar above is what was checked.
  const itWithPromtool = hasPromtool ? it : it.skip
  itWithPromtool.each([
    ['check', 'rules', 'rules.yml'],
    ['check', 'config', 'scrape.yml'],
    ['test', 'rules', 'rules.test.yml'],
  ])('hold against promtool %s %s %s', (...args) => {
    const { status, stdout, stderr } = spawnSync(PROMTOOL, args, {
      cwd: join(OPERATIONS, 'prometheus'),
      encoding: 'utf8',
    })
    expect([status, stdout + stderr]).toEqual([0, expect.anything()])
  })
})

describe('the dashboards of Grafana', () => {
  const dashboards = readDashboards()

  it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s imports as it is',
    (_, dashboard) => {
      const [first] = dashboard.templating.list
      expect(first).toMatchObject({ name: 'datasource', type: 'datasource' })
      const ids = dashboard.panels.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const { type, title, datasource, targets, gridPos } of dashboard.panels) {
        expect([title, gridPos.x + gridPos.w <= 24]).toEqual([title, true])
        if (type === 'row') continue
        expect([title, datasource?.uid]).toEqual([title, DATASOURCE])
        expect(targets?.length).toBeGreaterThan(0)
        for (const target of targets ?? []) {
          expect(target.datasource.uid).toBe(DATASOURCE)
          expect(() => readPromql(withoutVariables(target.expr))).not.toThrow()
        }
      }
      for (const { title, gridPos: a } of dashboard.panels)
        for (const { title: other, gridPos: b } of dashboard.panels)
          if (title !== other && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
            throw new Error(`${title} and ${other} lie upon each other`)
    },
  )

  it('have ids and names of their own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length)
    expect(new Set(dashboards.map(({ title }) => title)).size).toBe(dashboards.length)
  })
})

function queriesOfDashboards(): string[] {
  const panels = readDashboards().flatMap((one) => one.panels)
  return panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => withoutVariables(expr)))
}
