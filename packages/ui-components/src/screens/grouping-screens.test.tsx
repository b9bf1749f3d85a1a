import { describe, expect, it } from '@jest/globals'
import type { GroupingPreviewJson } from '@mishap/core/client'
import { parseOwnership } from '@mishap/core/format'
import type { ReactElement } from 'react'
import { XSS } from '../event/fixtures/hostile-event.js'
import { anOrganization, aProject, aUser, STORY_NOW } from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import { rendered } from '../provider/rendered.js'
import { GroupingResult } from '../rules/grouping-result.js'
import { OwnershipResult } from '../rules/ownership-result.js'
import { RulesEditor } from '../rules/rules-editor.js'
import { ProjectGroupingScreen } from './project-grouping-screen.js'
import { ProjectOwnershipScreen } from './project-ownership-screen.js'

const [org, project] = ['acme', aProject().slug]

async function render(screen: ReactElement, prepare: (client: ReturnType<typeof aClient>) => Promise<unknown>) {
  const client = aClient()
  await prepare(client)
  return rendered(screen, {
    client,
    read: (queries) => [queries.project(org, project), queries.grouping(org, project), queries.ownership(org, project)],
  })
}

function aClient() {
  return createMemoryClient({
    user: aUser(),
    now: () => STORY_NOW,
    organizations: [anOrganization()],
    projects: [aProject()],
  })
}

const PREVIEW: GroupingPreviewJson = {
  ...{ faults: [], examined: 20, issues: 3, isSampled: false, joins: 2, splits: 1, unchanged: 0, sentence: '' },
  changes: [
    {
      ...{ events: 12, groups: 1, issueCount: 2 },
      issues: [
        { id: '1', shortId: 'WEB-1', title: XSS },
        { id: '2', shortId: 'WEB-2', title: 'B' },
      ],
    },
    { events: 8, groups: 2, issueCount: 1, issues: [{ id: '3', shortId: 'WEB-3', title: 'C' }] },
  ],
}

const nothing = async () => undefined

describe('the grouping of a project', () => {
  it('shows its rules, its engine and how long the one before is asked', async () => {
    const { text } = await render(<ProjectGroupingScreen org={org} project={project} />, async (client) => {
      await client.updateGroupingSettings(org, project, { version: 'g0', fingerprintRules: 'type:A -> a' })
      await client.updateGroupingSettings(org, project, { version: 'g1' })
    })
    expect(text).toContain('type:A -&gt; a')
    expect(text).toMatch(/grouped by g1 the newest/)
    expect(text).toMatch(/Errors that g1 does not know yet go where g0 put them until/)
  })

  it('offers a newer engine where there is one', async () => {
    const { text } = await render(<ProjectGroupingScreen org={org} project={project} />, (client) =>
      client.updateGroupingSettings(org, project, { version: 'g0' }),
    )
    expect(text).toContain('g1 is newer')
    expect(text).toContain('Upgrade to g1')
  })

  it('tells what would be joined and split, with links, and shows hostile titles as text', async () => {
    const { html, text } = await render(<GroupingResult org={org} preview={PREVIEW} />, nothing)
    expect(text).toContain('This would join 2 issues, split 1 issue, leave 0. Tried on all 20 events of 3 issues.')
    expect(text).toContain('2 issues become one')
    expect(text).toContain('Falls into 2 issues')
    for (const id of ['1', '2', '3']) expect(html).toContain(`href="/acme/issues/${id}"`)
    expect(html).not.toContain('<img')
  })

  it.each([
    [{ joins: 0, splits: 0, unchanged: 3, changes: [] }, 'This would leave all 3 issues as they are.'],
    [{ examined: 0, issues: 0, changes: [] }, 'There are no events yet to try this on.'],
    [{ isSampled: true }, 'the newest of the project, and the newest of each other issue'],
  ])('says so where %j', async (over, words) => {
    const { text } = await render(<GroupingResult org={org} preview={{ ...PREVIEW, ...over }} />, nothing)
    expect(text).toContain(words)
  })
})

describe('the ownership of a project', () => {
  it('marks what cannot be read where it stands, and tells what is wrong', async () => {
    const { faults } = parseOwnership('path:a #a\npath:b nobody')
    const editor = <RulesEditor label="Rules" value={'path:a #a\npath:b nobody'} faults={faults} onChange={() => {}} />
    const { html, text } = await render(editor, nothing)
    expect(html).toContain('aria-invalid="true"')
    expect(html).toMatch(/<span[^>]*>nobody<\/span>/)
    expect(text).toContain('Line 2, column 8')
    expect(text).toContain('is no owner: wanted an e-mail address or #team.')
  })

  it('shows its rules', async () => {
    const { html, text } = await render(<ProjectOwnershipScreen org={org} project={project} />, (memory) =>
      memory.updateOwnership(org, project, 'path:src/* ada@example.com'),
    )
    expect(text).toContain('path:src/* ada@example.com')
    expect(html).not.toContain('aria-invalid="true"')
  })

  it('tells who would own what came last, and of what nobody', async () => {
    const owner = { type: 'team', id: '1', name: 'crew', slug: 'crew' } as const
    const event = { title: XSS, culprit: 'a.js', issue: { id: '1', shortId: 'WEB-1' } }
    const events = [
      { ...event, eventID: 'a', owners: [{ owner, rule: 'path:* #crew', line: 3 }] },
      { ...event, eventID: 'b', owners: [] },
    ]
    const { html, text } = await render(<OwnershipResult org={org} preview={{ faults: [], events }} />, nothing)
    expect(text).toContain('1 of the 2 issues seen last would have an owner.')
    expect(text).toContain('#crew line 3: path:* #crew')
    expect(text).toContain('Nobody')
    expect(html).not.toContain('<img')
  })
})
