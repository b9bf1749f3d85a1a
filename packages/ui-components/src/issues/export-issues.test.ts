import { describe, expect, it } from '@jest/globals'
import { anIssue } from '../provider/memory/builders.js'
import { exportIssues } from './export-issues.js'

const odd = anIssue({
  metadata: { type: '=HYPERLINK("https://evil.example")', value: 'a | b\n[x](javascript:alert(1)) <img>' },
  culprit: '@cmd',
})

describe('an exported list of issues', () => {
  it('has a row for each, under the names of its fields', () => {
    const lines = exportIssues([anIssue(), anIssue({ shortId: 'WEB-2' })], 'csv').split('\r\n')
    expect(lines[0]).toContain('id,title,culprit,level')
    expect(lines[2]).toContain('WEB-2,')
    expect(lines).toHaveLength(4)
  })

  it('runs nothing in a spreadsheet', () => {
    const csv = exportIssues([odd], 'csv')
    expect(csv).toContain('"\'=HYPERLINK(')
    expect(csv).toContain("'@cmd")
  })

  it('is one line of a table in markdown, whatever the text', () => {
    const lines = exportIssues([odd], 'md').trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain('a \\| b \\[x\\]\\(javascript:alert\\(1\\)\\) \\<img\\>')
    expect(lines[2]).toContain('| https://errors.example.com/acme/issues/1 |')
  })

  it('is read again as JSON', () => {
    const [issue] = JSON.parse(exportIssues([odd], 'json')) as Record<string, unknown>[]
    expect(issue).toMatchObject({ id: 'SHOP-API-1', events: 42, first_seen: odd.firstSeen, assignee: null })
  })
})
