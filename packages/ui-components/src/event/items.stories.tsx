import type { Meta, StoryObj } from '@storybook/react-vite'
import { Attachments } from './attachments.js'
import { anAttachment, hostileAttachments, hostileReports, shopAttachments, shopReports } from './fixtures/items.js'
import { UserFeedback } from './user-feedback.js'

const meta = {
  title: 'Event/Feedback and files',
  component: UserFeedback,
  args: { reports: shopReports },
} satisfies Meta<typeof UserFeedback>
export default meta

type Story = StoryObj<typeof meta>

export const Feedback: Story = {}
export const FeedbackEmpty: Story = { args: { reports: [] } }
export const FeedbackHostile: Story = { args: { reports: hostileReports } }
export const FeedbackDark: Story = { parameters: { theme: 'dark' } }
export const FeedbackNarrow: Story = { parameters: { width: 320 } }

export const Files: Story = { render: () => <Attachments attachments={shopAttachments} /> }
export const FilesEmpty: Story = { render: () => <Attachments attachments={[]} /> }
export const FilesHostile: Story = { render: () => <Attachments attachments={hostileAttachments} /> }
export const FilesDark: Story = { ...Files, parameters: { theme: 'dark' } }
export const FilesNarrow: Story = { ...Files, parameters: { width: 320 } }

export const PictureThatIsNone: Story = {
  render: () => (
    <Attachments attachments={[anAttachment({ name: 'shot.png', mimetype: 'image/png', downloadUrl: 'data:,x' })]} />
  ),
}
