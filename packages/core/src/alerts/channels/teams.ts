import { countText, monitorText, type Notice, type NoticedIssue, TEST_TITLE, testText } from '../notice.js'
import { brief, jsonChannel, plainInMarkdown } from './channel.js'

const MAX = 1000

/** An Adaptive Card 1.4 for a workflow of Microsoft Teams; its texts are Markdown. */
export const teams = jsonChannel((notice) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        ...{ type: 'AdaptiveCard', version: '1.4' },
        ...cardOf(notice),
      },
    },
  ],
}))

function cardOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      body: [heading(`Mishap Alert${countText(notice.count)}`), ...notice.issues.flatMap(issueBlocks)],
      actions: notice.issues.map(({ shortId, url }) => openUrl(`View Issue ${shortId}`, url)),
    }
  if (notice.kind === 'monitor')
    return {
      body: [
        ...[heading('Mishap Uptime Alert'), textBlock(notice.name, { weight: 'Bolder' })],
        textBlock([monitorText(notice), notice.cause].join(' ')),
      ],
      actions: [openUrl('View Monitor', notice.url)],
    }
  return { body: [heading(TEST_TITLE), textBlock(testText(notice))] }
}

function issueBlocks({ title, culprit, project, facts }: NoticedIssue) {
  return [
    textBlock(title, { weight: 'Bolder', color: 'Attention' }),
    ...(culprit === '' ? [] : [textBlock(culprit)]),
    {
      type: 'FactSet',
      facts: [{ label: 'Project', value: project }, ...facts].map(({ label, value }) => ({
        ...{ title: plainInMarkdown(brief(label, MAX)), value: plainInMarkdown(brief(value, MAX)) },
      })),
    },
  ]
}

function heading(text: string) {
  return { type: 'TextBlock', size: 'Large', weight: 'Bolder', text }
}

function textBlock(text: string, more: Readonly<Record<string, string>> = {}) {
  return { type: 'TextBlock', ...more, text: plainInMarkdown(brief(text, MAX)), wrap: true }
}

function openUrl(title: string, url: string) {
  return { type: 'Action.OpenUrl', title, url }
}
