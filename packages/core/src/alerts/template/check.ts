import type { Notice, NoticedIssue } from '../notice.js'
import { jsonFault } from './json-fault.js'
import { templateValues } from './names.js'
import { parseTemplate, placeIn, type TemplateFault } from './parse.js'
import { renderTemplate } from './render.js'

/** What is wrong with a template; null where nothing is. Of JSON also that it is none, once it is filled in. */
export function templateFault(text: string, contentType: string): TemplateFault | null {
  const nodes = parseTemplate(text)
  if ('message' in nodes) return nodes
  if (!/[/+]json\s*(?:;|$)/i.test(contentType)) return null
  for (const notice of SAMPLES) {
    const body = renderTemplate(nodes, templateValues(notice, { id: '1', at: new Date(0) }), contentType)
    const at = jsonFault(body)
    if (at !== null)
      return { ...placeIn(body, at), message: `Filled in for ${SAMPLE_NAMES[notice.kind]} it is no JSON from here on.` }
  }
  return null
}

const ISSUE: NoticedIssue = {
  ...{ id: '1', key: '1', title: 'A "title"', culprit: 'here', level: 'error', events: 1, users: 0, url: 'https://x/' },
  ...{ shortId: 'WEB-1', project: 'Web', facts: [] },
}
const OF_ISSUES = { kind: 'issues', trigger: null, url: 'https://x/', project: 'Web' } as const
const SAMPLES: readonly Notice[] = [
  { ...OF_ISSUES, count: 1, issues: [ISSUE] },
  { ...OF_ISSUES, count: 2, issues: [ISSUE, ISSUE] },
  { kind: 'monitor', change: 'down', id: '1', key: '1', name: 'Shop', target: '', cause: 'Slow', url: 'https://x/' },
  { kind: 'test', project: 'Web' },
]
const SAMPLE_NAMES = {
  issues: 'issues',
  monitor: 'a monitor',
  test: 'a trial',
  limits: 'limits',
  channel: 'a channel',
  closed: 'an end',
}
