import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { hostileWorld, shopIssues } from '../provider/memory/shop-world.js'
import { BulkBar } from './bulk-bar.js'
import { DEFAULT_COLUMNS } from './columns.js'
import { IssueActions } from './issue-actions.js'
import { FilteredEmpty, NoProjectEmpty, QuietEmpty } from './issue-empty.js'
import { IssueHeader } from './issue-header.js'
import { IssueSearch } from './issue-search.js'
import { IssueTable, IssueTableSkeleton } from './issue-table.js'
import { MergeChosenDialog } from './merge-chosen-dialog.js'
import { NewsPill } from './news-pill.js'
import { DEFAULT_SEARCH } from './search-params.js'
import { useSelection } from './selection.js'

const stats = new Map(shopIssues.map((issue) => [issue.id, { ...issue, stats: issue.stats }]))
const noop = () => undefined
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

export const Merging: Story = {
  render: () => (
    <MergeChosenDialog issues={shopIssues.filter(({ project }) => project.id === '1')} onClose={noop} onMerge={noop} />
  ),
}

export const MergingProjects: Story = {
  render: () => <MergeChosenDialog issues={shopIssues} onClose={noop} onMerge={noop} />,
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
