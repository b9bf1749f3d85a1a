import { describe, expect, it } from '@jest/globals'
import type { OrganizationReport } from '@mishap/core'
import { reportText } from './report-text.js'

const NONE = { found: 0, made: 0, present: 0, changed: 0, skipped: 0 }
const report: OrganizationReport = {
  remoteSlug: 'acme',
  slug: 'acme-tea',
  isNew: true,
  counts: {
    teams: { ...NONE, found: 12, made: 12 },
    issues: { found: 100, made: 50, present: 40, changed: 5, skipped: 5 },
  },
  skipped: Array.from({ length: 5 }, (_, index) => ({
    kind: 'issues' as const,
    name: `web: WEB-${index}`,
    reason: 'too old',
  })),
  projects: [
    { name: 'Web', slug: 'web', id: '7', remoteSlug: 'web', remoteId: '4505', isHostEnough: true },
    { name: 'API', slug: 'api', id: '8', remoteSlug: 'api', remoteId: '4506', isHostEnough: false },
  ],
  invitations: { made: 3, mailed: 1, links: [{ email: 'ada@example.com', link: 'https://x' }] },
  notes: ['A note.'],
  notBrought: {},
}
const options = { isDryRun: false, base: 'https://KEY@errors.example' }

describe('the text of a report', () => {
  it('is a table, what was skipped and why, and what is left to do', () => {
    expect(reportText(report, options)).toBe(
      [
        'acme → acme-tea (new)',
        '          found  made  here already  changed  skipped',
        '  teams      12    12             0        0        0',
        '  issues    100    50            40        5        5',
        '',
        'Skipped',
        '  issues, 5: too old (web: WEB-0, web: WEB-1, web: WEB-2, and 2 more)',
        '',
        'Invited: 3 people.',
        'Told by mail: 1.',
        'No mail is set up: the report file holds 1 link of invitations to pass on.',
        'A note.',
        '',
        'In the DSNs of 1 project only the host changes: https://KEY@errors.example/PROJECT',
        'These need the DSN of their settings page: api',
      ].join('\n'),
    )
  })

  it('says what would be in a dry run', () => {
    const text = reportText({ ...report, slug: 'acme' }, { ...options, isDryRun: true })
    expect(text).toMatch(/^acme \(would be new\)\n +found +to make +here already +to change +skipped\n/)
    expect(text).toContain('3 people would be invited.')
  })

  it('lets nothing of another server steer the terminal', () => {
    const skipped = [{ kind: 'issues' as const, name: '\u001b[2J\u202egone', reason: 'too old' }]
    expect(reportText({ ...report, skipped }, options)).toContain('(?[2J?gone)')
  })
})
