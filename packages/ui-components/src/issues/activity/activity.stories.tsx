import type { ActivityJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../../event/fixtures/hostile-event.js'
import { minutesAgo } from '../../provider/memory/builders.js'
import { workedIssue } from '../../provider/memory/issue-world.js'
import { ActivityTimeline } from './activity-timeline.js'
import { CommentComposer } from './comment-composer.js'

const meta = {
  title: 'Issues/Activity',
  component: ActivityTimeline,
  args: {
    entries: workedIssue.activity,
    people: workedIssue.participants,
    viewerId: '1',
    onEdit: async () => undefined,
    onDelete: () => undefined,
  },
} satisfies Meta<typeof ActivityTimeline>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const ForReaders: Story = { args: { viewerId: null } }

const entry = (id: string, text: string, name = 'Ada Lovelace'): ActivityJson => ({
  id,
  type: 'note',
  user: { id, name, email: 'x@example.com', username: 'x@example.com' },
  data: { text },
  dateCreated: minutesAgo(4),
  dateEdited: null,
  via: 'api',
})

export const Hostile: Story = {
  args: {
    entries: [
      entry('1', `${XSS}\n\n[${XSS}](javascript:alert(1)) [data](data:text/html,x) \u202e${RTL}`, XSS),
      entry('2', LONG.slice(0, 4000), LONG.slice(0, 300)),
      entry('3', `\`\`\`\n${'x'.repeat(900)}\n\`\`\``),
      entry('4', `${'> '.repeat(30)}deep\n\n${'- '.repeat(30)}deep`),
      { ...entry('5', ''), type: `set_${XSS}`, data: {} },
      { ...entry('6', ''), type: 'set_resolved_in_release', data: { version: LONG.slice(0, 500) } },
    ],
  },
}

export const EveryMark: Story = {
  args: {
    entries: [
      entry(
        '1',
        '# A heading\n\n**strong**, *emphasis*, ~~struck~~ and `code`; see https://shop.example/a?b=c.\n\n1. one\n2. two\n   - inside\n\n> said before\n\n---\n\n```ts\nconst total = lines.map(sum)\n```\n\n@ada@example.com and @nobody',
      ),
    ],
  },
}

export const Writing: Story = {
  render: () => (
    <CommentComposer people={workedIssue.participants} initialText="Ask @gr" onSubmit={async () => undefined} />
  ),
}

export const Refused: Story = {
  render: () => (
    <CommentComposer
      people={[]}
      initialText="What cannot be sent"
      onSubmit={() => Promise.reject(new Error('The database is away.'))}
    />
  ),
}
