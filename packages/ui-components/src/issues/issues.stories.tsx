import type { IssueTagJson, SavedViewJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { hostileEvent } from '../event/fixtures/hostile-event.js'
import { shopEvent } from '../event/fixtures/shop-event.js'
import { hostileWorld, shopIssues } from '../provider/memory/shop-world.js'
import { BulkBar } from './bulk-bar.js'
import { DEFAULT_COLUMNS } from './columns.js'
import { IssueActions } from './issue-actions.js'
import { FilteredEmpty, NoProjectEmpty, QuietEmpty } from './issue-empty.js'
import { IssueHeader } from './issue-header.js'
import { IssuePreview } from './issue-preview.js'
import { IssueSearch } from './issue-search.js'
import { IssueTable, IssueTableSkeleton } from './issue-table.js'
import { NewsPill } from './news-pill.js'
import { DEFAULT_SEARCH } from './search-params.js'
import { useSelection } from './selection.js'
import { ViewDialog } from './view-dialog.js'
import { ViewTabs } from './view-tabs.js'

const stats = new Map(shopIssues.map((issue) => [issue.id, { ...issue, stats: issue.stats }]))
const noop = () => undefined

const tag = (key: string, value: string, count: number): IssueTagJson => ({
  ...{ key, name: key, uniqueValues: 4, totalValues: 1284, isSampled: false },
  topValues: [{ key, name: value, value, count, lastSeen: '2026-01-15T11:59:00Z' }],
})
const somePreviewTags = [
  tag('browser', 'Chrome 143', 880),
  tag('environment', 'production', 1270),
  tag('region', 'eu', 700),
]
const more = [{ id: 'delete', label: 'Delete', onSelect: noop }]

const meta = {
  title: 'Issues/IssueTable',
  component: IssueTable,
  args: { issues: shopIssues, stats, href: ({ id }) => `#${id}` },
} satisfies Meta<typeof IssueTable>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Choosing: Story = {
  args: { hasProjects: true, hasStatuses: true, cursor: '3' },
  render: function Choosing(args) {
    const { selected, toggle, toggleShown } = useSelection(args.issues)
    return <IssueTable {...args} selected={selected} onToggle={toggle} onToggleShown={toggleShown} />
  },
}

export const FourteenDays: Story = { args: { period: '14d' } }

export const Compact: Story = { ...Choosing, args: { hasProjects: true, density: 'compact' } }

export const AllColumns: Story = {
  args: {
    columns: [...DEFAULT_COLUMNS, 'releases', 'tag:browser.name', 'tag:customer'],
    topTags: [
      { id: '1', key: 'browser.name', value: 'Chrome', count: 880, total: 1284 },
      { id: '2', key: 'browser.name', value: 'Safari on a device with a very long name', count: 93, total: 93 },
      { id: '1', key: 'customer', value: '<b>acme</b>', count: 2, total: 900 },
    ],
    onAssign: noop,
    onPrioritize: noop,
  },
}

export const WithoutTrends: Story = { args: { stats: new Map() } }

export const Loading: Story = { render: () => <IssueTableSkeleton /> }

export const Hostile: Story = { args: { issues: hostileWorld.issues ?? [], hasProjects: true } }

export const Dark: Story = { ...Choosing, parameters: { theme: 'dark' } }

export const Tablet: Story = { ...Choosing, parameters: { width: 800 } }

export const Narrow: Story = { ...Choosing, parameters: { width: 360 } }

export const Search: Story = {
  render: function Search() {
    const [value, setValue] = useState(DEFAULT_SEARCH)
    const projects = [
      { id: '1', name: 'Shop API' },
      { id: '2', name: 'Storefront' },
    ]
    return <IssueSearch value={value} onChange={setValue} projects={projects} />
  },
}

export const SearchWithEverything: Story = {
  render: () => (
    <IssueSearch
      value={{ ...DEFAULT_SEARCH, query: 'a "b', project: ['1', '2'], environment: ['staging', '<b>prod</b>'] }}
      onChange={noop}
      projects={[
        { id: '1', name: 'Shop API' },
        { id: '2', name: 'Storefront' },
      ]}
      error="The search cannot be read: at character 3 a quotation mark is opened and not closed."
    />
  ),
}

const bulk = {
  count: 3,
  isEverything: false,
  everything: '1,284',
  onSelectEverything: noop,
  onChange: noop,
  onAssign: noop,
  onPrioritize: noop,
  onMerge: noop,
  onDiscard: noop,
  onDelete: noop,
  onClear: noop,
}

export const Bulk: Story = { render: () => <BulkBar {...bulk} /> }

export const BulkRefused: Story = {
  render: () => (
    <div style={{ minBlockSize: 120 }}>
      <BulkBar {...bulk} problem="ada@example.com is no member of Storefront." />
    </div>
  ),
}

const aView = (id: string, name: string, more: Partial<SavedViewJson> = {}): SavedViewJson => ({
  ...{ id, name, query: 'is:unresolved checkout', sort: '-count', visibility: 'owner', owner: null, isMine: true },
  ...{ dateCreated: '2026-01-15T12:00:00Z', project: [], environment: [], columns: [], position: Number(id) },
  ...{ type: 0, isGlobal: false },
  ...more,
})

const viewActions = {
  onSaveNew: noop,
  onSave: noop,
  onRename: noop,
  onShare: noop,
  onMove: noop,
  onDelete: noop,
}

export const Views: Story = {
  render: function Views() {
    const [value, setValue] = useState(DEFAULT_SEARCH)
    const views = [aView('1', 'Checkout'), aView('2', 'On call', { visibility: 'organization', isMine: false })]
    const counts = new Map([
      ['unresolved', '1,000+'],
      ['for_review', '12'],
      ['view-1', '3'],
    ])
    return <ViewTabs value={value} onChange={setValue} views={views} counts={counts} actions={viewActions} />
  },
}

export const ViewNotSaved: Story = {
  render: () => (
    <ViewTabs
      value={{ ...DEFAULT_SEARCH, view: '1', query: 'is:unresolved cart' }}
      onChange={noop}
      views={[aView('1', 'Checkout'), aView('2', hostileWorld.organizations?.[0]?.name ?? '')]}
      actions={viewActions}
    />
  ),
}

export const SavingAView: Story = { render: () => <ViewDialog subject="new" onClose={noop} onSave={noop} /> }

export const SavingAViewRefused: Story = {
  render: () => (
    <ViewDialog
      subject={aView('1', 'Checkout')}
      error="There are 100 views already. Delete one first."
      onClose={noop}
      onSave={noop}
    />
  ),
}

export const Preview: Story = {
  render: () => (
    <div style={{ maxInlineSize: 480 }}>
      <IssuePreview issue={shopIssues[0]!} event={shopEvent} tags={somePreviewTags} />
    </div>
  ),
}

export const PreviewLoading: Story = {
  render: () => <IssuePreview issue={shopIssues[2]!} event={undefined} tags={undefined} />,
}

export const PreviewHostile: Story = {
  render: () => (
    <div style={{ maxInlineSize: 480 }}>
      <IssuePreview issue={hostileWorld.issues?.[2] ?? shopIssues[0]!} event={hostileEvent} tags={[]} />
    </div>
  ),
}

export const News: Story = { render: () => <NewsPill added={12} changed={4} onApply={noop} /> }

export const Header: Story = {
  render: () => (
    <IssueHeader
      issue={shopIssues[0]!}
      actions={<IssueActions issue={shopIssues[0]!} onChange={noop} people={[]} more={more} />}
    />
  ),
}

export const HeaderHostile: Story = {
  render: () => (
    <IssueHeader
      issue={hostileWorld.issues?.[2] ?? shopIssues[0]!}
      actions={<IssueActions issue={shopIssues[6]!} onChange={noop} people={[]} />}
    />
  ),
}

export const EmptyFiltered: Story = {
  render: () => (
    <FilteredEmpty
      search={{ ...DEFAULT_SEARCH, query: 'level:fatal words is:resolved', project: ['1'], environment: ['staging'] }}
      projectNames={new Map([['1', 'Shop API']])}
      onChange={noop}
    />
  ),
}

export const EmptyGoodNews: Story = { render: () => <QuietEmpty status="unresolved" /> }

export const EmptyWithoutProject: Story = { render: () => <NoProjectEmpty action={null} /> }
