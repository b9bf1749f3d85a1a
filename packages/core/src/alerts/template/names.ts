import { type Notice, type NoticedIssue, TEST_TITLE, testText, triggerText, wordsOf } from '../notice.js'
import type { TemplateValues } from './render.js'

/** What templates may name: of issues within `{{#issues}}` the names of each. */
export function templateValues(notice: Notice, { id, at }: { readonly id: string; readonly at: Date }): TemplateValues {
  return { ...NOTHING, id, time: at.toISOString(), kind: notice.kind, ...valuesOf(notice) }
}

const NOTHING = {
  ...{ title: '', text: '', project: '', url: '', trigger: '', reason: '', count: 0, issues: [] },
  ...{ monitor: '', target: '', change: '', cause: '' },
} satisfies TemplateValues

function valuesOf(notice: Notice): TemplateValues {
  if (notice.kind === 'test') return { title: TEST_TITLE, text: testText(notice), project: notice.project }
  if (notice.kind === 'issues') {
    const { issues, trigger, count, project, url } = notice
    const title = count === 1 ? (issues[0]?.title ?? '') : `${count} issues of ${project}`
    return {
      ...{ title, text: issues[0]?.culprit ?? '', project, url: count === 1 ? (issues[0]?.url ?? url) : url },
      ...{ trigger: trigger ?? '', reason: triggerText(trigger), count },
      issues: issues.map((issue, index) => issueValues(issue, index === issues.length - 1)),
    }
  }
  const { name, text, cause, url } = wordsOf(notice)
  const common = { title: name, text, cause, url }
  if (notice.kind === 'monitor') return { ...common, monitor: name, target: notice.target, change: notice.change }
  return notice.kind === 'limits' ? { ...common, project: notice.project, trigger: notice.trigger } : common
}

function issueValues({ facts, id, shortId, title, culprit, level, url, events, users }: NoticedIssue, last: boolean) {
  const fact = (label: string) => facts.find((one) => one.label === label)?.value ?? ''
  const where = { environment: fact('Environment'), release: fact('Release'), server: fact('Server Name') }
  return { id, shortId, title, culprit, level, url, events, users, ...where, last }
}
